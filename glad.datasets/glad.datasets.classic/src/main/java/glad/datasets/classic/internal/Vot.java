package glad.datasets.classic.internal;

import glad.api.Boxes;
import glad.api.GladException;
import glad.api.GladId;
import glad.api.data.Dataset;
import glad.api.data.SequenceSet;
import glad.api.eval.Rules;
import glad.api.options.Options;
import glad.datasets.files.BoxFile;
import glad.datasets.files.LabelledSequence;
import glad.datasets.files.ListedSequences;
import glad.datasets.files.SequenceFrames;
import glad.datasets.files.TextFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;

/**
 * The VOT challenge's sequences of 2013 to 2019, run in one pass: {@code list.txt}, {@code NAME/groundtruth.txt} with
 * upright boxes or polygons, and images in {@code NAME/color/}, {@code NAME/img/} or {@code NAME/} itself. A polygon
 * becomes the upright box round it.
 */
@GladId("vot")
@Component(service = Dataset.class)
public final class Vot implements Dataset {

    @Override
    public String description() {
        return "VOT: a challenge's short sequences with polygons, run in one pass, no sentences";
    }

    @Override
    public Rules rules() {
        return Rules.OFFICIAL;
    }

    @Override
    public List<String> folderNames() {
        return List.of("VOT", "vot", "VOT2018", "VOT2019", "VOT2016", "VOT2015");
    }

    @Override
    public SequenceSet open(Path root, Options options) {
        Path list = root.resolve("list.txt");
        List<String> names = Files.isRegularFile(list) ? TextFile.names(list)
                : ListedSequences.entries(root, folder -> Files.isRegularFile(folder.resolve("groundtruth.txt")));
        if (names.isEmpty()) {
            throw GladException.failure(
                    "no sequences in \"" + root + "\"; expected list.txt and NAME/groundtruth.txt as in VOT");
        }
        return new ListedSequences(names, name -> Files.isRegularFile(root.resolve(name).resolve("groundtruth.txt")),
                name -> {
            Path folder = root.resolve(name);
            Boxes boxes = BoxFile.read(folder.resolve("groundtruth.txt"));
            return LabelledSequence.of(name, boxes, () -> SequenceFrames.open(images(folder), name, boxes.size()));
        });
    }

    private static Path images(Path folder) {
        return Stream.of("color", "img").map(folder::resolve).filter(Files::isDirectory).findFirst().orElse(folder);
    }
}
