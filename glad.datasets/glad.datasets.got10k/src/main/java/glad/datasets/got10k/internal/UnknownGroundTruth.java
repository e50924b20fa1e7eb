package glad.datasets.got10k.internal;

import glad.api.Boxes;
import glad.api.GladException;
import glad.api.Reason;
import glad.api.data.Frames;
import glad.media.FrameSource;
import glad.media.ImageFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Test sets that publish the first box of a sequence only. */
final class UnknownGroundTruth {

    private UnknownGroundTruth() {}

    /** Returns a single box followed by NaN, which nothing can be measured against, for every further image. */
    static Boxes fill(Boxes boxes, Path images) {
        Path archive = images.resolveSibling(images.getFileName() + ".zip");
        if (boxes.size() > 1 || !Files.isDirectory(images) && !Files.isRegularFile(archive)) {
            return boxes;
        }
        double[] numbers = Arrays.copyOf(boxes.numbers(), 4 * Math.max(1, count(images)));
        Arrays.fill(numbers, 4, numbers.length, Double.NaN);
        return Boxes.of(numbers);
    }

    private static int count(Path images) {
        if (Files.isDirectory(images)) {
            return ImageFolder.list(images).size();
        }
        try (Frames frames = FrameSource.find(images, -1)) {
            return frames.count();
        } catch (IOException e) {
            throw GladException.failure("can't read the images at \"" + images + "\": " + Reason.of(e), e);
        }
    }
}
