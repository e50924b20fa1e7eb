package glad.media;

import glad.api.GladException;
import glad.api.Image;
import glad.api.Reason;
import glad.api.data.Frames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Images on disk as the frames of a sequence. */
public final class ImageFolder implements Frames {

    /** Orders names as people do: {@code 9.jpg} before {@code 10.jpg}. */
    public static final Comparator<String> NATURAL_ORDER = ImageFolder::compareNaturally;

    private static final Set<String> EXTENSIONS = Set.of("jpg", "jpeg", "png", "bmp", "tif", "tiff", "webp", "ppm", "pgm");
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,9})\\.\\w+$");
    private static final Pattern RUN = Pattern.compile("\\d+|\\D+");

    private final List<Path> files;

    /** Takes these files as frames, in this order. */
    public ImageFolder(List<Path> files) {
        this.files = List.copyOf(files);
    }

    /**
     * Opens the images of a folder in natural order of their names; other files are ignored.
     *
     * @throws GladException (failure) if the folder can't be listed or holds no images
     */
    public static ImageFolder open(Path folder) {
        List<Path> files = list(folder);
        if (files.isEmpty()) {
            throw GladException.failure("no images in \"" + folder + "\"; expected files such as 0001.jpg or 1.png");
        }
        return new ImageFolder(files);
    }

    /**
     * Returns the images directly in a folder, in natural order of their names; none if it holds none.
     *
     * @throws GladException (failure) if the folder can't be listed
     */
    public static List<Path> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(file -> isImageName(file.getFileName().toString()) && Files.isRegularFile(file))
                    .sorted(Comparator.comparing(file -> file.getFileName().toString(), NATURAL_ORDER))
                    .toList();
        } catch (IOException e) {
            throw GladException.failure("can't list the folder \"" + folder + "\"; check that it is there", e);
        }
    }

    @Override
    public int count() {
        return files.size();
    }

    @Override
    public Image frame(int index) throws IOException {
        Path file = files.get(index);
        try {
            return ImageFile.read(file);
        } catch (IOException e) {
            throw new IOException("can't read frame " + index + ": " + Reason.of(e), e);
        }
    }

    /** Does nothing: no file stays open between frames. */
    @Override
    public void close() {}

    /** Returns the number an image's name ends in, such as 17 for {@code 0017.jpg}; the largest there is for none. */
    static int number(String name) {
        Matcher matcher = NUMBER.matcher(name);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : Integer.MAX_VALUE;
    }

    static boolean isImageName(String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && EXTENSIONS.contains(extension);
    }

    private static int compareNaturally(String a, String b) {
        Matcher left = RUN.matcher(a);
        Matcher right = RUN.matcher(b);
        while (left.find()) {
            if (!right.find()) {
                return 1;
            }
            int order = compareRuns(left.group(), right.group());
            if (order != 0) {
                return order;
            }
        }
        return right.find() ? -1 : a.compareTo(b);
    }

    private static int compareRuns(String a, String b) {
        if (!Character.isDigit(a.charAt(0)) || !Character.isDigit(b.charAt(0))) {
            return a.compareTo(b);
        }
        String left = a.replaceFirst("^0+(?=.)", "");
        String right = b.replaceFirst("^0+(?=.)", "");
        return left.length() != right.length() ? left.length() - right.length() : left.compareTo(right);
    }
}
