package glad.media;

import glad.api.GladException;
import glad.api.data.Frames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Whatever a user calls a video: a file, a folder of pictures, or a zip archive of pictures. */
public final class FrameSource {

    private static final List<String> PACKED = List.of("", ".zip", ".mp4", ".avi", ".mkv", ".mov", ".webm");

    private FrameSource() {}

    /**
     * Opens a video file, a folder of pictures or a zip archive of pictures; the caller closes it.
     *
     * @throws GladException (failure) if nothing is there, or what is there has no frames
     */
    public static Frames open(Path input) {
        if (Files.isDirectory(input)) {
            return PictureFolder.open(input);
        }
        if (!Files.exists(input)) {
            throw GladException.failure(
                    "no such file \"" + input + "\"; expected a video (mp4, avi, ...), a folder or a zip archive of pictures");
        }
        return openFile(input, 0);
    }

    /**
     * Opens the frames of a sequence that may be packed: the pictures in a folder or, where there is no such folder, in a
     * zip archive or a video of the same name beside it ({@code img}, {@code img.zip}, {@code img.mp4}).
     *
     * @param folder of pictures, perhaps missing; or an archive or a video itself
     * @param first leaves out pictures whose names end in a smaller number; a video is taken whole
     * @throws GladException (failure) if none of them is there, or what is there has no frames
     */
    public static Frames find(Path folder, int first) {
        if (Files.isDirectory(folder)) {
            List<Path> pictures = PictureFolder.list(folder).stream()
                    .filter(picture -> PictureFolder.number(picture.getFileName().toString()) >= first).toList();
            if (pictures.isEmpty()) {
                throw GladException.failure("no pictures in \"" + folder + "\"; expected files such as 0001.jpg or 1.png");
            }
            return new PictureFolder(pictures);
        }
        for (String packed : PACKED) {
            Path file = folder.resolveSibling(folder.getFileName() + packed);
            if (Files.isRegularFile(file)) {
                return openFile(file, first);
            }
        }
        throw GladException.failure("no pictures at \"" + folder + "\"; expected a folder, or a zip archive or a video ("
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
            return isArchive ? PictureArchive.open(file, first) : VideoFile.open(file);
        } catch (UnsupportedOperationException e) {
            throw GladException.failure("\"" + file + "\" is packed in an archive, where only pictures can be read;"
                    + " unpack that archive", e);
        }
    }
}
