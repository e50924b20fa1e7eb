package glad.datasets.lasot.internal;

import glad.api.Boxes;
import glad.api.GladException;
import glad.api.Names;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import glad.datasets.files.BoxFile;
import glad.datasets.files.FlagFile;
import glad.datasets.files.LabelledSequence;
import glad.datasets.files.SequenceFrames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Sequences in the layout of the dataset, {@code CLASS/CLASS-N/} or {@code CLASS-N/} with {@code groundtruth.txt},
 * {@code full_occlusion.txt}, {@code out_of_view.txt}, {@code nlp.txt} and {@code img/}; or, without pictures, in that
 * of the evaluation kit, {@code annos/CLASS-N.txt}, {@code annos/absent/} and {@code annos/att/}. Boxes are taken as
 * they stand, as the official readers do.
 */
record LaSotSequences(Path root, List<String> names) implements SequenceSet {

    /** The columns of the kit's attribute files. */
    private static final List<String> ATTRIBUTES = List.of("illumination variation", "partial occlusion", "deformation",
            "motion blur", "camera motion", "rotation", "background clutter", "viewpoint change", "scale variation",
            "full occlusion", "fast motion", "out of view", "low resolution", "aspect ratio change");

    LaSotSequences {
        names = List.copyOf(names);
    }

    @Override
    public boolean has(String name) {
        return Files.isDirectory(folder(name)) || Files.isRegularFile(kit().resolve(name + ".txt"));
    }

    @Override
    public Sequence sequence(String name) {
        if (!names.contains(name)) {
            throw GladException.usage(Names.unknown("sequence", name, names));
        }
        Path folder = folder(name);
        if (Files.isDirectory(folder)) {
            return labelled(name, BoxFile.read(folder.resolve("groundtruth.txt")))
                    .withVisible(visible(folder.resolve("full_occlusion.txt"), folder.resolve("out_of_view.txt")))
                    .withSentenceFile(folder.resolve("nlp.txt"))
                    .withAttributes(attributes(name));
        }
        Path boxes = kit().resolve(name + ".txt");
        if (!Files.isRegularFile(boxes)) {
            throw GladException.failure("sequence \"" + name + "\" isn't in \"" + root + "\"; expected the folder \""
                    + kind(name) + "/" + name + "\"");
        }
        Path absent = kit().resolve("absent").resolve(name + ".txt");
        return labelled(name, BoxFile.read(boxes))
                .withVisible(Files.exists(absent) ? FlagFile.readOpposite(absent) : List.of())
                .withAttributes(attributes(name));
    }

    private LabelledSequence labelled(String name, Boxes boxes) {
        Path pictures = folder(name).resolve("img");
        return LabelledSequence.of(name, boxes, () -> SequenceFrames.open(pictures, name, boxes.size()))
                .withTargetClass(kind(name));
    }

    private Set<String> attributes(String name) {
        Path file = kit().resolve("att").resolve(name + ".txt");
        if (!Files.isRegularFile(file)) {
            return Set.of();
        }
        List<Boolean> flags = FlagFile.read(file);
        if (flags.size() != ATTRIBUTES.size()) {
            throw GladException.failure("\"" + file + "\" has " + flags.size()
                    + " numbers; expected one for each of the "
                    + ATTRIBUTES.size() + " attributes");
        }
        return IntStream.range(0, flags.size()).filter(flags::get).mapToObj(ATTRIBUTES::get)
                .collect(Collectors.toSet());
    }

    private Path kit() {
        return root.resolve("annos");
    }

    /** Returns where the sequence is, or where it belongs if it isn't there. */
    private Path folder(String name) {
        Path nested = root.resolve(kind(name)).resolve(name);
        Path flat = root.resolve(name);
        return !Files.isDirectory(nested) && Files.isDirectory(flat) ? flat : nested;
    }

    private static String kind(String name) {
        return name.substring(0, name.lastIndexOf('-'));
    }

    /** A frame counts as visible unless the target is fully occluded or out of view. */
    private static List<Boolean> visible(Path occlusion, Path outOfView) {
        List<Boolean> hidden = FlagFile.read(occlusion);
        List<Boolean> out = FlagFile.read(outOfView);
        if (hidden.size() != out.size()) {
            throw GladException.failure("\"" + occlusion + "\" has " + hidden.size() + " flags but \""
                    + outOfView.getFileName() + "\" beside it has " + out.size() + "; restore them");
        }
        return IntStream.range(0, out.size()).mapToObj(i -> !hidden.get(i) && !out.get(i)).toList();
    }
}
