package glad.datasets.files.internal;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import glad.api.Boxes;
import glad.api.GladException;
import glad.api.GladId;
import glad.api.Names;
import glad.api.Reason;
import glad.api.data.Dataset;
import glad.api.data.Sentences;
import glad.api.data.SequenceSet;
import glad.api.options.Option;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import glad.datasets.files.BoxFile;
import glad.datasets.files.FlagFile;
import glad.datasets.files.LabelledSequence;
import glad.datasets.files.ListedSequences;
import glad.datasets.files.SentencesFile;
import glad.datasets.files.SequenceFrames;
import glad.datasets.files.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;

/** People's own sequences, wherever they lie: a table with a row per sequence. */
@GladId("manifest")
@Component(service = Dataset.class)
public final class Manifest implements Dataset {

    private static final String FILE = "file";
    private static final List<String> COLUMNS =
            List.of("name", "frames", "boxes", "sentence", "sentences", "class", "absent", "attributes");

    @Override
    public String description() {
        return "own sequences: a CSV table of name, frames, boxes, and perhaps sentence, sentences, class, absent, attributes";
    }

    @Override
    public OptionSchema options() {
        return OptionSchema.of(Option.text(FILE, "manifest.csv",
                "the table, in the dataset's folder; paths in it are seen from that folder"));
    }

    @Override
    public SequenceSet open(Path root, Options options) {
        Path file = root.resolve(options.text(FILE));
        Map<String, Map<String, String>> rows = rows(file);
        return new ListedSequences(List.copyOf(rows.keySet()),
                name -> Files.isRegularFile(root.resolve(rows.get(name).get("boxes"))),
                name -> read(root, rows.get(name)));
    }

    private static Map<String, Map<String, String>> rows(Path file) {
        Map<String, Map<String, String>> rows = new LinkedHashMap<>();
        CsvSchema heading = CsvSchema.emptySchema().withHeader();
        try (MappingIterator<Map<String, String>> table =
                new CsvMapper().readerForMapOf(String.class).with(heading).readValues(TextFile.read(file))) {
            while (table.hasNextValue()) {
                Map<String, String> row = table.nextValue();
                for (String column : row.keySet()) {
                    if (!COLUMNS.contains(column)) {
                        throw GladException.failure("\"" + file + "\": " + Names.unknown("column", column, COLUMNS));
                    }
                }
                String name = row.getOrDefault("name", "");
                if (COLUMNS.subList(0, 3).stream().anyMatch(column -> row.getOrDefault(column, "").isBlank())) {
                    throw GladException.failure("row \"" + name + "\" of \"" + file + "\" lacks name, frames or boxes;"
                            + " expected all three in every row");
                }
                if (rows.put(name, row) != null) {
                    throw GladException.failure("\"" + file + "\" has two rows \"" + name
                            + "\"; expected one per sequence");
                }
            }
        } catch (IOException e) {
            throw GladException.failure("\"" + file + "\" is no CSV table: " + Reason.of(e), e);
        }
        if (rows.isEmpty()) {
            throw GladException.failure("no rows in \"" + file + "\"; expected a heading and a row per sequence");
        }
        return rows;
    }

    private static LabelledSequence read(Path root, Map<String, String> row) {
        String name = row.get("name");
        Boxes boxes = BoxFile.read(root.resolve(row.get("boxes")));
        Path frames = root.resolve(row.get("frames"));
        String absent = row.getOrDefault("absent", "");
        String changing = row.getOrDefault("sentences", "").strip();
        Set<String> attributes = Stream.of(row.getOrDefault("attributes", "").split(";")).map(String::strip)
                .filter(word -> !word.isEmpty()).collect(Collectors.toSet());
        return LabelledSequence.of(name, boxes, () -> SequenceFrames.open(frames, name, boxes.size()))
                .withVisible(absent.isEmpty() ? List.of() : FlagFile.readOpposite(root.resolve(absent)))
                .withSentences(changing.isEmpty() ? Sentences.of(row.getOrDefault("sentence", "").strip())
                        : SentencesFile.read(root.resolve(changing)))
                .withTargetClass(row.getOrDefault("class", ""))
                .withAttributes(attributes);
    }
}
