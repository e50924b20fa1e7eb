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
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;

/**
 * VastTrack (Peng et al., NeurIPS 2024): {@code SPLIT/CLASS/CLASS-N/} with {@code imgs/}, {@code Groundtruth.txt} and
 * {@code nlp.txt}. The target is out of sight where the box is all zeros.
 */
@GladId("vasttrack")
@Component(service = Dataset.class)
public final class VastTrack implements Dataset {

    @Override
    public String description() {
        return "VastTrack: 3500 sequences to test on, about 47 thousand to train on, 2115 classes, a sentence each";
    }

    @Override
    public OptionSchema options() {
        return Split.schema("test", "train");
    }

    @Override
    public Rules rules() {
        return Rules.VASTTRACK;
    }

    @Override
    public List<String> folderNames() {
        return List.of("VastTrack", "vasttrack");
    }

    @Override
    public SequenceSet open(Path root, Options options) {
        String split = Split.of(options);
        Path place = Files.isDirectory(root.resolve(split)) ? root.resolve(split) : root;
        Path list = root.resolve("vasttrack_" + split + "_list.txt");
        List<String> names = Files.isRegularFile(list) ? TextFile.names(list)
                : ListedSequences.entries(place, Files::isDirectory).stream().flatMap(kind -> of(place, kind)).toList();
        if (names.isEmpty()) {
            throw GladException.failure("no sequences in \"" + place
                    + "\"; expected folders CLASS/CLASS-N with Groundtruth.txt as in VastTrack");
        }
        return new ListedSequences(names, name -> Files.isRegularFile(folder(place, name).resolve("Groundtruth.txt")),
                name -> read(folder(place, name), name));
    }

    private static Stream<String> of(Path place, String kind) {
        return ListedSequences.entries(place.resolve(kind), Files::isDirectory).stream()
                .filter(name -> name.startsWith(kind + "-"));
    }

    private static LabelledSequence read(Path folder, String name) {
        Boxes boxes = BoxFile.read(folder.resolve("Groundtruth.txt"));
        List<Boolean> visible = IntStream.range(0, boxes.size()).mapToObj(
                i -> boxes.x(i) != 0 || boxes.y(i) != 0 || boxes.w(i) != 0 || boxes.h(i) != 0).toList();
        return LabelledSequence.of(name, boxes, () -> SequenceFrames.open(folder.resolve("imgs"), name, boxes.size()))
                .withVisible(visible)
                .withTargetClass(kind(name))
                .withSentence(TextFile.readIfThere(folder.resolve("nlp.txt")).strip());
    }

    private static Path folder(Path place, String name) {
        return place.resolve(kind(name)).resolve(name);
    }

    private static String kind(String name) {
        return name.contains("-") ? name.substring(0, name.lastIndexOf('-')) : name;
    }
}
