package glad.trackers.process.internal;

import glad.api.Image;
import glad.media.ImageFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Frames as another program reads them: files of 8 bits a channel, which hold the very pixels of the frame, in a folder for
 * temporary files. They live for one question, so that nothing makes them outlast a power cut.
 */
final class FrameFiles implements AutoCloseable {

    private final Path folder;
    private Path last;

    /** Makes the folder. */
    FrameFiles() throws IOException {
        folder = Files.createTempDirectory("glad-frames-");
    }

    /** Writes a frame as binary PPM, which costs the least. */
    Path ppm(int index, Image image) throws IOException {
        last = folder.resolve(index + ".ppm");
        try (OutputStream out = Files.newOutputStream(last)) {
            out.write(("P6\n" + image.width() + " " + image.height() + "\n255\n").getBytes(StandardCharsets.US_ASCII));
            out.write(image.rgb());
        }
        return last;
    }

    /** Writes a frame as PNG. */
    Path png(int index, Image image) throws IOException {
        last = folder.resolve(index + ".png");
        return Files.write(last, ImageFile.png(image));
    }

    /** Removes the frame that was written last, if one was. */
    void forget() throws IOException {
        if (last != null) {
            Files.deleteIfExists(last);
        }
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
