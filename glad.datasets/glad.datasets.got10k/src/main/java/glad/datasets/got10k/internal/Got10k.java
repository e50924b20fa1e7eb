package glad.datasets.got10k.internal;

import glad.api.Boxes;
import glad.api.GladException;
import glad.api.GladId;
import glad.api.ImageSize;
import glad.api.data.Dataset;
import glad.api.data.SequenceSet;
import glad.api.eval.Rules;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import glad.datasets.files.BoxFile;
import glad.datasets.files.FlagFile;
import glad.datasets.files.LabelledSequence;
import glad.datasets.files.ListedSequences;
import glad.datasets.files.SequenceFrames;
import glad.datasets.files.Split;
import glad.datasets.files.TextFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;

/**
 * GOT-10k (Huang et al., TPAMI 2021): {@code SPLIT/list.txt} and {@code SPLIT/NAME/} with images, {@code
 * groundtruth.txt}, {@code absence.label}, {@code cover.label} and {@code meta_info.ini}. Of the test set
 * only the first box is public.
 */
@GladId("got10k")
@Component(service = Dataset.class)
public final class Got10k implements Dataset {

    private static final Pattern RESOLUTION = Pattern.compile("\\(([1-9]\\d{0,4}), *([1-9]\\d{0,4})\\)");

    /** Parts of the training set that the VOT challenge's rules allow, by the names of their lists of row numbers. */
    private static final Map<String, String> LISTS = Map.of("vot-train", "got10k_vot_train_split.txt", "vot-val",
            "got10k_vot_val_split.txt", "train-full", "got10k_train_full_split.txt");

    @Override
    public String description() {
        return "GOT-10k: 180 short sequences to test on (boxes aren't public), 180 to validate, 9335 to train on";
    }

    @Override
    public OptionSchema options() {
        return OptionSchema.of(Split.option(
                "which sequences; the last three are parts of train, listed in got10k_..._split.txt in the dataset's"
                        + " folder",
                "test", "val", "train", "train-full", "vot-train", "vot-val"));
    }

    @Override
    public Rules rules() {
        return Rules.OFFICIAL;
    }

    @Override
    public List<String> folderNames() {
        return List.of("GOT-10k", "GOT10k", "got10k", "GOT10K");
    }

    @Override
    public SequenceSet open(Path root, Options options) {
        String split = Split.of(options);
        Path folder = root.resolve(LISTS.containsKey(split) ? "train" : split);
        Path list = folder.resolve("list.txt");
        if (!Files.isRegularFile(list)) {
            throw GladException.failure("no list of sequences at \"" + list
                    + "\"; expected the folders test, val and train"
                    + " of GOT-10k, each with list.txt");
        }
        List<String> names = TextFile.names(list);
        return new ListedSequences(LISTS.containsKey(split) ? part(root.resolve(LISTS.get(split)), names) : names,
                name -> Files.isDirectory(folder.resolve(name)), name -> read(folder.resolve(name), name));
    }

    /** Returns the names whose row numbers (from 0) stand in a list, as the official training code has it. */
    private static List<String> part(Path list, List<String> names) {
        try {
            return TextFile.names(list).stream().map(row -> names.get(Integer.parseInt(row))).toList();
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw GladException.failure("\"" + list + "\" has a line that isn't a number in 0.." + (names.size() - 1),
                    e);
        }
    }

    private static LabelledSequence read(Path folder, String name) {
        if (!Files.isDirectory(folder)) {
            throw GladException.failure("sequence \"" + name + "\" isn't at \"" + folder + "\"; expected its folder");
        }
        Boxes boxes = UnknownGroundTruth.fill(BoxFile.read(folder.resolve("groundtruth.txt")), folder);
        Map<String, String> meta = meta(folder.resolve("meta_info.ini"));
        return LabelledSequence.of(name, boxes, () -> SequenceFrames.open(folder, name, boxes.size()))
                .withVisible(visible(folder))
                .withImageSize(size(meta.getOrDefault("resolution", "")))
                .withTargetClass(meta.getOrDefault("object_class", ""))
                .withSentence(sentence(meta));
    }

    /** The target is seen where it isn't absent and some of it is uncovered: the labels say how many eighths. */
    private static List<Boolean> visible(Path folder) {
        Path absence = folder.resolve("absence.label");
        Path cover = folder.resolve("cover.label");
        List<Boolean> there = Files.isRegularFile(absence) ? FlagFile.readOpposite(absence) : List.of();
        List<Boolean> seen = Files.isRegularFile(cover) ? FlagFile.read(cover) : there;
        if (there.isEmpty()) {
            return seen;
        }
        if (there.size() != seen.size()) {
            throw GladException.failure("\"" + absence + "\" has " + there.size() + " lines but"
                    + " \"cover.label\" beside it " + seen.size() + "; restore them");
        }
        return IntStream.range(0, there.size()).mapToObj(i -> there.get(i) && seen.get(i)).toList();
    }

    /** Reads {@code (1920, 1080)}. */
    private static Optional<ImageSize> size(String resolution) {
        Matcher sides = RESOLUTION.matcher(resolution);
        return sides.matches() ? Optional.of(new ImageSize(Integer.parseInt(sides.group(1)),
                Integer.parseInt(sides.group(2)))) : Optional.empty();
    }

    /** The official training code's sentence; the dataset itself has none. */
    private static String sentence(Map<String, String> meta) {
        List<String> words = Stream.of("root_class", "major_class", "object_class", "motion_class", "motion_adverb")
                .map(key -> meta.getOrDefault(key, "")).toList();
        return words.stream().anyMatch(String::isEmpty) ? "" : "An image of " + String.join(", ", words);
    }

    private static Map<String, String> meta(Path file) {
        return TextFile.readIfThere(file).lines().map(line -> line.split(":", 2)).filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0].strip(), pair -> pair[1].strip(), (first, again) -> first));
    }
}
