package glad.datasets.otb.internal;

import glad.api.Box;
import glad.api.data.Frames;
import glad.api.data.Sequence;
import glad.media.PictureFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** One target in one folder of pictures; the benchmark doesn't say where it is visible. */
record OtbSequence(String name, List<Path> pictures, List<Box> boxes, String sentence, Set<String> attributes)
        implements Sequence {

    @Override
    public List<Boolean> visible() {
        return List.of();
    }

    @Override
    public Frames open() {
        return new PictureFolder(pictures);
    }
}
