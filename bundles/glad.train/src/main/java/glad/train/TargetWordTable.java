package glad.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import glad.api.GladException;
import glad.api.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which words of sentences name the target, by people or a language model.
 *
 * @param numbers by {@linkplain #key sentence} the numbers of its words between white space, from 0
 */
public record TargetWordTable(Map<String, Set<Integer>> numbers) {

    /** No sentences. */
    public static final TargetWordTable EMPTY = new TargetWordTable(Map.of());

    private static final String SENTENCE = "initial_text";
    private static final String WORDS = "subject_extrack_mask_infor";

    /**
     * Reads a file or all files of a folder: {@code .csv} with a sentence and the numbers of its target words, parted by spaces, in each row; or {@code .json} as
     * ATCTrack's label files are, an object for each sequence with {@code initial_text} and {@code subject_extrack_mask_infor}.
     *
     * @throws GladException if it can't be read, or a row or object isn't of this kind
     */
    public static TargetWordTable read(Path file) {
        try {
            String name = file.toString();
            if (Files.isDirectory(file)) {
                return all(file);
            }
            if (name.endsWith(".csv")) {
                return csv(name, Files.readString(file));
            }
            if (name.endsWith(".json")) {
                return json(name, Files.readString(file));
            }
        } catch (IOException e) {
            throw GladException.failure("target words \"" + file + "\" can't be read: " + Reason.of(e), e);
        }
        throw GladException.usage("target words \"" + file + "\" end in neither .csv nor .json; expected rows of a sentence and numbers"
                + " such as red car by a tree,0 1, or ATCTrack's label files");
    }

    private static TargetWordTable all(Path folder) throws IOException {
        Map<String, Set<Integer>> all = new HashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.sorted().filter(file -> file.toString().matches(".*\\.(csv|json)")).forEach(file -> all.putAll(read(file).numbers()));
        }
        if (all.isEmpty()) {
            throw GladException.usage("folder \"" + folder + "\" has no .csv or .json files of target words");
        }
        return new TargetWordTable(all);
    }

    private static TargetWordTable csv(String file, String text) throws IOException {
        Map<String, Set<Integer>> all = new HashMap<>();
        try (MappingIterator<List<String>> rows = new CsvMapper().enable(CsvParser.Feature.WRAP_AS_ARRAY)
                .enable(CsvParser.Feature.SKIP_EMPTY_LINES).readerForListOf(String.class).readValues(text)) {
            for (int line = 1; rows.hasNextValue(); line++) {
                List<String> row = rows.nextValue();
                if (line == 1 && row.equals(List.of("sentence", "words"))) {
                    continue;
                }
                if (row.size() != 2) {
                    throw GladException.usage("row " + line + " of target words \"" + file + "\" has " + row.size()
                            + " fields; expected a sentence and the numbers of its target words, such as red car by a tree,0 1");
                }
                Set<Integer> words = new TreeSet<>();
                for (String number : row.get(1).strip().split("\\s+")) {
                    if (!number.isEmpty()) {
                        words.add(number(file, "row " + line, number, row.get(0)));
                    }
                }
                all.put(key(row.get(0)), words);
            }
        }
        return new TargetWordTable(all);
    }

    private static int number(String file, String where, String number, String sentence) {
        int count = words(sentence);
        if (!number.matches("\\d{1,6}") || Integer.parseInt(number) >= count) {
            throw GladException.usage(where + " of target words \"" + file + "\" has the word \"" + number + "\"; expected numbers from 0 to "
                    + (count - 1) + ", because \"" + sentence.strip() + "\" has " + count + " words");
        }
        return Integer.parseInt(number);
    }

    private static TargetWordTable json(String file, String text) throws IOException {
        Map<String, Set<Integer>> all = new LinkedHashMap<>();
        JsonNode root = new JsonMapper().readTree(text);
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            JsonNode sentence = entry.getValue().path(SENTENCE);
            JsonNode numbers = entry.getValue().path(WORDS);
            if (!sentence.isTextual() || !numbers.isArray()) {
                throw GladException.usage("entry \"" + entry.getKey() + "\" of target words \"" + file + "\" lacks a text \"" + SENTENCE
                        + "\" or a list \"" + WORDS + "\"; expected ATCTrack's label files, or a .csv");
            }
            Set<Integer> words = new TreeSet<>();
            numbers.forEach(number -> {
                if (number.asInt(-1) >= 0) { // -1: no word
                    words.add(number.asInt());
                }
            });
            all.put(key(sentence.asText()), words);
        }
        if (all.isEmpty()) {
            throw GladException.usage("target words \"" + file + "\" hold no sentence");
        }
        return new TargetWordTable(all);
    }

    /** Returns the numbers of a sentence's target words, whatever its case and its white space. */
    public Optional<Set<Integer>> of(String sentence) {
        return Optional.ofNullable(numbers.get(key(sentence)));
    }

    /** Returns what a sentence is known by. */
    public static String key(String sentence) {
        return sentence.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
    }

    private static int words(String sentence) {
        return sentence.isBlank() ? 0 : sentence.strip().split("\\s+").length;
    }
}
