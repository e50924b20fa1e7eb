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
import org.osgi.service.component.annotations.Component;

/**
 * Temple Color 128 (Liang, Blasch, Ling, TIP 2015): {@code NAME/img/0001.jpg}, {@code NAME/NAME_gt.txt} and, saying
 * which images count, {@code NAME/NAME_frames.txt} with {@code first,last}.
 */
@GladId("tc128")
@Component(service = Dataset.class)
public final class Tc128 implements Dataset {

    @Override
    public String description() {
        return "TC128: 128 colour sequences, no sentences";
    }

    @Override
    public Rules rules() {
        return Rules.OFFICIAL;
    }

    @Override
    public List<String> folderNames() {
        return List.of("TC128", "Temple-color-128", "tc128", "TColor-128");
    }

    @Override
    public SequenceSet open(Path root, Options options) {
        List<String> names = ListedSequences.entries(root, folder -> Files.isRegularFile(file(folder, "gt")));
        if (names.isEmpty()) {
            throw GladException.failure("no sequences in \"" + root + "\"; expected NAME/NAME_gt.txt as in TC128");
        }
        return new ListedSequences(names, name -> true, name -> {
            Path folder = root.resolve(name);
            Boxes boxes = BoxFile.read(file(folder, "gt"));
            return LabelledSequence.of(name, boxes,
                    () -> SequenceFrames.open(folder.resolve("img"), first(file(folder, "frames")), name,
                            boxes.size()));
        });
    }

    private static Path file(Path folder, String what) {
        return folder.resolve(folder.getFileName() + "_" + what + ".txt");
    }

    private static int first(Path frames) {
        String text = TextFile.read(frames).strip();
        try {
            return Integer.parseInt(text.split("[,\\s]+")[0]);
        } catch (NumberFormatException e) {
            throw GladException.failure("\"" + frames + "\" is \"" + text + "\"; expected first,last", e);
        }
    }
}
