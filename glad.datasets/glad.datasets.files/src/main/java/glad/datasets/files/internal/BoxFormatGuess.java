package glad.datasets.files.internal;

import glad.api.GladException;
import glad.api.Image;
import glad.api.data.Frames;
import glad.datasets.files.BoxFile;
import glad.datasets.files.SequenceFrames;
import glad.datasets.files.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How boxes are written: what fits the images, and of that what changes least in size from frame to frame.
 *
 * @param format a choice of the layout's key
 * @param reason what it was guessed from
 * @param base the coordinate of the first pixel
 * @param baseReason what that was guessed from
 */
public record BoxFormatGuess(String format, String reason, int base, String baseReason) {

    private static final int SEQUENCES = 20;
    private static final double ENOUGH = 0.98;
    /** Another format than the usual one has to be this much steadier. */
    private static final double STEADIER = 0.5;

    /** What the boxes would be by one format. */
    private static final class Fit {

        private int boxes;
        private int inside;
        private double change;

        double share() {
            return (double) inside / Math.max(1, boxes);
        }
    }

    /** Reads the boxes and the first image of some sequences. */
    public static BoxFormatGuess of(Path root, String boxes, String frames, List<Map<String, String>> sequences) {
        Map<String, Fit> fits = new LinkedHashMap<>();
        List.of("xywh", "xyxy", "cxcywh").forEach(format -> fits.put(format, new Fit()));
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        boolean beyond = false;
        for (Map<String, String> sequence : sequences.subList(0, Math.min(SEQUENCES, sequences.size()))) {
            Path file = new PathPattern(boxes).in(root, sequence);
            if (polygon(file)) {
                return new BoxFormatGuess("xywh", "eight numbers a line: polygons, which need this format", 0, "not known of polygons");
            }
            double[] numbers = BoxFile.readFours(file).numbers();
            Image image = first(new PathPattern(frames).in(root, sequence).normalize(), numbers.length / 4);
            fits.forEach((format, fit) -> add(fit, format, numbers, image));
            for (int i = 0; i < numbers.length; i += 4) {
                if (numbers[i + 2] > 0 && numbers[i + 3] > 0) {
                    least = Math.min(least, Math.min(numbers[i], numbers[i + 1]));
                    most = Math.max(most, Math.max(numbers[i + 2], numbers[i + 3]));
                    beyond |= numbers[i] + numbers[i + 2] == image.width() + 1 || numbers[i + 1] + numbers[i + 3] == image.height() + 1;
                }
            }
        }
        if (most <= 1) {
            throw GladException.failure("the boxes at \"" + boxes + "\" are fractions of the image; the layout wants pixels: write them anew");
        }
        String best = best(fits);
        int base = least == 1 && (beyond || best.equals("xyxy")) ? 1 : 0;
        String reason = String.format(Locale.ROOT, "%.0f %% of %d boxes then lie inside their images%s", 100 * fits.get(best).share(),
                fits.get(best).boxes, best.equals("xywh") ? "" : String.format(Locale.ROOT, "; with xywh %.0f %%, of a size that changes more",
                        100 * fits.get("xywh").share()));
        return new BoxFormatGuess(best, reason, base, base == 1 ? "no coordinate is below 1, and some boxes end one pixel behind the image"
                : "the smallest coordinate is " + least + "; set it to 1 if pixels are counted from 1");
    }

    private static boolean polygon(Path file) {
        return TextFile.read(file).strip().lines().findFirst().orElse("").strip().split("[,;\\s]+").length >= 8;
    }

    private static Image first(Path place, int boxes) {
        try (Frames frames = SequenceFrames.openWhatIsThere(place, boxes)) {
            return frames.frame(0);
        } catch (IOException e) {
            throw GladException.failure("the first image in \"" + place + "\" can't be read; mend it, and describe the folder again", e);
        }
    }

    private static void add(Fit fit, String format, double[] numbers, Image image) {
        double w = 0;
        double h = 0;
        for (int i = 0; i < numbers.length; i += 4) {
            double x = numbers[i];
            double y = numbers[i + 1];
            double width = numbers[i + 2];
            double height = numbers[i + 3];
            if (!(width > 0 && height > 0)) {
                continue;
            }
            switch (format) {
                case "xyxy" -> {
                    width -= x;
                    height -= y;
                }
                case "cxcywh" -> {
                    x -= width / 2;
                    y -= height / 2;
                }
                default -> { }
            }
            fit.boxes++;
            fit.inside += width > 0 && height > 0 && x > -2 && y > -2 && x + width < image.width() + 2 && y + height < image.height() + 2
                    ? 1 : 0;
            if (w > 0 && h > 0 && width > 0 && height > 0) {
                fit.change += Math.abs(Math.log(width / w)) + Math.abs(Math.log(height / h));
            }
            w = width;
            h = height;
        }
    }

    private static String best(Map<String, Fit> fits) {
        String best = "xywh";
        for (Map.Entry<String, Fit> other : fits.entrySet()) {
            Fit usual = fits.get(best);
            Fit fit = other.getValue();
            boolean better = fit.share() >= ENOUGH && (usual.share() < ENOUGH || fit.change < STEADIER * usual.change);
            if (better || usual.share() < ENOUGH && fit.share() > usual.share()) {
                best = other.getKey();
            }
        }
        return best;
    }
}
