package glad.datasets.got10k.internal;

import glad.api.Boxes;
import glad.api.GladException;
import glad.api.Reason;
import glad.api.data.Frames;
import glad.media.FrameSource;
import glad.media.PictureFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Test sets that publish the first box of a sequence only. */
final class UnknownTruth {

    private UnknownTruth() {}

    /** Returns a single box followed by NaN, which nothing can be measured against, for every further picture. */
    static Boxes fill(Boxes boxes, Path pictures) {
        Path archive = pictures.resolveSibling(pictures.getFileName() + ".zip");
        if (boxes.size() > 1 || !Files.isDirectory(pictures) && !Files.isRegularFile(archive)) {
            return boxes;
        }
        double[] numbers = Arrays.copyOf(boxes.numbers(), 4 * Math.max(1, count(pictures)));
        Arrays.fill(numbers, 4, numbers.length, Double.NaN);
        return Boxes.of(numbers);
    }

    private static int count(Path pictures) {
        if (Files.isDirectory(pictures)) {
            return PictureFolder.list(pictures).size();
        }
        try (Frames frames = FrameSource.find(pictures, -1)) {
            return frames.count();
        } catch (IOException e) {
            throw GladException.failure("can't read the pictures at \"" + pictures + "\": " + Reason.of(e), e);
        }
    }
}
