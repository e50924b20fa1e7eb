package glad.experiment;

/** What a tracker is told of a sequence's sentence. */
public enum SentenceMode {
    /** The sentence as the dataset or the user wrote it. */
    WRITTEN,
    /** Nothing: the empty sentence, which means "no language". */
    NONE;

    /** Returns what the tracker gets to read. */
    public String of(String sentence) {
        return this == NONE ? "" : sentence;
    }
}
