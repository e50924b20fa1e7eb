package glad.api.data;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is said about a target, frame by frame: most sequences have one sentence, some have another one from some frame on, such as texts
 * of actions.
 *
 * @param parts in the order of frames, the first from frame 0
 */
public record Sentences(List<Part> parts) {

    /**
     * A sentence in force until the next one.
     *
     * @param frame 0-based number of its first frame
     * @param sentence stripped; empty for none
     */
    public record Part(int frame, String sentence) {}

    /** @throws IllegalArgumentException if no part begins in frame 0, or one doesn't begin behind the one before */
    public Sentences {
        parts = List.copyOf(parts);
        if (parts.isEmpty() || parts.get(0).frame() != 0) {
            throw new IllegalArgumentException("no sentence from frame 0: " + parts);
        }
        for (int i = 1; i < parts.size(); i++) {
            if (parts.get(i).frame() <= parts.get(i - 1).frame()) {
                throw new IllegalArgumentException("the sentence from frame " + parts.get(i).frame()
                        + " doesn't begin behind the one from frame " + parts.get(i - 1).frame());
            }
        }
    }

    /** Returns one sentence for all frames; empty for none. */
    public static Sentences of(String sentence) {
        return new Sentences(List.of(new Part(0, sentence)));
    }

    /** Returns the sentence of the first frame. */
    public String first() {
        return parts.get(0).sentence();
    }

    /** Returns the sentence in force at a frame, 0-based. */
    public String at(int frame) {
        String now = first();
        for (Part part : parts) {
            if (part.frame() > frame) {
                return now;
            }
            now = part.sentence();
        }
        return now;
    }

    /** Tells whether a later frame has another sentence than the first one. */
    public boolean change() {
        return parts.stream().anyMatch(part -> !part.sentence().equals(first()));
    }

    /** Returns what is said from a frame on, which becomes frame 0. */
    public Sentences from(int frame) {
        return new Sentences(Stream.concat(Stream.of(new Part(0, at(frame))), parts.stream().filter(part -> part.frame() > frame)
                .map(part -> new Part(part.frame() - frame, part.sentence()))).toList());
    }

    /** Returns these with every sentence written in another way. */
    public Sentences map(UnaryOperator<String> way) {
        return new Sentences(parts.stream().map(part -> new Part(part.frame(), way.apply(part.sentence()))).toList());
    }

    /** Returns all of them for people to read: {@code a cat walks; from frame 120: it falls}. */
    public String text() {
        return first() + parts.stream().skip(1).map(part -> "; from frame " + part.frame() + ": " + part.sentence())
                .collect(Collectors.joining());
    }
}
