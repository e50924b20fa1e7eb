package glad.example.dataset.internal;

import glad.api.Box;
import glad.api.GladException;
import glad.api.GladId;
import glad.api.Names;
import glad.api.data.Dataset;
import glad.api.data.Frames;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import glad.api.options.Option;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import glad.media.FrameSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;

/**
 * A dataset in one class. Its folder holds one folder per sequence, and that the images, {@code boxes.csv} (a line
 * {@code x,y,w,h} per image, or an empty line where the target is out of sight) and, if there is a sentence,
 * {@code sentence.txt}.
 */
@GladId("csv-folder")
@Component(service = Dataset.class)
public final class CsvFolderDataset implements Dataset {

    private static final String BOXES = "boxes.csv";

    @Override
    public String description() {
        return "Folders of images, each with boxes.csv and maybe sentence.txt";
    }

    @Override
    public OptionSchema options() {
        return OptionSchema.of(Option.flag("sentences", true, "whether sentence.txt is read"));
    }

    @Override
    public SequenceSet open(Path root, Options options) {
        try (Stream<Path> folders = Files.list(root)) {
            List<String> names = folders.filter(f -> Files.exists(f.resolve(BOXES)))
                    .map(f -> f.getFileName().toString()).sorted().toList();
            if (names.isEmpty()) {
                throw GladException.failure("\"" + root + "\" has no sequences; expected folders that hold " + BOXES);
            }
            return new Folders(root, names, options.flag("sentences"));
        } catch (IOException e) {
            throw GladException.failure("\"" + root + "\" can't be listed: " + e, e);
        }
    }

    private record Folders(Path root, List<String> names, boolean sentences) implements SequenceSet {

        @Override
        public Sequence sequence(String name) {
            if (!names.contains(name)) {
                throw GladException.usage(Names.unknown("sequence", name, names));
            }
            Path folder = root.resolve(name);
            Path sentence = folder.resolve("sentence.txt");
            try {
                List<Box> boxes = new ArrayList<>();
                List<Boolean> visible = new ArrayList<>();
                for (String line : Files.readAllLines(folder.resolve(BOXES))) {
                    boxes.add(box(folder, boxes.size() + 1, line));
                    visible.add(!line.isBlank());
                }
                String words = sentences && Files.exists(sentence) ? Files.readString(sentence).strip() : "";
                return new Folder(name, folder, boxes, visible, words);
            } catch (IOException e) {
                throw GladException.failure("sequence \"" + name + "\" can't be read: " + e, e);
            }
        }

        private static Box box(Path folder, int number, String line) {
            if (line.isBlank()) {
                return new Box(0, 0, 0, 0);
            }
            String[] fields = line.split(",");
            try {
                return new Box(Double.parseDouble(fields[0]), Double.parseDouble(fields[1]),
                        Double.parseDouble(fields[2]), Double.parseDouble(fields[3]));
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw GladException.failure("line " + number + " of \"" + folder.resolve(BOXES) + "\" is \"" + line
                        + "\"; expected x,y,w,h");
            }
        }
    }

    private record Folder(String name, Path folder, List<Box> boxes, List<Boolean> visible, String sentence)
            implements Sequence {

        @Override
        public Set<String> attributes() {
            return Set.of();
        }

        @Override
        public Frames open() {
            return FrameSource.open(folder);
        }
    }
}
