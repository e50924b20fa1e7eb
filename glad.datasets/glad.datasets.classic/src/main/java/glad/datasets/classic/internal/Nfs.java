package glad.datasets.classic.internal;

import glad.api.Boxes;
import glad.api.data.Dataset;
import glad.api.data.SequenceSet;
import glad.api.eval.Rules;
import glad.api.model.PartFactory;
import glad.api.options.Options;
import glad.datasets.files.BoxFile;
import glad.datasets.files.LabelledSequence;
import glad.datasets.files.ListedSequences;
import glad.datasets.files.SequenceFrames;
import java.nio.file.Path;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/**
 * Need for Speed (Kiani Galoogahi et al., ICCV 2017) as trackers' official code takes it: {@code anno/nfs_NAME.txt}
 * with {@code x y w h} and {@code sequences/NAME/}, at 30 frames per second.
 */
@Component(service = Dataset.class, property = PartFactory.ID + "=nfs")
public final class Nfs implements Dataset {

    @Override
    public String description() {
        return "NFS: 100 sequences of fast things at 30 frames per second, no sentences";
    }

    @Override
    public Rules rules() {
        return Rules.OFFICIAL;
    }

    @Override
    public List<String> folderNames() {
        return List.of("NFS", "nfs", "Nfs", "NfS");
    }

    @Override
    public SequenceSet open(Path root, Options options) {
        Path anno = root.resolve("anno");
        List<String> names = ListedSequences.entries(anno, file -> file.toString().endsWith(".txt")).stream()
                .map(file -> file.substring(0, file.length() - 4)).toList();
        return new ListedSequences(names, name -> true, name -> {
            Boxes boxes = BoxFile.read(anno.resolve(name + ".txt"));
            Path pictures = root.resolve("sequences").resolve(name.replaceFirst("^nfs_", ""));
            return LabelledSequence.of(name, boxes, () -> SequenceFrames.open(pictures, name, boxes.size()));
        });
    }
}
