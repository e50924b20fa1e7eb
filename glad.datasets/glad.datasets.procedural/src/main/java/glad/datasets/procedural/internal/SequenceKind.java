package glad.datasets.procedural.internal;

import glad.api.GladException;
import glad.api.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What makes a procedural sequence hard. */
enum SequenceKind {
    /** Nothing but other objects around. */
    PLAIN,
    /** Out of focus at the start, so that the template is blurred. */
    BLURRED,
    /** The target is about ten pixels wide. */
    TINY,
    /** A companion differs from the target by one word; the template is too blurred and grey to tell them apart. */
    DISTRACTOR,
    /** Objects pass in front of the target. */
    OCCLUSION,
    /** The camera pans, shakes and zooms. */
    CAMERA_MOTION,
    /** Few pixels, enlarged. */
    LOW_RESOLUTION;

    /** The six kinds that take turns where no kind is asked for. */
    static final List<SequenceKind> MIXED = List.of(PLAIN, BLURRED, TINY, DISTRACTOR, OCCLUSION, CAMERA_MOTION);

    /** Returns the word in options, names and attributes. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns all words. */
    static List<String> words() {
        List<String> words = new ArrayList<>();
        for (SequenceKind kind : values()) {
            words.add(kind.word());
        }
        return words;
    }

    /** Returns the kind of a word. */
    static SequenceKind of(String word) {
        for (SequenceKind kind : values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        throw GladException.usage(Names.unknown("kind of sequence", word, words()));
    }
}
