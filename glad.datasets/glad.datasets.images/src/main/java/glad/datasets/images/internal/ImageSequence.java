package glad.datasets.images.internal;

import glad.api.Box;
import glad.api.Boxes;
import glad.api.GladException;
import glad.datasets.files.LabelledSequence;
import glad.media.ImageFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Images as sequences of one frame. */
final class ImageSequence {

    private ImageSequence() {}

    /**
     * Returns one.
     *
     * @param places folders where the image may be
     * @param file the image's name
     */
    static LabelledSequence of(String name, Box box, List<Path> places, String file) {
        return LabelledSequence.of(name, Boxes.of(box.x(), box.y(), box.w(), box.h()), () -> new ImageFolder(List.of(
                places.stream().map(place -> place.resolve(file)).filter(Files::isRegularFile).findFirst()
                        .orElseThrow(() -> GladException.failure("no image \"" + file + "\" in \"" + places.get(0)
                                + "\" or the other places for it; restore it")))));
    }
}
