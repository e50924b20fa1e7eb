package glad.bench.run;

import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.data.Frames;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Small scenes of a bright square that walks over a dark ground; one frame of one scene may be unreadable. */
record Scenes(List<String> names, int frames, String damagedScene, int damagedFrame) implements SequenceSet {

    @Override
    public Sequence sequence(String name) {
        if (!names.contains(name)) {
            throw GladException.failure("annotations of \"" + name + "\" are damaged");
        }
        return new Scene(name);
    }

    private Box box(int frame) {
        return new Box(8 + 1.5 * frame, 10.25, 12, 12);
    }

    private final class Scene implements Sequence {

        private final String name;

        Scene(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public List<Box> boxes() {
            return IntStream.range(0, frames).mapToObj(Scenes.this::box).toList();
        }

        @Override
        public List<Boolean> visible() {
            return List.of();
        }

        @Override
        public String sentence() {
            return "the bright square of " + name;
        }

        @Override
        public Set<String> attributes() {
            return Set.of("plain");
        }

        @Override
        public Frames open() {
            return new Frames() {
                @Override
                public int count() {
                    return frames;
                }

                @Override
                public Image frame(int index) throws IOException {
                    if (name.equals(damagedScene) && index == damagedFrame) {
                        throw new IOException("frame " + index + " can't be read");
                    }
                    return paint(box(index));
                }

                @Override
                public void close() {}
            };
        }
    }

    private static Image paint(Box box) {
        byte[] rgb = new byte[96 * 48 * 3];
        Arrays.fill(rgb, (byte) 40);
        for (int y = (int) box.y(); y < box.y() + box.h(); y++) {
            int from = (y * 96 + (int) box.x()) * 3;
            Arrays.fill(rgb, from, from + 3 * (int) box.w(), (byte) 220);
        }
        return new Image(96, 48, rgb);
    }
}
