package glad.kit.internal;

import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.data.Frames;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A sequence of 30 frames.
 *
 * @param name its name
 * @param images whether its frames can be opened
 */
public record SampleSequence(String name, boolean images) implements Sequence {

    private static final int FRAMES = 30;
    private static final int WIDTH = 160;
    private static final int HEIGHT = 120;

    /** Returns a dataset of one sequence that is there, {@code walk}, and one that isn't, {@code gone}. */
    public static SequenceSet set(boolean images) {
        return new SequenceSet() {

            @Override
            public List<String> names() {
                return List.of("walk", "gone");
            }

            @Override
            public boolean has(String name) {
                return name.equals("walk");
            }

            @Override
            public boolean hasFrames(String name) {
                return images && has(name);
            }

            @Override
            public Sequence sequence(String name) {
                if (!has(name)) {
                    throw GladException.failure("sequence \"" + name + "\" isn't there");
                }
                return new SampleSequence(name, images);
            }
        };
    }

    @Override
    public List<Box> boxes() {
        return IntStream.range(0, FRAMES).mapToObj(i -> new Box(40 + 2 * i, 50, 24, 18)).toList();
    }

    @Override
    public List<Boolean> visible() {
        return IntStream.range(0, FRAMES).mapToObj(i -> i % 7 != 5).toList();
    }

    @Override
    public String sentence() {
        return "what walks";
    }

    @Override
    public Set<String> attributes() {
        return Set.of("blur");
    }

    @Override
    public Frames open() {
        if (!images) {
            throw GladException.failure("sequence \"" + name + "\" has no images");
        }
        return new Frames() {

            @Override
            public int count() {
                return FRAMES;
            }

            @Override
            public Image frame(int index) {
                byte[] pixels = new byte[WIDTH * HEIGHT * 3];
                new Random(index).nextBytes(pixels);
                return new Image(WIDTH, HEIGHT, pixels);
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }
}
