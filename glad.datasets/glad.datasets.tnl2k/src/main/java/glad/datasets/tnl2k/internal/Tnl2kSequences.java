package glad.datasets.tnl2k.internal;

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
import java.util.Optional;

/**
 * Sequences in the layout of the dataset, {@code NAME/} with {@code groundtruth.txt}, {@code language.txt}, {@code
 * attributes.txt} and {@code imgs/}; or, without images, in that of the evaluation kit, {@code
 * annos/gt_rect/NAME.txt}, {@code annos/absent/NAME.txt}, {@code annos/att/NAME_attribute.txt}. Some sequences have
 * fewer images than boxes; they are taken in their order, as the official readers do.
 *
 * @param root holds {@code annos} if the kit is there
 * @param places where folders of sequences may be
 */
record Tnl2kSequences(Path root, List<Path> places) {

    /** The columns of attribute files. */
    private static final List<String> ATTRIBUTES = List.of("camera motion", "rotation", "deformation", "full occlusion",
            "illumination variation", "out of view", "partial occlusion", "viewpoint change", "scale variation",
            "background clutter", "motion blur", "aspect ratio change", "low resolution", "fast motion",
            "adversarial samples", "thermal crossover", "modality switch");

    /** Returns those of some names. */
    SequenceSet listed(List<String> names) {
        return new ListedSequences(names, this::has,
                name -> folder(name).filter(folder -> FrameSource.isAt(folder.resolve("imgs"))).isPresent(), this::read);
    }

    private boolean has(String name) {
        return folder(name).isPresent() || Files.isRegularFile(kit("gt_rect", name + ".txt"));
    }

    private LabelledSequence read(String name) {
        Optional<Path> folder = folder(name);
        Path boxFile = folder.map(f -> f.resolve("groundtruth.txt")).filter(Files::isRegularFile)
                .orElse(kit("gt_rect", name + ".txt"));
        if (folder.isEmpty() && !Files.isRegularFile(boxFile)) {
            throw GladException.failure(
                    "sequence \"" + name + "\" isn't in \"" + root + "\"; expected a folder of that name");
        }
        Boxes boxes = BoxFile.read(boxFile);
        Path images = folder.orElse(root.resolve(name)).resolve("imgs");
        LabelledSequence sequence = LabelledSequence
                .of(name, boxes, () -> SequenceFrames.openWhatIsThere(images, boxes.size()))
                .withVisible(visible(kit("absent", name + ".txt"), boxes.size()))
                .withAttributes(AttributeFile.readIfThere(folder.map(f -> f.resolve("attributes.txt"))
                        .filter(Files::isRegularFile)
                        .orElse(kit("att", name + "_attribute.txt")), ATTRIBUTES));
        return folder.isEmpty() ? sequence : sequence.withSentenceFile(folder.get().resolve("language.txt"));
    }

    private Optional<Path> folder(String name) {
        return places.stream().map(place -> place.resolve(name)).filter(Files::isDirectory).findFirst();
    }

    private Path kit(String kind, String file) {
        return root.resolve("annos").resolve(kind).resolve(file);
    }

    /** One sequence of the kit has a flag more than it has boxes. */
    private static List<Boolean> visible(Path absent, int boxes) {
        if (!Files.isRegularFile(absent)) {
            return List.of();
        }
        List<Boolean> visible = FlagFile.readOpposite(absent);
        return visible.size() == boxes + 1 ? visible.subList(0, boxes) : visible;
    }
}
