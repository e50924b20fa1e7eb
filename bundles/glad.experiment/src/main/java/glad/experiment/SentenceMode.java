package glad.experiment;

import glad.api.GladException;
import glad.api.Names;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a tracker is told about a target. */
public enum SentenceMode {
    /** The sentence as the dataset or the user wrote it. */
    WRITTEN,
    /** What the official reader of a dataset makes of its sentence; a user's own as written. */
    OFFICIAL,
    /** What kind of thing the target is, such as {@code airplane}; a user's own sentence as written. */
    CLASS,
    /** Nothing: the empty sentence, which means "no language". */
    NONE;

    /** Reads a mode as experiments and command lines write it. @throws GladException (usage) if there is none of that name */
    public static SentenceMode parse(String name) {
        List<String> names = Arrays.stream(values()).map(mode -> mode.name().toLowerCase(Locale.ROOT)).toList();
        if (!names.contains(name)) {
            throw GladException.usage(Names.unknown("sentence", name, names));
        }
        return values()[names.indexOf(name)];
    }

    /** Returns what the tracker gets to read of a user's sentence. */
    public String of(String sentence) {
        return this == NONE ? "" : sentence;
    }

    /**
     * Returns what the tracker gets to read of a sequence.
     *
     * @throws GladException (failure) if the official reader can't read its sentence, or the dataset has no classes
     */
    public String of(Sequence sequence) {
        return switch (this) {
            case WRITTEN -> sequence.sentence();
            case OFFICIAL -> sequence.officialSentence();
            case CLASS -> {
                if (sequence.targetClass().isEmpty()) {
                    throw GladException.failure("the dataset doesn't say what kind of thing the target of \""
                            + sequence.name() + "\" is; choose another sentence than class");
                }
                yield sequence.targetClass();
            }
            case NONE -> "";
        };
    }

    /** Returns the same sequences with the sentences that a tracker gets to read. */
    public SequenceSet of(SequenceSet set) {
        return new OtherSentences(set, this::of);
    }
}
