package glad.datasets.got10k.internal;

import glad.api.Boxes;
import glad.api.GladException;
import glad.api.GladId;
import glad.api.data.Dataset;
import glad.api.data.SequenceSet;
import glad.api.eval.Rules;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import glad.datasets.files.BoxFile;
import glad.datasets.files.LabelledSequence;
import glad.datasets.files.ListedSequences;
import glad.datasets.files.SequenceFrames;
import glad.datasets.files.Split;
import glad.datasets.files.TextFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;

/**
 * TrackingNet (Mueller et al., ECCV 2018): {@code TEST/} and {@code TRAIN_0/} to {@code TRAIN_11/}, each with {@code
 * anno/NAME.txt} and {@code frames/NAME/} or, as downloaded, {@code zips/NAME.zip}. Of the test set only the first box
 * is public.
 */
@GladId("trackingnet")
@Component(service = Dataset.class)
public final class TrackingNet implements Dataset {

    private static final int TRAINING_PARTS = 12;
    private static final String CLASSES = "trackingnet_classmap.txt";

    @Override
    public String description() {
        return "TrackingNet: 511 sequences to test on (boxes aren't public), about 30 thousand to train on";
    }

    @Override
    public OptionSchema options() {
        return Split.schema("test", "train");
    }

    @Override
    public Rules rules() {
        return Rules.OFFICIAL;
    }

    @Override
    public List<String> folderNames() {
        return List.of("TrackingNet", "trackingnet", "TRACKINGNET");
    }

    @Override
    public SequenceSet open(Path root, Options options) {
        Map<String, Path> parts = new LinkedHashMap<>();
        List<String> wanted = Split.of(options).equals("test") ? List.of("TEST")
                : IntStream.range(0, TRAINING_PARTS).mapToObj(i -> "TRAIN_" + i).toList();
        for (String part : wanted) {
            Path anno = root.resolve(part).resolve("anno");
            if (Files.isDirectory(anno)) {
                ListedSequences.files(anno, ".txt").forEach(name -> parts.put(name, root.resolve(part)));
            }
        }
        if (parts.isEmpty()) {
            throw GladException.failure("no sequences in \"" + root + "\"; expected " + wanted.get(0)
                    + "/anno and frames or zips as in TrackingNet");
        }
        Map<String, String> classes = classes(root.resolve(CLASSES));
        return new ListedSequences(new ArrayList<>(parts.keySet()), name -> true,
                name -> read(parts.get(name), name, classes.getOrDefault(name, "")));
    }

    private static LabelledSequence read(Path part, String name, String kind) {
        Path folder = part.resolve("frames").resolve(name);
        Path place = Files.isDirectory(folder) ? folder : part.resolve("zips").resolve(name);
        Boxes boxes = UnknownGroundTruth.fill(BoxFile.read(part.resolve("anno").resolve(name + ".txt")), place);
        return LabelledSequence.of(name, boxes, () -> SequenceFrames.open(place, name, boxes.size()))
                .withTargetClass(kind)
                .withSentence(kind.isEmpty() ? "" : "An image of " + kind);
    }

    /** Reads names and classes, which the official training code keeps in a file of its own. */
    private static Map<String, String> classes(Path file) {
        Stream<String> lines = TextFile.readIfThere(file).lines();
        return lines.map(line -> line.strip().split("\\s+", 2)).filter(words -> words.length == 2)
                .collect(Collectors.toMap(words -> words[0], words -> words[1], (first, again) -> first));
    }
}
