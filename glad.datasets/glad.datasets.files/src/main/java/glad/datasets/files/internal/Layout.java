package glad.datasets.files.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import glad.api.Boxes;
import glad.api.GladException;
import glad.api.GladId;
import glad.api.Names;
import glad.api.Reason;
import glad.api.data.Dataset;
import glad.api.data.Sentences;
import glad.api.data.SequenceSet;
import glad.api.options.Option;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import glad.datasets.files.AttributeFile;
import glad.datasets.files.BoxFile;
import glad.datasets.files.FlagFile;
import glad.datasets.files.LabelledSequence;
import glad.datasets.files.ListedSequences;
import glad.datasets.files.SentencesFile;
import glad.datasets.files.SequenceFrames;
import glad.datasets.files.TextFile;
import glad.media.FrameSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;

/** People's own sequences in an order of their own, which a layout file describes. */
@GladId("layout")
@Component(service = Dataset.class)
public final class Layout implements Dataset {

    private static final String FILE = "layout";
    private static final String BOXES = "boxes";
    private static final String FRAMES = "frames";
    private static final String ABSENT = "absent";
    private static final String VISIBLE = "visible";
    private static final String SENTENCE = "sentence";
    private static final String SENTENCES = "sentences";
    private static final String FORMAT = "format";
    private static final String BASE = "base";
    private static final String FIRST_FRAME = "first_frame";
    private static final String ATTRIBUTES = "attributes";
    private static final String ATTRIBUTE_NAMES = "attribute_names";
    private static final List<String> PLACES = List.of(PathPattern.NAME, PathPattern.CLASS);

    private static final OptionSchema KEYS = OptionSchema.of(
            Option.text(BOXES, "{name}/groundtruth.txt", "files of boxes, a line per frame; they say which sequences there are"),
            Option.choice(FORMAT, "xywh", List.of("xywh", "xyxy", "cxcywh"),
                    "what the four numbers are: left, top, width, height; left, top, right, bottom; centre, width, height."
                    + " Eight numbers are a polygon, with xywh"),
            Option.integer(BASE, 0, 0, 1, "the coordinate of the first pixel"),
            Option.text(FRAMES, "{name}/img", "folders of images, or archives or videos of that name"),
            Option.integer(FIRST_FRAME, -1, -1, Integer.MAX_VALUE, "the number in the name of the first box's image; -1: the first there is"),
            Option.text(SENTENCE, "", "files of a sentence; may be missing"),
            Option.text(SENTENCES, "", "tables frame,sentence of sentences that change with the frames; where there is none, sentence counts"),
            Option.text(ABSENT, "", "files of flags, not 0 where the target is out of sight; several with commas between; may be missing"),
            Option.text(VISIBLE, "", "files of flags, 0 where the target is out of sight; may be missing"),
            Option.text(ATTRIBUTES, "", "files of a sequence's attributes: their names, or a flag for each of attribute_names; may be missing"),
            Option.text(ATTRIBUTE_NAMES, "", "what the flags of attributes stand for, with commas between"));

    @Override
    public String description() {
        return "own sequences in any order of folders and text files, which the file layout.yaml describes";
    }

    @Override
    public OptionSchema options() {
        return OptionSchema.of(Option.text(FILE, "layout.yaml", "the layout file, seen from the dataset's folder"));
    }

    @Override
    public SequenceSet open(Path root, Options options) {
        Path inside = root.resolve(options.text(FILE));
        Path file = Files.isRegularFile(inside) ? inside : Path.of(options.text(FILE)).toAbsolutePath();
        if (!Files.isRegularFile(file)) {
            throw GladException.failure("no layout file \"" + inside + "\"; expected a YAML file with the keys "
                    + String.join(", ", KEYS.options().stream().map(Option::key).toList()));
        }
        Options layout = read(file);
        Map<String, Map<String, String>> sequences = sequences(root, file, layout.text(BOXES));
        PathPattern boxes = new PathPattern(layout.text(BOXES));
        PathPattern frames = new PathPattern(layout.text(FRAMES));
        return new ListedSequences(List.copyOf(sequences.keySet()),
                name -> Files.isRegularFile(boxes.in(root, sequences.get(name))),
                name -> FrameSource.isAt(frames.in(root, sequences.get(name)).normalize()),
                name -> sequence(root, layout, sequences.get(name)));
    }

    private static Options read(Path file) {
        String what = "layout \"" + file + "\"";
        Options layout;
        try {
            JsonNode tree = new YAMLMapper().readTree(TextFile.read(file));
            layout = KEYS.read(what, tree);
        } catch (JsonProcessingException e) {
            throw GladException.failure(what + " is no YAML: " + Reason.of(e), e);
        }
        if (!new PathPattern(layout.text(BOXES)).places().contains(PathPattern.NAME)) {
            throw GladException.failure("\"boxes\" of " + what + " is \"" + layout.text(BOXES)
                    + "\"; expected {name} in it, where the name of a sequence stands");
        }
        for (String key : List.of(BOXES, FRAMES, SENTENCE, SENTENCES, ABSENT, VISIBLE, ATTRIBUTES)) {
            for (String place : new PathPattern(layout.text(key)).places()) {
                if (!PLACES.contains(place)) {
                    throw GladException.failure("\"" + key + "\" of " + what + ": " + Names.unknown("place", place, PLACES));
                }
                if (!new PathPattern(layout.text(BOXES)).places().contains(place)) {
                    throw GladException.failure("\"" + key + "\" of " + what + " has {" + place
                            + "}, which \"boxes\" hasn't; expected it there too");
                }
            }
        }
        return layout;
    }

    private static Map<String, Map<String, String>> sequences(Path root, Path file, String boxes) {
        Map<String, Map<String, String>> sequences = new LinkedHashMap<>();
        for (Map<String, String> values : new PathPattern(boxes).find(root)) {
            String name = values.get(PathPattern.NAME);
            if (sequences.put(name, values) != null) {
                throw GladException.failure("two sequences \"" + name + "\" in \"" + root + "\" by layout \"" + file
                        + "\"; expected {name} where their names differ");
            }
        }
        if (sequences.isEmpty()) {
            throw GladException.failure("no sequences in \"" + root + "\"; layout \"" + file + "\" expects boxes at \""
                    + boxes + "\"");
        }
        return sequences;
    }

    private static LabelledSequence sequence(Path root, Options layout, Map<String, String> values) {
        String name = values.get(PathPattern.NAME);
        Boxes boxes = boxes(new PathPattern(layout.text(BOXES)).in(root, values), layout.text(FORMAT), layout.integer(BASE));
        Path frames = new PathPattern(layout.text(FRAMES)).in(root, values).normalize();
        return LabelledSequence.of(name, boxes, () -> SequenceFrames.open(frames, layout.integer(FIRST_FRAME), name, boxes.size()))
                .withVisible(visible(root, layout, values, boxes.size()))
                .withSentences(sentences(root, layout, values))
                .withAttributes(attributes(new PathPattern(layout.text(ATTRIBUTES)).in(root, values), layout.text(ATTRIBUTE_NAMES)))
                .withTargetClass(values.getOrDefault(PathPattern.CLASS, ""));
    }

    private static Sentences sentences(Path root, Options layout, Map<String, String> values) {
        Path changing = new PathPattern(layout.text(SENTENCES)).in(root, values);
        if (Files.isRegularFile(changing)) {
            return SentencesFile.read(changing);
        }
        return Sentences.of(layout.text(SENTENCE).isEmpty() ? ""
                : TextFile.readIfThere(new PathPattern(layout.text(SENTENCE)).in(root, values)).strip());
    }

    private static Set<String> attributes(Path file, String names) {
        if (!names.isBlank()) {
            return AttributeFile.readIfThere(file, List.of(names.strip().split("\\s*,\\s*")));
        }
        return Stream.of(TextFile.readIfThere(file).split("[,;\\r\\n]")).map(String::strip).filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
    }

    private static Boxes boxes(Path file, String format, int base) {
        double[] numbers = (format.equals("xywh") ? BoxFile.read(file) : BoxFile.readFours(file)).numbers();
        for (int i = 0; i < numbers.length; i += 4) {
            switch (format) {
                case "xyxy" -> {
                    numbers[i + 2] -= numbers[i];
                    numbers[i + 3] -= numbers[i + 1];
                }
                case "cxcywh" -> {
                    numbers[i] -= numbers[i + 2] / 2;
                    numbers[i + 1] -= numbers[i + 3] / 2;
                }
                default -> { }
            }
            numbers[i] -= base;
            numbers[i + 1] -= base;
        }
        return Boxes.of(numbers);
    }

    /** Returns whether the target is in sight per frame, which all files that are there must say; empty without any. */
    private static List<Boolean> visible(Path root, Options layout, Map<String, String> values, int count) {
        List<List<Boolean>> flags = new ArrayList<>();
        for (String absent : layout.text(ABSENT).split(",")) {
            Path file = new PathPattern(absent.strip()).in(root, values);
            if (Files.isRegularFile(file)) {
                flags.add(FlagFile.readOpposite(file));
            }
        }
        Path seen = new PathPattern(layout.text(VISIBLE)).in(root, values);
        if (Files.isRegularFile(seen)) {
            flags.add(FlagFile.read(seen));
        }
        for (List<Boolean> file : flags) {
            if (file.size() != count) {
                throw GladException.failure("sequence \"" + values.get(PathPattern.NAME) + "\" has " + count + " boxes but "
                        + file.size() + " visibility flags in a file; expected as many; restore its annotation files");
            }
        }
        List<Boolean> all = new ArrayList<>();
        for (int i = 0; i < count && !flags.isEmpty(); i++) {
            int frame = i;
            all.add(flags.stream().allMatch(file -> file.get(frame)));
        }
        return all;
    }
}
