package glad.eval.results.internal;

import glad.api.Boxes;
import glad.api.GladException;
import glad.api.Reason;
import glad.datasets.files.BoxFile;
import glad.datasets.files.TextFile;
import glad.eval.results.SequenceBoxes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One file of results in any of the formats: told apart by the ending and the first line. */
public final class ResultFile {

    /** What a file of a run folder begins with: the content hash and the number of frames, and a heading. */
    private static final Pattern OWN_HEAD = Pattern.compile("# content .*, frames (\\d+)");
    private static final String OWN_HEADING = "x,y,w,h,confidence";

    /** Of times as they were seen, and beside them by the tracker's own account, which nothing here asks for. */
    private static final List<String> TIMES_HEADINGS = List.of("seconds", "seconds,own_seconds");

    private ResultFile() {}

    /** Reads a file and, where there is one, the file of times beside it. */
    public static SequenceBoxes read(Path file) {
        if (file.getFileName().toString().endsWith(".csv")) {
            return own(file);
        }
        Boxes boxes = isVot(file) ? vot(file) : BoxFile.read(file);
        return new SequenceBoxes(boxes, times(file));
    }

    /** A VOT file begins with a line that says only that the tracker was initialised there. */
    private static boolean isVot(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] first = in.readNBytes(2);
            return first.length == 2 && first[0] == '1' && (first[1] == '\n' || first[1] == '\r');
        } catch (IOException e) {
            throw GladException.failure("can't read \"" + file + "\": " + Reason.of(e), e);
        }
    }

    /** The frame where a tracker was initialised repeats the next box: a metric puts the true one there. */
    private static Boxes vot(Path file) {
        List<String> lines = TextFile.read(file).lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        double[] xywh = new double[4 * lines.size()];
        for (int i = 1; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.equals("1") || line.equals("2")) {
                throw GladException.failure("line " + (i + 1) + " of \"" + file + "\" is \"" + line
                        + "\": the tracker was started anew; expected a run in one pass");
            }
            double[] region = line.equals("0") ? new double[4] : region(line, i + 1, file);
            System.arraycopy(region, 0, xywh, 4 * i, 4);
        }
        if (lines.size() > 1) {
            System.arraycopy(xywh, 4, xywh, 0, 4);
        }
        return Boxes.of(xywh);
    }

    private static double[] region(String line, int number, Path file) {
        double[] v = numbers(line, number, file);
        if (v.length == 4) {
            return v;
        }
        if (v.length < 6 || v.length % 2 != 0) {
            throw damaged(line, number, file, "x,y,w,h or the corners of a polygon");
        }
        double[] box = {v[0], v[1], v[0], v[1]};
        for (int i = 2; i < v.length; i += 2) {
            box[0] = Math.min(box[0], v[i]);
            box[1] = Math.min(box[1], v[i + 1]);
            box[2] = Math.max(box[2], v[i]);
            box[3] = Math.max(box[3], v[i + 1]);
        }
        return new double[] {box[0], box[1], box[2] - box[0], box[3] - box[1]};
    }

    private static SequenceBoxes own(Path file) {
        List<String> lines = ownLines(file, List.of(OWN_HEADING));
        double[] xywh = new double[4 * lines.size()];
        for (int i = 0; i < lines.size(); i++) {
            double[] v = numbers(lines.get(i), i + 3, file);
            if (v.length != 5) {
                throw damaged(lines.get(i), i + 3, file, "five numbers " + OWN_HEADING);
            }
            System.arraycopy(v, 0, xywh, 4 * i, 4);
        }
        Path times = file.getParent().resolveSibling("times").resolve(file.getFileName());
        if (!Files.isRegularFile(times)) {
            return new SequenceBoxes(Boxes.of(xywh), List.of());
        }
        List<Double> seconds = ownLines(times, TIMES_HEADINGS).stream().map(line -> numbers(line, 3, times)[0]).toList();
        return new SequenceBoxes(Boxes.of(xywh), seconds.contains(Double.NaN) ? List.of() : seconds);
    }

    /** Returns the lines behind the head, one per frame. */
    private static List<String> ownLines(Path file, List<String> headings) {
        List<String> lines = TextFile.read(file).lines().toList();
        Matcher head = OWN_HEAD.matcher(lines.isEmpty() ? "" : lines.get(0));
        if (lines.size() < 2 || !head.matches() || !headings.contains(lines.get(1))) {
            throw damaged(lines.isEmpty() ? "" : lines.get(0), 1, file, "# content HASH, frames N");
        }
        if (lines.size() - 2 != Integer.parseInt(head.group(1))) {
            throw GladException.failure("\"" + file + "\" holds " + (lines.size() - 2) + " frames of " + head.group(1)
                    + ": it was cut short; evaluate again, which goes on there");
        }
        return lines.subList(2, lines.size());
    }

    /** Seconds per frame in a file beside it; of a column per run (GOT-10k) the first is taken. */
    private static List<Double> times(Path file) {
        String stem = file.getFileName().toString().replaceFirst("\\.txt$", "");
        Optional<Path> found = Stream.of(stem + "_time.txt", stem + "_time.value",
                stem.replaceFirst("_\\d{3}$", "") + "_time.txt").map(file::resolveSibling).filter(Files::isRegularFile)
                .findFirst();
        if (found.isEmpty()) {
            return List.of();
        }
        Path beside = found.get();
        List<Double> seconds = new ArrayList<>();
        int number = 0;
        for (String line : TextFile.read(beside).lines().filter(line -> !line.isBlank()).toList()) {
            seconds.add(numbers(line, ++number, beside)[0]);
        }
        return seconds;
    }

    private static double[] numbers(String line, int number, Path file) {
        try {
            return Arrays.stream(line.strip().split("[,;\\s]+")).mapToDouble(Double::parseDouble).toArray();
        } catch (NumberFormatException e) {
            throw damaged(line, number, file, "numbers only");
        }
    }

    private static GladException damaged(String line, int number, Path file, String expected) {
        return GladException.failure("line " + number + " of \"" + file + "\" is \"" + line + "\"; expected " + expected);
    }
}
