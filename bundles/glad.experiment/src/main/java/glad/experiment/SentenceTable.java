package glad.experiment;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import glad.api.GladException;
import glad.api.Reason;
import glad.api.data.Sentences;
import glad.api.data.SequenceSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A user's own sentences for a dataset's sequences: a CSV table of {@code sequence,sentence}, with that heading or
 * without.
 */
public final class SentenceTable {

    private static final List<String> HEADING = List.of("sequence", "sentence");

    private final Path file;
    private final Map<String, String> sentences;

    private SentenceTable(Path file, Map<String, String> sentences) {
        this.file = file;
        this.sentences = sentences;
    }

    /**
     * Reads a table.
     *
     * @throws GladException (usage) if the file is missing, has a row that isn't a name and a sentence, or a name twice
     */
    public static SentenceTable read(Path file) {
        Map<String, String> sentences = new HashMap<>();
        try (MappingIterator<List<String>> rows = new CsvMapper().enable(CsvParser.Feature.WRAP_AS_ARRAY)
                .readerForListOf(String.class).readValues(Files.readString(file))) {
            while (rows.hasNextValue()) {
                List<String> row = rows.nextValue();
                if (row.size() != 2) {
                    throw GladException.usage("row \"" + String.join(",", row) + "\" of \"" + file
                            + "\" isn't a sequence and its sentence; put a sentence with commas into double quotes");
                }
                if (!row.equals(HEADING) && sentences.put(row.get(0).strip(), row.get(1).strip()) != null) {
                    throw GladException.usage("\"" + file + "\" has two sentences for \"" + row.get(0).strip() + "\"");
                }
            }
        } catch (NoSuchFileException e) {
            throw GladException.usage("no file \"" + file + "\"; expected a CSV table of sequence,sentence");
        } catch (IOException e) {
            throw GladException.usage("\"" + file + "\" can't be read as a CSV table: " + Reason.of(e));
        }
        return new SentenceTable(file, sentences);
    }

    /** Returns the sequences that it has sentences for. */
    public Set<String> sequences() {
        return Set.copyOf(sentences.keySet());
    }

    /** Returns the same sequences with these sentences; one that has none here is an error when it is asked for. */
    public SequenceSet of(SequenceSet set) {
        return new OtherSentences(set, sequence -> {
            String sentence = sentences.get(sequence.name());
            if (sentence == null) {
                throw GladException.failure(
                        "no sentence for \"" + sequence.name() + "\" in \"" + file
                        + "\"; add a row, or use other --sequences");
            }
            return Sentences.of(sentence);
        }, Optional.empty());
    }
}
