package glad.datasets.files;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import glad.api.GladException;
import glad.api.Reason;
import glad.api.data.Sentences;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files of sentences that change with the frames: a CSV table of {@code frame,sentence}, with that heading or without. */
public final class SentencesFile {

    private static final List<String> HEADING = List.of("frame", "sentence");

    private SentencesFile() {}

    /**
     * Reads a file; each row's sentence is in force from its frame, 0-based, to the next row's.
     *
     * @throws GladException (failure) if it can't be read, has other rows, doesn't begin with frame 0, or goes back
     */
    public static Sentences read(Path file) {
        List<Sentences.Part> parts = new ArrayList<>();
        try (MappingIterator<List<String>> rows = new CsvMapper().enable(CsvParser.Feature.WRAP_AS_ARRAY)
                .readerForListOf(String.class).readValues(TextFile.read(file))) {
            while (rows.hasNextValue()) {
                List<String> row = rows.nextValue();
                if (!row.equals(HEADING)) {
                    parts.add(part(file, row));
                }
            }
            return new Sentences(parts);
        } catch (IOException | IllegalArgumentException e) {
            throw GladException.failure("\"" + file + "\" has no sentences by frame: " + Reason.of(e)
                    + "; expected rows of frame,sentence, the first with frame 0, the others with greater ones", e);
        }
    }

    private static Sentences.Part part(Path file, List<String> row) {
        if (row.size() != 2 || !row.get(0).strip().matches("\\d{1,9}")) {
            throw GladException.failure("row \"" + String.join(",", row) + "\" of \"" + file
                    + "\" isn't a frame's number and a sentence; put a sentence with commas into double quotes");
        }
        return new Sentences.Part(Integer.parseInt(row.get(0).strip()), row.get(1).strip());
    }
}
