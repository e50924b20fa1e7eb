package glad.datasets.otb.internal;

import glad.api.GladException;
import glad.api.Names;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import glad.datasets.files.LabelledSequence;
import glad.media.ImageFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sequences below a root folder, or the one sequence the root itself is. */
final class OtbSequences implements SequenceSet {

    /** A folder with several targets numbers their boxes, as in {@code Jogging/groundtruth_rect.2.txt}. */
    private static final Pattern BOX_FILE = Pattern.compile("groundtruth_rect(?:\\.(\\d+))?\\.txt");

    private final Map<String, Path> boxFiles;
    private final String sentencePattern;
    private final int frames;

    private OtbSequences(Map<String, Path> boxFiles, String sentencePattern, int frames) {
        this.boxFiles = boxFiles;
        this.sentencePattern = sentencePattern;
        this.frames = frames;
    }

    /** Finds them. @param frames how many of each count */
    static OtbSequences open(Path root, String sentencePattern, int frames) {
        Map<String, Path> boxFiles = new LinkedHashMap<>(boxFiles(root));
        try (Stream<Path> entries = Files.list(root)) {
            entries.filter(Files::isDirectory)
                    .sorted((a, b) -> ImageFolder.NATURAL_ORDER.compare(name(a), name(b)))
                    .forEach(folder -> boxFiles.putAll(boxFiles(folder)));
        } catch (IOException e) {
            throw GladException.failure("can't list the folder \"" + root + "\"; check that it is there", e);
        }
        if (boxFiles.isEmpty()) {
            throw GladException.failure("no sequences in \"" + root
                    + "\"; expected folders that hold img/0001.jpg, ... and groundtruth_rect.txt");
        }
        return new OtbSequences(boxFiles, sentencePattern, frames);
    }

    @Override
    public List<String> names() {
        return List.copyOf(boxFiles.keySet());
    }

    @Override
    public Sequence sequence(String name) {
        Path boxFile = boxFiles.get(name);
        if (boxFile == null) {
            throw GladException.usage(Names.unknown("sequence", name, boxFiles.keySet()));
        }
        LabelledSequence sequence = new OtbTarget(name, boxFile).read(1, 0, frames);
        return sentence(name, boxFile.getParent()).map(sequence::withSentenceFile).orElse(sequence);
    }

    private Optional<Path> sentence(String name, Path folder) {
        if (!sentencePattern.isEmpty()) {
            Path file = folder.resolve(sentencePattern.replace("*", name)).normalize();
            if (!Files.isRegularFile(file)) {
                throw GladException.failure("no sentence for \"" + name + "\" at \"" + file + "\"; option \""
                        + OtbFolder.SENTENCE + "\" is \"" + sentencePattern + "\"");
            }
            return Optional.of(file);
        }
        return Stream.of("nlp.txt", "nlp_ours.txt", name + ".txt", "../" + name + ".txt")
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private static Map<String, Path> boxFiles(Path folder) {
        Map<String, Path> found = new TreeMap<>(ImageFolder.NATURAL_ORDER);
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path file : entries.toList()) {
                Matcher matcher = BOX_FILE.matcher(name(file));
                if (matcher.matches()) {
                    String target = matcher.group(1) == null ? "" : "-" + matcher.group(1);
                    found.put(name(folder) + target, file);
                }
            }
        } catch (IOException e) {
            throw GladException.failure("can't list the folder \"" + folder + "\"; check that it can be read", e);
        }
        return found;
    }

    private static String name(Path path) {
        return path.toAbsolutePath().normalize().getFileName().toString();
    }
}
