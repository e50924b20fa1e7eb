package glad.trackers.process.internal;

import glad.api.Image;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Frames as another program reads them: binary PPM files of 8 bits a channel, which hold the very pixels of the frame, in a folder for
 * temporary files. They live for one question, so that nothing makes them outlast a power cut.
 */
final class FrameFiles implements AutoCloseable {

    private final Path folder;

    /** Makes the folder. */
    FrameFiles() throws IOException {
        folder = Files.createTempDirectory("glad-frames-");
    }

    /** Writes a frame. */
    Path write(int index, Image image) throws IOException {
        Path file = folder.resolve(index + ".ppm");
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(("P6\n" + image.width() + " " + image.height() + "\n255\n").getBytes(StandardCharsets.US_ASCII));
            out.write(image.rgb());
        }
        return file;
    }

    /** Removes the folder with what is left in it. */
    @Override
    public void close() throws IOException {
        if (Files.isDirectory(folder)) {
            List<Path> left;
            try (Stream<Path> files = Files.list(folder)) {
                left = files.toList();
            }
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        }
    }
}
