package glad.experiment;

import glad.api.GladException;
import glad.api.Names;
import glad.api.data.Sentences;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import glad.base.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a tracker is told about a target. */
public enum SentenceMode {
    /** The sentence as the dataset or the user wrote it. */
    WRITTEN,
    /** What the official reader of a dataset makes of its sentence; a user's own as written. */
    OFFICIAL,
    /** What kind of thing the target is, such as {@code airplane}; a user's own sentence as written. */
    CLASS,
    /** Nothing: the empty sentence, which means "no language". */
    NONE,
    /** The words of the target's sentence in another order, always the same one. */
    SHUFFLED,
    /** What was written of the target of another sequence of the dataset: the next one in its order whose sentence, and class if it has one, differ. */
    OTHER;

    /** Reads a mode as experiments and command lines write it. @throws GladException (usage) if there is none of that name */
    public static SentenceMode parse(String name) {
        List<String> names = Arrays.stream(values()).map(mode -> mode.name().toLowerCase(Locale.ROOT)).toList();
        if (!names.contains(name)) {
            throw GladException.usage(Names.unknown("sentence", name, names));
        }
        return values()[names.indexOf(name)];
    }

    /**
     * Returns what the tracker gets to read of a user's sentence.
     *
     * @throws GladException (usage) for {@link #OTHER}: there is no other target
     */
    public String of(String sentence) {
        return switch (this) {
            case WRITTEN, OFFICIAL, CLASS -> sentence;
            case NONE -> "";
            case SHUFFLED -> shuffled(sentence);
            case OTHER -> throw GladException.usage("sentence mode \"other\" takes the sentence of another sequence of a dataset; choose written,"
                    + " none or shuffled here");
        };
    }

    /**
     * Returns what the tracker gets to read of a sequence. Where sentences change, official readers hand each on as it is written.
     *
     * @throws GladException (failure) if the official reader can't read its sentence, or the dataset has no classes
     */
    public Sentences of(Sequence sequence) {
        if (sequence instanceof OtherSentences.One one && one.by().equals(Optional.of(this))) {
            return one.sentences(); // told already
        }
        return switch (this) {
            case WRITTEN -> sequence.sentences();
            case OFFICIAL -> sequence.sentences().change() ? sequence.sentences() : Sentences.of(sequence.officialSentence());
            case CLASS -> {
                if (sequence.targetClass().isEmpty()) {
                    throw GladException.failure("the dataset doesn't say what kind of thing the target of \""
                            + sequence.name() + "\" is; choose another sentence than class");
                }
                yield Sentences.of(sequence.targetClass());
            }
            case NONE -> Sentences.of("");
            case SHUFFLED, OTHER -> sequence.sentences().map(this::of);
        };
    }

    /** Returns the same sequences with the sentences that a tracker gets to read. */
    public SequenceSet of(SequenceSet set) {
        return new OtherSentences(set, this == OTHER ? sequence -> another(set, sequence) : this::of, Optional.of(this));
    }

    private static Sentences another(SequenceSet set, Sequence sequence) {
        List<String> names = set.names();
        int own = names.indexOf(sequence.name());
        for (int i = 1; i < names.size(); i++) {
            String name = names.get((own + i) % names.size());
            if (set.has(name)) {
                Sequence other = set.sequence(name);
                boolean alike = !sequence.targetClass().isEmpty() && sequence.targetClass().equals(other.targetClass());
                if (!other.sentence().isBlank() && !other.sentence().equals(sequence.sentence()) && !alike) {
                    return other.sentences();
                }
            }
        }
        throw GladException.failure("no other sequence has another sentence than \"" + sequence.name() + "\"; choose another sentence than other");
    }

    /** Returns a sentence whose words stand in another order; one of a single word, or of one word again and again, stays. */
    private static String shuffled(String sentence) {
        List<String> words = new ArrayList<>(List.of(sentence.strip().split("\\s+")));
        String before = String.join(" ", words);
        if (words.stream().distinct().count() > 1) {
            SeededRandom random = new SeededRandom(sentence.hashCode());
            while (String.join(" ", words).equals(before)) {
                for (int i = words.size() - 1; i > 0; i--) {
                    Collections.swap(words, i, random.below(i + 1));
                }
            }
        }
        return String.join(" ", words);
    }
}
