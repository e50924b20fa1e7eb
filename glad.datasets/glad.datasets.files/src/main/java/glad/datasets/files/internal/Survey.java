package glad.datasets.files.internal;

import glad.api.GladException;
import glad.api.Reason;
import glad.datasets.files.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a folder holds. Paths are seen from it, with {@code /} between names.
 *
 * @param texts files of text
 * @param boxes those of them that hold four or eight numbers in every line, and not flags alone
 * @param images folders of images, and archives and videos
 */
public record Survey(List<String> texts, List<String> boxes, Set<String> images) {

    private static final int DEPTH = 5;
    private static final Pattern TEXT = Pattern.compile(".*\\.(txt|csv|tsv|lab)");
    private static final Pattern IMAGE = Pattern.compile(".*\\.(jpe?g|png|bmp|tiff?|webp)");
    private static final Pattern PACKED = Pattern.compile(".*\\.(zip|mp4|avi|mov|mkv|webm)");
    private static final String NUMBER = "[-+]?(\\d+\\.?\\d*|\\.\\d+|nan)([eE][-+]?\\d+)?";
    private static final Pattern BOXES = Pattern.compile("(?i)(" + NUMBER + "[,;\\s]+){3}" + NUMBER + "(([,;\\s]+" + NUMBER + "){4})?[,;\\s]*");

    /** @throws GladException (failure) if the folder can't be read */
    public static Survey of(Path root) {
        List<String> texts = new ArrayList<>();
        Set<String> images = new LinkedHashSet<>();
        try (Stream<Path> files = Files.walk(root, DEPTH)) {
            files.filter(file -> !file.getFileName().toString().startsWith(".")).sorted().forEach(file -> {
                String path = root.relativize(file).toString().replace('\\', '/');
                String name = path.toLowerCase(Locale.ROOT);
                if (IMAGE.matcher(name).matches()) {
                    int slash = path.lastIndexOf('/');
                    images.add(slash < 0 ? "." : path.substring(0, slash));
                } else if (PACKED.matcher(name).matches()) {
                    images.add(path.substring(0, path.lastIndexOf('.')));
                } else if (TEXT.matcher(name).matches() && Files.isRegularFile(file)) {
                    texts.add(path);
                }
            });
        } catch (IOException e) {
            throw GladException.failure("can't look through \"" + root + "\": " + Reason.of(e), e);
        }
        return new Survey(texts, texts.stream().filter(text -> holdsBoxes(TextFile.read(root.resolve(text)))).toList(), images);
    }

    private static boolean holdsBoxes(String text) {
        List<String> lines = text.strip().lines().map(String::strip).toList();
        return !text.isBlank() && !text.matches("[01,;\\s]*") && lines.stream().allMatch(line -> BOXES.matcher(line).matches());
    }

    /** Returns the whole numbers of a text that holds nothing else; empty if it does. */
    public static List<Integer> flags(String text) {
        String[] words = text.strip().split("[,;\\s]+");
        return Stream.of(words).allMatch(word -> word.matches("\\d{1,6}")) ? Stream.of(words).map(Integer::valueOf).toList() : List.of();
    }
}
