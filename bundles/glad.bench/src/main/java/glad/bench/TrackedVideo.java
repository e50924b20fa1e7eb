package glad.bench;

import glad.api.Box;
import glad.api.data.Frames;
import glad.api.data.Sentences;
import glad.api.data.Sequence;
import glad.media.FrameSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** A user's video as a sequence: of its boxes the first alone is known. */
record TrackedVideo(Path input, int frames, Box box, Sentences sentences) implements Sequence {

    private static final Box UNKNOWN = new Box(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    @Override
    public String name() {
        return input.toAbsolutePath().normalize().getFileName().toString();
    }

    @Override
    public List<Box> boxes() {
        List<Box> boxes = new ArrayList<>(Collections.nCopies(frames, UNKNOWN));
        boxes.set(0, box);
        return boxes;
    }

    @Override
    public List<Boolean> visible() {
        return List.of();
    }

    @Override
    public String sentence() {
        return sentences.first();
    }

    @Override
    public Set<String> attributes() {
        return Set.of();
    }

    @Override
    public Frames open() throws IOException {
        return FrameSource.open(input);
    }
}
