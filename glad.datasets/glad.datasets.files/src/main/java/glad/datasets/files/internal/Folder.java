package glad.datasets.files.internal;

import glad.api.Boxes;
import glad.api.GladException;
import glad.api.GladId;
import glad.api.data.Dataset;
import glad.api.data.SequenceSet;
import glad.api.options.Option;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import glad.datasets.files.BoxFile;
import glad.datasets.files.FlagFile;
import glad.datasets.files.LabelledSequence;
import glad.datasets.files.ListedSequences;
import glad.datasets.files.SequenceFrames;
import glad.datasets.files.TextFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** People's own sequences, a folder each: images, an archive or a video, a file of boxes, and perhaps a sentence. */
@GladId("folder")
@Component(service = Dataset.class)
public final class Folder implements Dataset {

    private static final String BOXES = "boxes";
    private static final String SENTENCE = "sentence";
    private static final String FRAMES = "frames";
    private static final String ABSENT = "absent";

    @Override
    public String description() {
        return "own sequences: folders NAME with images (or a zip archive, or a video), boxes and a sentence";
    }

    @Override
    public OptionSchema options() {
        return OptionSchema.of(
                Option.text(FRAMES, "img",
                        "where the images are, seen from a sequence's folder: a folder, or an archive or"
                        + " a video of that name; . for the folder itself"),
                Option.text(BOXES, "groundtruth.txt", "file of boxes x,y,w,h in 0-based pixels, or polygons"),
                Option.text(ABSENT, "absent.txt",
                        "file of flags, not 0 where the target is out of sight; may be missing"),
                Option.text(SENTENCE, "nlp.txt", "file of the sentence; may be missing"));
    }

    @Override
    public SequenceSet open(Path root, Options options) {
        String boxFile = options.text(BOXES);
        List<String> names = ListedSequences.entries(root, folder -> Files.isRegularFile(folder.resolve(boxFile)));
        if (names.isEmpty()) {
            throw GladException.failure("no sequences in \"" + root + "\"; expected folders that hold " + boxFile);
        }
        return new ListedSequences(names, name -> true, name -> {
            Path folder = root.resolve(name);
            Boxes boxes = BoxFile.read(folder.resolve(boxFile));
            Path absent = folder.resolve(options.text(ABSENT));
            Path frames = folder.resolve(options.text(FRAMES)).normalize();
            return LabelledSequence.of(name, boxes, () -> SequenceFrames.open(frames, name, boxes.size()))
                    .withVisible(Files.isRegularFile(absent) ? FlagFile.readOpposite(absent) : List.of())
                    .withSentence(TextFile.readIfThere(folder.resolve(options.text(SENTENCE))).strip());
        });
    }
}
