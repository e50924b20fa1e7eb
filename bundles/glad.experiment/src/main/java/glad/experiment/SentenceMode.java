package glad.experiment;

import glad.api.data.Sequence;

/** What a tracker is told about a target. */
public enum SentenceMode {
    /** The sentence as the dataset or the user wrote it. */
    WRITTEN,
    /** What the official reader of a dataset makes of its sentence; a user's own as written. */
    OFFICIAL,
    /** Nothing: the empty sentence, which means "no language". */
    NONE;

    /** Returns what the tracker gets to read of a user's sentence. */
    public String of(String sentence) {
        return this == NONE ? "" : sentence;
    }

    /** Returns what the tracker gets to read of a sequence. */
    public String of(Sequence sequence) {
        return of(this == OFFICIAL ? sequence.officialSentence() : sequence.sentence());
    }
}
