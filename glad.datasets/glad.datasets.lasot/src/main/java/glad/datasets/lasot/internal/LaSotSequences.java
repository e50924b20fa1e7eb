package glad.datasets.lasot.internal;

import glad.api.Boxes;
import glad.api.GladException;
import glad.api.data.SequenceSet;
import glad.datasets.files.AttributeFile;
import glad.datasets.files.BoxFile;
import glad.datasets.files.FlagFile;
import glad.datasets.files.LabelledSequence;
import glad.datasets.files.ListedSequences;
import glad.datasets.files.SequenceFrames;
import glad.media.FrameSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Sequences in the layout of the dataset, {@code CLASS/CLASS-N/} or {@code CLASS-N/} with {@code groundtruth.txt},
 * {@code full_occlusion.txt}, {@code out_of_view.txt}, {@code nlp.txt} and {@code img/}; or, without images, in that
 * of the evaluation kit, {@code annos/CLASS-N.txt}, {@code annos/absent/} and {@code annos/att/}. Boxes are taken as
 * they stand, as the official readers do.
 */
record LaSotSequences(Path root) {

    /** The columns of the kit's attribute files. */
    private static final List<String> ATTRIBUTES = List.of("illumination variation", "partial occlusion", "deformation",
            "motion blur", "camera motion", "rotation", "background clutter", "viewpoint change", "scale variation",
            "full occlusion", "fast motion", "out of view", "low resolution", "aspect ratio change");

    /** Returns those of some names. */
    SequenceSet listed(List<String> names) {
        return new ListedSequences(names, this::has, name -> FrameSource.isAt(folder(name).resolve("img")), this::read);
    }

    private boolean has(String name) {
        return Files.isDirectory(folder(name)) || Files.isRegularFile(kit().resolve(name + ".txt"));
    }

    private LabelledSequence read(String name) {
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
        Path images = folder(name).resolve("img");
        return LabelledSequence.of(name, boxes, () -> SequenceFrames.open(images, name, boxes.size()))
                .withTargetClass(kind(name));
    }

    private Set<String> attributes(String name) {
        return AttributeFile.readIfThere(kit().resolve("att").resolve(name + ".txt"), ATTRIBUTES);
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
