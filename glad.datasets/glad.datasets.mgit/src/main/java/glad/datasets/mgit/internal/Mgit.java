package glad.datasets.mgit.internal;

import glad.api.Boxes;
import glad.api.GladException;
import glad.api.GladId;
import glad.api.data.Dataset;
import glad.api.data.Sentences;
import glad.api.data.SequenceSet;
import glad.api.eval.Rules;
import glad.api.options.Option;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import glad.datasets.files.BoxFile;
import glad.datasets.files.FlagFile;
import glad.datasets.files.LabelledSequence;
import glad.datasets.files.ListedSequences;
import glad.datasets.files.SequenceFrames;
import glad.datasets.files.Split;
import glad.media.ImageFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;

/**
 * MGIT (Hu et al., NeurIPS 2023): long sequences of VideoCube with texts about actions, activities and the whole story.
 */
@GladId("mgit")
@Component(service = Dataset.class)
public final class Mgit implements Dataset {

    private static final String TEXT = "text";
    private static final String CHANGING = "changing";

    @Override
    public String description() {
        return "MGIT/VideoCube: very long sequences with texts of actions, activities and the story";
    }

    @Override
    public OptionSchema options() {
        return OptionSchema.of(Split.option("which sequences", "test", "val", "train"),
                Option.choice(TEXT, "story", List.of("story", "activity", "action"),
                "which of its texts is the sentence"),
                Option.flag(CHANGING, false, "whether every action, or activity, becomes the sentence in its frames; else the first one stays"));
    }

    @Override
    public Rules rules() {
        return Rules.OFFICIAL;
    }

    @Override
    public List<String> folderNames() {
        return List.of("MGIT", "mgit", "VideoCube", "videocube");
    }

    @Override
    public SequenceSet open(Path root, Options options) {
        Path images = root.resolve("data").resolve(Split.of(options));
        Path boxes = root.resolve("attribute").resolve("groundtruth");
        Path listed = Files.isDirectory(images) ? images : boxes;
        Path sheets = Stream.of("mgit_nlp", "MGIT_nlp").map(root::resolve).filter(Files::isDirectory).findFirst()
                .orElse(root.resolve("mgit_nlp"));
        try (Stream<Path> entries = Files.list(listed)) {
            List<String> names = entries.map(entry -> entry.getFileName().toString().replaceFirst("\\.(txt|zip)$", ""))
                    .filter(name -> !name.startsWith(".")).sorted(ImageFolder.NATURAL_ORDER).toList();
            return new Sequences(images, boxes, sheets, options.text(TEXT), options.flag(CHANGING)).listed(names);
        } catch (IOException e) {
            throw GladException.failure("no sequences at \"" + images + "\" or \"" + boxes
                    + "\"; expected data/SPLIT and attribute/groundtruth in the folder of MGIT", e);
        }
    }

    private record Sequences(Path images, Path boxFiles, Path sheets, String level, boolean changing) {

        SequenceSet listed(List<String> names) {
            return new ListedSequences(names, name -> Files.isRegularFile(boxFiles.resolve(name + ".txt")), this::read);
        }

        private LabelledSequence read(String name) {
            Boxes boxes = BoxFile.read(boxFiles.resolve(name + ".txt"));
            Path frames = images.resolve(name).resolve("frame_" + name);
            Path absent = boxFiles.resolveSibling("absent").resolve(name + ".txt");
            TextSheet texts = TextSheet.read(sheets.resolve(name + ".xlsx"));
            return LabelledSequence.of(name, boxes, () -> SequenceFrames.open(frames, name, boxes.size()))
                    .withVisible(Files.isRegularFile(absent) ? FlagFile.readOpposite(absent) : List.of())
                    .withSentences(changing ? texts.sentences(level, boxes.size()) : Sentences.of(texts.sentence(level)))
                    .withTargetClass(texts.objectClass());
        }
    }
}
