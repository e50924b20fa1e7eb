package glad.datasets.files;

import glad.api.GladException;
import glad.datasets.files.internal.BoxFormatGuess;
import glad.datasets.files.internal.PathPattern;
import glad.datasets.files.internal.PatternGuess;
import glad.datasets.files.internal.Survey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A layout file for a folder of frames and text files, guessed from the files themselves: see the dataset {@code layout}.
 *
 * @param sequences how many sequences the layout finds
 * @param lines the keys of the layout file, in its order
 */
public record LayoutGuess(int sequences, List<Line> lines) {

    /**
     * One key of the layout file.
     *
     * @param key which
     * @param value what it was guessed to be
     * @param reason from what
     */
    public record Line(String key, String value, String reason) {}

    /** Copies the list. */
    public LayoutGuess {
        lines = List.copyOf(lines);
    }

    /**
     * Looks at a folder.
     *
     * @throws GladException (failure) saying what was looked for if there are no files of boxes, or no images that go with them
     */
    public static LayoutGuess of(Path root) {
        Survey survey = Survey.of(root);
        if (survey.boxes().isEmpty()) {
            throw GladException.failure("no files of boxes in \"" + root + "\": " + survey.texts().size() + " text files were looked at; expected"
                    + " some with four or eight numbers in every line");
        }
        if (survey.images().isEmpty()) {
            throw GladException.failure("no images in \"" + root + "\"; expected folders of images, zip archives or videos");
        }
        PatternGuess boxes = PatternGuess.ofBoxes(survey);
        List<Map<String, String>> sequences = new PathPattern(boxes.pattern()).find(root);
        PatternGuess frames = PatternGuess.ofFrames(survey, boxes, sequences);
        BoxFormatGuess format = BoxFormatGuess.of(root, boxes.pattern(), frames.pattern(), sequences);
        List<Line> lines = new ArrayList<>(List.of(new Line("boxes", boxes.pattern(), boxes.reason()),
                new Line("format", format.format(), format.reason()),
                new Line("base", Integer.toString(format.base()), format.baseReason()),
                new Line("frames", frames.pattern(), frames.reason())));
        addTexts(lines, root, survey, boxes, sequences.get(0));
        return new LayoutGuess(sequences.size(), lines);
    }

    /** Returns the layout file, with reasons as comments. */
    public String yaml() {
        return lines.stream().map(line -> "# " + line.reason + "\n" + line.key + ": "
                + (line.value.matches("\\w+") ? line.value : "'" + line.value.replace("'", "''") + "'") + "\n").collect(Collectors.joining());
    }

    /** Finds sentences and flags beside the boxes of a sequence. */
    private static void addTexts(List<Line> lines, Path root, Survey survey, PatternGuess boxes, Map<String, String> sequence) {
        List<String> absent = new ArrayList<>();
        List<String> visible = new ArrayList<>();
        List<String> sentences = new ArrayList<>();
        int count = BoxFile.read(new PathPattern(boxes.pattern()).in(root, sequence)).size();
        for (String pattern : PatternGuess.beside(survey, boxes, sequence)) {
            Path file = new PathPattern(pattern).in(root, sequence);
            String text = TextFile.read(file).strip();
            List<Integer> flags = Survey.flags(text);
            if (flags.size() == count && flags.stream().allMatch(flag -> flag == 0 || flag == 1)) {
                String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
                boolean hides = name.matches(".*(absen|occlu|out|invis|hidden).*")
                        || !name.matches(".*(vis|present|exist|seen).*") && flags.get(0) == 0;
                (hides ? absent : visible).add(pattern);
            } else if (text.lines().count() == 1 && text.matches(".*\\p{L}{2,}.*")) {
                sentences.add(pattern);
            }
        }
        if (!sentences.isEmpty()) {
            lines.add(new Line("sentence", sentences.get(0), "one line of words per sequence" + (sentences.size() == 1 ? ""
                    : "; others are " + String.join(", ", sentences.subList(1, sentences.size())))));
        }
        if (!absent.isEmpty()) {
            lines.add(new Line("absent", String.join(", ", absent),
                    "0 or 1 per frame, 1 where the target is out of sight: by the files' names, or since they begin with 0"));
        }
        if (!visible.isEmpty()) {
            lines.add(new Line("visible", visible.get(0),
                    "0 or 1 per frame, 1 where the target is in sight: by the file's name, or since it begins with 1"));
        }
    }
}
