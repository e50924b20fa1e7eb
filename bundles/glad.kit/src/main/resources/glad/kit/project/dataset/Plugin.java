package @package@;

import glad.api.Boxes;
import glad.api.GladId;
import glad.api.data.Dataset;
import glad.api.data.SequenceSet;
import glad.api.options.Options;
import glad.datasets.files.BoxFile;
import glad.datasets.files.LabelledSequence;
import glad.datasets.files.ListedSequences;
import glad.datasets.files.SequenceFrames;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Component;

/** A folder per sequence: its frames in img/, and boxes.txt with x,y,w,h per frame. */
@GladId("@id@")
@Component
public final class @Class@ implements Dataset {

    @Override
    public String description() {
        return "a folder per sequence, with img/ and boxes.txt";
    }

    @Override
    public SequenceSet open(Path root, Options options) {
        return new ListedSequences(ListedSequences.entries(root, folder -> Files.exists(folder.resolve("boxes.txt"))), name -> true, name -> {
            Boxes boxes = BoxFile.read(root.resolve(name).resolve("boxes.txt"));
            return LabelledSequence.of(name, boxes, () -> SequenceFrames.open(root.resolve(name).resolve("img"), name, boxes.size()));
        });
    }
}
