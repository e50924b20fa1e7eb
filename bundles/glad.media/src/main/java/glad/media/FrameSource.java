package glad.media;

import glad.api.GladException;
import glad.api.data.Frames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Whatever a user calls a video: a file, a folder of images, or a zip archive of images. */
public final class FrameSource {

    private static final List<String> PACKED = List.of("", ".zip", ".mp4", ".avi", ".mkv", ".mov", ".webm");

    private FrameSource() {}

    /**
     * Opens a video file, a folder of images or a zip archive of images; the caller closes it.
     *
     * @throws GladException (failure) if nothing is there, or what is there has no frames
     */
    public static Frames open(Path input) {
        if (Files.isDirectory(input)) {
            return ImageFolder.open(input);
        }
        if (!Files.exists(input)) {
            throw GladException.failure(
                    "no such file \"" + input + "\"; expected a video (mp4, avi, ...), a folder or a zip archive of images");
        }
        return openFile(input, 0);
    }

    /**
     * Opens the frames of a sequence that may be packed: the images in a folder or, where there is no such folder, in a
     * zip archive or a video of the same name beside it ({@code img}, {@code img.zip}, {@code img.mp4}).
     *
     * @param folder of images, perhaps missing; or an archive or a video itself
     * @param first leaves out images whose names end in a smaller number; a video is taken whole
     * @throws GladException (failure) if none of them is there, or what is there has no frames
     */
    public static Frames find(Path folder, int first) {
        if (Files.isDirectory(folder)) {
            List<Path> images = ImageFolder.list(folder).stream()
                    .filter(image -> ImageFolder.number(image.getFileName().toString()) >= first).toList();
            if (images.isEmpty()) {
                throw GladException.failure("no images in \"" + folder + "\"; expected files such as 0001.jpg or 1.png");
            }
            return new ImageFolder(images);
        }
        for (String packed : PACKED) {
            Path file = folder.resolveSibling(folder.getFileName() + packed);
            if (Files.isRegularFile(file)) {
                return openFile(file, first);
            }
        }
        throw GladException.failure("no images at \"" + folder + "\"; expected a folder, or a zip archive or a video ("
                + String.join(" ", PACKED).strip() + ") of that name");
    }

    /** Tells whether {@link #find} would find something at a place, without looking into it. */
    public static boolean isAt(Path folder) {
        return Files.isDirectory(folder) || PACKED.stream()
                .anyMatch(packed -> Files.isRegularFile(folder.resolveSibling(folder.getFileName() + packed)));
    }

    private static Frames openFile(Path file, int first) {
        try {
            boolean isArchive = file.toString().toLowerCase(Locale.ROOT).endsWith(".zip");
            return isArchive ? ImageArchive.open(file, first) : VideoFile.open(file);
        } catch (UnsupportedOperationException e) {
            throw GladException.failure("\"" + file + "\" is packed in an archive, where only images can be read;"
                    + " unpack that archive", e);
        }
    }
}
