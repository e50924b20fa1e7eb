import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Makes the folder of photographs and cut-outs that {@code glad-nano-mobilenet} was trained on, for the option {@code material} of procedural pairs.
 *
 * <p>Run as {@code java MaterialFolder.java OUT SHARE EMOJI GROUPS}: where to write; where Debian's packages are installed ({@code /usr/share}); the
 * folder {@code assets} of npm's fluent-emoji-3d; and unicode-emoji-json's {@code data-by-group.json}. Debian's program {@code dwebp} decodes.
 */
public final class MaterialFolder {

    /** In which folder of cut-outs a group of emoji goes, which decides the word that sentences use. Symbols and flags are left out. */
    private static final Map<String, String> FOLDERS = Map.of("Animals & Nature", "animals", "Food & Drink", "food", "Travel & Places", "hobbies", "Objects", "household",
            "Activities", "hobbies", "People & Body", "people", "Smileys & Emotion", "symbols/faces");

    private static final int RIFF_HEADER = 8;

    /** Smaller files are icons. */
    private static final int SMALLEST_FILE = 15_000;

    private static final int SMALLEST_SIDE = 200;

    /** The fraction of pixels that equal their left neighbour, at most; drawings have more. */
    private static final double FLATTEST = 0.55;

    /** Colours in number, as a multiple of the square root of the pixels looked at, at least. */
    private static final double FEWEST_COLOURS = 1.5;

    private final Path out;

    private MaterialFolder(Path out) {
        this.out = out;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != 4) {
            System.err.println("usage: java MaterialFolder.java OUT SHARE EMOJI GROUPS");
            System.exit(2);
        }
        MaterialFolder folder = new MaterialFolder(Path.of(args[0]));
        Path share = Path.of(args[1]);
        int stamps = folder.copy(share.resolve("tuxpaint/stamps"), "tuxpaint/stamps", ".png");
        int wallpapers = folder.copy(share.resolve("backgrounds"), "backgrounds", ".jpg");
        int photographs = folder.photographs(share.resolve("gcompris-qt/rcc"));
        int emoji = folder.emoji(Path.of(args[2]), Files.readString(Path.of(args[3])));
        System.out.printf("%d cut-outs of Tux Paint, %d emoji, %d wallpapers, %d photographs of GCompris in \"%s\"%n", stamps, emoji, wallpapers, photographs, args[0]);
    }

    private int copy(Path from, String to, String ending) throws IOException {
        List<Path> files = files(from, ending);
        for (Path file : files) {
            Path copy = out.resolve(to).resolve(from.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        return files.size();
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(ending) && Files.isRegularFile(file)).sorted().toList();
        }
    }

    /** Takes the WebP images out of Qt's resource files, which hold them as they are, and keeps those that are photographs. */
    private int photographs(Path rcc) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(out.resolve("backgrounds/gcompris"));
        Path scratch = Files.createTempDirectory("material");
        Set<String> seen = new HashSet<>();
        int kept = 0;
        for (Path file : files(rcc, ".rcc")) {
            String name = file.getFileName().toString().replace(".rcc", "");
            // One character per byte, so that places in the text are places in the file.
            String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
            for (int at = bytes.indexOf("RIFF"); at >= 0; at = bytes.indexOf("RIFF", at)) {
                int length = at + RIFF_HEADER <= bytes.length() ? little(bytes, at + 4) : -1;
                int end = at + RIFF_HEADER + length;
                if (length < 4 || end > bytes.length() || !bytes.startsWith("WEBP", at + RIFF_HEADER)) {
                    at += 4;
                    continue;
                }
                String image = bytes.substring(at, end);
                at = end;
                if (length > SMALLEST_FILE && seen.add(image)) {
                    Path webp = Files.writeString(scratch.resolve("image.webp"), image, StandardCharsets.ISO_8859_1);
                    Path png = scratch.resolve("image.png");
                    decode(webp, png);
                    BufferedImage decoded = ImageIO.read(png.toFile());
                    // Those of "babyshapes" have white holes.
                    if (isPhotograph(decoded) && !name.equals("babyshapes")) {
                        ImageIO.write(opaque(decoded), "jpg", folder.resolve(String.format("%s-%04d.jpg", name, seen.size() - 1)).toFile());
                        kept++;
                    }
                }
            }
        }
        Files.deleteIfExists(scratch.resolve("image.webp"));
        Files.deleteIfExists(scratch.resolve("image.png"));
        Files.delete(scratch);
        return kept;
    }

    private static int little(String bytes, int at) {
        return bytes.charAt(at) | bytes.charAt(at + 1) << 8 | bytes.charAt(at + 2) << 16 | bytes.charAt(at + 3) << 24;
    }

    private static boolean isPhotograph(BufferedImage image) {
        int w = image.getWidth();
        int h = image.getHeight();
        Set<Integer> colours = new HashSet<>();
        int looked = 0;
        int flat = 0;
        for (int y = 0; y < h; y += 3) {
            for (int x = 1; x < w; x += 3) {
                int pixel = image.getRGB(x, y);
                if (pixel >>> 24 < 250) {
                    return false;
                }
                colours.add(pixel & 0xf8f8f8);
                looked++;
                flat += pixel == image.getRGB(x - 1, y) ? 1 : 0;
            }
        }
        return Math.min(w, h) >= SMALLEST_SIDE && (double) flat / looked < FLATTEST && colours.size() / Math.sqrt(looked) > FEWEST_COLOURS;
    }

    private static BufferedImage opaque(BufferedImage image) {
        BufferedImage rgb = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        rgb.getGraphics().drawImage(image, 0, 0, null);
        return rgb;
    }

    private int emoji(Path assets, String groups) throws IOException, InterruptedException {
        Matcher entry = Pattern.compile("\"(name|emoji)\": \"([^\"]*)\"").matcher(groups);
        String folder = null;
        int faces = 0;
        int kept = 0;
        while (entry.find()) {
            if (entry.group(1).equals("name")) {
                // A group's name stands further left than an emoji's own.
                folder = groups.startsWith("\n    \"name\"", entry.start() - 5) ? FOLDERS.get(entry.group(2)) : folder;
                continue;
            }
            // Of faces every third one: they are many, and alike.
            if (folder == null || folder.endsWith("faces") && faces % 3 > 0) {
                faces++;
                continue;
            }
            String code = entry.group(2).codePoints().mapToObj(Integer::toHexString).collect(Collectors.joining("-"));
            Path webp = Stream.of(code, code.replace("-fe0f", "")).map(name -> assets.resolve(name + ".webp")).filter(Files::exists).findFirst().orElse(null);
            if (webp != null) {
                Path png = out.resolve("tuxpaint/stamps").resolve(folder).resolve("emoji").resolve(webp.getFileName().toString().replace(".webp", ".png"));
                Files.createDirectories(png.getParent());
                decode(webp, png);
                faces++;
                kept++;
            }
        }
        return kept;
    }

    private static void decode(Path webp, Path png) throws IOException, InterruptedException {
        Process dwebp = new ProcessBuilder("dwebp", "-quiet", webp.toString(), "-o", png.toString()).inheritIO().start();
        if (dwebp.waitFor() != 0) {
            throw new IOException("dwebp can't decode \"" + webp + "\"");
        }
    }
}
