package glad.bench.compare;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import glad.api.Box;
import glad.api.GladException;
import glad.api.Reason;
import glad.api.data.FrameRange;
import glad.api.data.Frames;
import glad.api.data.Sentences;
import glad.api.data.SequenceSet;
import glad.base.WholeFile;
import glad.experiment.Experiment;
import glad.experiment.SentenceMode;
import glad.media.ImageFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A minimal difference as a folder that needs nothing of the dataset it comes from: frames, boxes and sentences as dataset
 * {@code layout}, both experiments, and a script that evaluates and compares them.
 */
public final class MinimalFolder {

    private static final YAMLMapper YAML = YAMLMapper.builder().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER).build();
    private static final CsvSchema TOLD = CsvSchema.builder().addColumn("sequence").addColumn("sentence").setUseHeader(true).build();
    private static final CsvSchema BY_FRAME = CsvSchema.builder().addColumn("frame").addColumn("sentence").setUseHeader(true).build();
    /** What sentences these make of the dataset's own, they make of the same sentences elsewhere. */
    private static final Set<SentenceMode> MADE_ALIKE = Set.of(SentenceMode.WRITTEN, SentenceMode.NONE, SentenceMode.SHUFFLED);
    private static final String REPLAY = """
            #!/bin/sh
            # Shows again where the trackers first.yaml and second.yaml part. Runs GLAD as ./glad, or as the variable GLAD says.
            glad=$(command -v "${GLAD:-./glad}") || { echo "no ${GLAD:-./glad}; set GLAD to the path of the program" >&2; exit 2; }
            case $glad in /*) ;; *) glad=$PWD/$glad ;; esac
            cd "$(dirname "$0")" || exit 2
            rm -rf runs report
            GLAD_RUNS=runs
            export GLAD_RUNS
            exec "$glad" shell replay.glad
            """;

    private MinimalFolder() {}

    /**
     * Checks a place before the search.
     *
     * @throws GladException (usage) if there is something already
     */
    public static void check(Path folder) {
        try {
            if (Files.exists(folder) && (!Files.isDirectory(folder) || !empty(folder))) {
                throw GladException.usage("\"" + folder + "\" is there already; expected a new or an empty folder");
            }
        } catch (IOException e) {
            throw GladException.usage("\"" + folder + "\" can't be read: " + Reason.of(e) + "; expected a new or an empty folder");
        }
    }

    private static boolean empty(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            return !files.iterator().hasNext();
        }
    }

    /**
     * Writes one; the script comes last.
     *
     * @param told the sequences as the dataset has them
     * @throws GladException (failure) if it can't be written
     */
    public static void write(MinimalDifference found, SequenceSet told, Path folder) {
        try {
            Path place = folder.resolve(found.sequence().name());
            WholeFile.makeFolder(place.resolve("img"));
            frames(found, place);
            Sentences sentences = found.sequence().sentences().from(found.from());
            WholeFile.write(place.resolve("sentences.csv"), new CsvMapper().writer(BY_FRAME).writeValueAsString(
                    sentences.parts().stream().filter(part -> part.frame() < found.frames()).toList()));
            WholeFile.write(folder.resolve("layout.yaml"), "sentences: '{name}/sentences.csv'\n");
            String script = evaluation(found, found.experiment(), "first", told, folder) + evaluation(found, found.changed(), "second", told, folder)
                    + "compare first/layout second/layout --data . --why --report report\n";
            WholeFile.write(folder.resolve("replay.glad"), script);
            WholeFile.write(folder.resolve("replay"), REPLAY);
        } catch (IOException e) {
            throw GladException.failure("\"" + folder + "\" can't be written: " + Reason.of(e) + "; check the folder and the free space", e);
        }
    }

    private static void frames(MinimalDifference found, Path place) throws IOException {
        StringBuilder boxes = new StringBuilder();
        try (Frames frames = new FrameRange(found.sequence().open(), found.from(), found.to() - found.from() + 1)) {
            for (int i = 0; i < frames.count(); i++) {
                ImageFile.write(frames.frame(i), place.resolve("img").resolve(String.format(Locale.ROOT, "%08d.png", i + 1)));
                Box box = i == 0 ? found.start() : found.sequence().boxes().get(found.from() + i);
                boxes.append(box.x()).append(',').append(box.y()).append(',').append(box.w()).append(',').append(box.h()).append('\n');
            }
        }
        WholeFile.write(place.resolve("groundtruth.txt"), boxes.toString());
    }

    private static String evaluation(MinimalDifference found, Experiment experiment, String name, SequenceSet told, Path folder) throws IOException {
        ObjectNode tree = experiment.tree().deepCopy();
        String sentence = "";
        if (!MADE_ALIKE.contains(experiment.sentence())) {
            Sentences own = experiment.sentence().of(told).sequence(found.sequence().name()).sentences().from(found.from());
            if (own.parts().stream().anyMatch(part -> part.frame() < found.frames() && !part.sentence().equals(own.first()))) {
                throw GladException.failure("the sentences of \"" + found.sequence().name() + "\" change within the range and experiment \""
                        + experiment.name() + "\" makes others of them, which a folder can't hold; the range is " + found.from() + " to "
                        + found.to());
            }
            WholeFile.write(folder.resolve(name + ".csv"), new CsvMapper().writer(TOLD)
                    .writeValueAsString(List.of(List.of(found.sequence().name(), own.first()))));
            tree.remove("sentence");
            sentence = " --sentence " + name + ".csv";
        }
        WholeFile.write(folder.resolve(name + ".yaml"), YAML.writeValueAsString(tree));
        return "evaluate " + name + ".yaml --dataset layout --data ." + sentence + "\n";
    }
}
