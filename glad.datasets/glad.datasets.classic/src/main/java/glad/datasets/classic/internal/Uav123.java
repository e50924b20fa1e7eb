package glad.datasets.classic.internal;

import glad.api.Boxes;
import glad.api.GladId;
import glad.api.data.Dataset;
import glad.api.data.SequenceSet;
import glad.api.eval.Rules;
import glad.api.options.Options;
import glad.datasets.files.BoxFile;
import glad.datasets.files.LabelledSequence;
import glad.datasets.files.ListedSequences;
import glad.datasets.files.SequenceFrames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Component;

/**
 * UAV123 (Mueller, Smith, Ghanem, ECCV 2016): {@code anno/UAV123/NAME.txt} and {@code data_seq/UAV123/NAME/}. Long
 * videos are several sequences: {@code car6_2} is a later part of the folder {@code car6}. Frames without target have
 * the box NaN.
 */
@GladId("uav123")
@Component(service = Dataset.class)
public final class Uav123 implements Dataset {

    private static final Pattern PART = Pattern.compile("(.+)_(\\d+)");

    /** Parts that don't begin with the last frame of the part before. */
    private static final Map<String, Integer> BEGINNING = Map.of("bird1_2", 775, "bird1_3", 1573, "uav1_3", 2473);

    @Override
    public String description() {
        return "UAV123: 123 sequences from drones, no sentences";
    }

    @Override
    public Rules rules() {
        return Rules.UAV;
    }

    @Override
    public List<String> folderNames() {
        return List.of("UAV123", "uav123", "uav");
    }

    @Override
    public SequenceSet open(Path root, Options options) {
        Path anno = root.resolve("anno").resolve("UAV123");
        Path data = root.resolve("data_seq").resolve("UAV123");
        List<String> names = ListedSequences.files(anno, ".txt");
        return new ListedSequences(names, name -> true, name -> {
            Boxes boxes = BoxFile.read(anno.resolve(name + ".txt"));
            return LabelledSequence.of(name, boxes, () -> {
                Matcher part = PART.matcher(name);
                boolean shared = !Files.isDirectory(data.resolve(name)) && part.matches();
                Path images = data.resolve(shared ? part.group(1) : name);
                return SequenceFrames.open(images, shared ? beginning(anno, name) : -1, name, boxes.size());
            });
        });
    }

    /** Returns the number of the first image of a part. */
    private static int beginning(Path anno, String name) {
        Matcher part = PART.matcher(name);
        Integer known = BEGINNING.get(name);
        if (known != null || !part.matches() || part.group(2).equals("1")) {
            return known == null ? 1 : known;
        }
        String before = part.group(1) + "_" + (Integer.parseInt(part.group(2)) - 1);
        return beginning(anno, before) + BoxFile.read(anno.resolve(before + ".txt")).size() - 1;
    }
}
