package glad.experiment;

/** What a tracker is told of a sequence's sentence. The empty sentence means "no language" in every mode. */
public enum SentenceMode {
    /** The sentence as the dataset or the user wrote it. */
    WRITTEN,
    /**
     * What the official readers of the test sets make of a sentence file: they parse it as an array with commas between the
     * columns and print that, so that a sentence with a comma becomes {@code ['white bird' ' flying']}. For comparison with
     * published numbers.
     */
    OFFICIAL,
    /** Nothing. */
    NONE;

    /** Returns what the tracker gets to read. */
    public String of(String sentence) {
        return switch (this) {
            case WRITTEN -> sentence;
            case OFFICIAL -> sentence.isEmpty() ? "" : OfficialSentence.read(sentence);
            case NONE -> "";
        };
    }
}
