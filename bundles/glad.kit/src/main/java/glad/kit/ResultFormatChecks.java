package glad.kit;

import glad.api.Box;
import glad.api.Boxes;
import glad.api.eval.ResultFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What every format of results has to hold: see {@link #of}. */
public final class ResultFormatChecks {

    private static final int FRAMES = 5;
    private static final int RUNS = 3;

    private ResultFormatChecks() {}

    /**
     * Returns the checks of a format: that it describes itself; gives files below the folder, the same ones twice; gives every sequence
     * a file of its own; reads boxes of a size or none, with times or without; and keeps the text of other boxes apart.
     */
    public static List<Check> of(ResultFormat format) {
        return List.of(
                new Check("it says what it is for", () -> Check.that(!format.description().isBlank(),
                        "description is empty; expected a few words")),
                new Check("a result has a file, below the folder", () -> paths(format)),
                new Check("two passes are equal", () -> Check.that(files(format, "a", 1, path(0)).equals(files(format, "a", 1, path(0))),
                        "the second pass gives other files")),
                new Check("every sequence has a file of its own", () -> {
                    Set<String> own = new TreeSet<>(files(format, "b", 1, path(0)).keySet());
                    own.removeAll(files(format, "a", 1, path(0)).keySet());
                    Check.that(!own.isEmpty(), "the sequences \"a\" and \"b\" have files of the same names; expected that one of each names"
                            + " its sequence, or the second would be lost");
                }),
                new Check("other boxes give another text", () -> Check.that(
                        !files(format, "a", 1, path(0)).equals(files(format, "a", 1, path(40))),
                        "boxes that lie 40 pixels further give the same texts")),
                new Check("boxes without a size, and times that aren't known, are written", () -> {
                    List<Box> boxes = new ArrayList<>(path(0));
                    boxes.set(2, new Box(Double.NaN, Double.NaN, Double.NaN, Double.NaN));
                    boxes.set(3, new Box(0, 0, 0, 0));
                    Check.that(!format.files("a", 1, 1, Boxes.copyOf(boxes), List.of()).isEmpty(), "there are no files; expected one at least");
                }),
                new Check("an absent result is written as text", () -> texts(format.files("a", 1, 1, Boxes.of(), List.of()))));
    }

    private static void paths(ResultFormat format) {
        for (int run = 1; run <= RUNS; run++) {
            Map<String, String> files = files(format, "a", run, path(0));
            Check.that(!files.isEmpty(), "there are no files; expected one at least");
            for (String file : files.keySet()) {
                Check.that(file.matches("[^/\\\\\\p{Cntrl}]+(/[^/\\\\\\p{Cntrl}]+)*") && !List.of(file.split("/")).contains(".."),
                        "a file is \"" + file + "\"; expected a path below the folder with / between its names");
            }
            texts(files);
        }
    }

    private static void texts(Map<String, String> files) {
        files.forEach((file, text) -> Check.that(text != null, "the text of \"" + file + "\" is null"));
    }

    private static Map<String, String> files(ResultFormat format, String sequence, int run, List<Box> boxes) {
        return format.files(sequence, run, RUNS, Boxes.copyOf(boxes), List.of(0.5, 0.25, 0.25, 0.125, 0.125));
    }

    private static List<Box> path(double shift) {
        List<Box> boxes = new ArrayList<>();
        for (int i = 0; i < FRAMES; i++) {
            boxes.add(new Box(10 + i + shift, 20.5, 30.25, 40 + i / 3.0));
        }
        return boxes;
    }
}
