package glad.text.clip.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.testing.Goldens;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerTest {

    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void givesTheIdsOfTheOriginalTokenizerFromVocabularyAndMerges(@TempDir Path folder) throws IOException {
        Path source = Goldens.data().resolve("tokenizers/clip/bpe_simple_vocab_16e6.txt.gz");
        Path expected = Goldens.folder().resolve("tiny/clip_tokenizer.json");
        Assumptions.assumeTrue(Files.isRegularFile(source) && Files.isRegularFile(expected),
                () -> "skipped: no CLIP merges at " + source + " (set GLAD_TEST_DATA and GLAD_GOLDENS)");
        writeVocabulary(source, folder);
        try (Tokenizer tokenizer =
                new Tokenizer("clip", TokenizerFile.read(folder.toString(), new TestFiles()), 49408)) {
            for (JsonNode entry : JSON.readTree(expected.toFile())) {
                long[] wanted = JSON.convertValue(entry.path("ids"), long[].class);
                long[] ids = new long[77];
                tokenizer.fill(entry.path("text").asText(), ids, 0, 77);
                assertArrayEquals(wanted, ids, entry.path("text").asText());
            }
        }
    }

    /** CLIP's ids: 256 byte symbols, the same ending a word, one per merge, start and end. */
    private static void writeVocabulary(Path source, Path folder) throws IOException {
        List<String> merges;
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(source)), StandardCharsets.UTF_8))) {
            merges = in.lines().skip(1).limit(48894).toList();
        }
        List<String> symbols = new ArrayList<>();
        List<String> remapped = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            if (b >= '!' && b <= '~' || b >= 0xA1 && b <= 0xAC || b >= 0xAE) {
                symbols.add(Character.toString(b));
            } else {
                remapped.add(Character.toString(256 + remapped.size()));
            }
        }
        symbols.addAll(remapped);
        ObjectNode vocabulary = JSON.createObjectNode();
        symbols.forEach(s -> vocabulary.put(s, vocabulary.size()));
        symbols.forEach(s -> vocabulary.put(s + "</w>", vocabulary.size()));
        merges.forEach(m -> vocabulary.put(m.replace(" ", ""), vocabulary.size()));
        List.of("<|startoftext|>", "<|endoftext|>").forEach(s -> vocabulary.put(s, vocabulary.size()));
        JSON.writeValue(folder.resolve("vocab.json").toFile(), vocabulary);
        List<String> lines = new ArrayList<>(List.of("#version: 0.2"));
        lines.addAll(merges);
        Files.write(folder.resolve("merges.txt"), lines);
    }

    @Test
    void aDamagedTokenizerIsNamed() {
        GladException e = assertThrows(GladException.class,
                () -> new Tokenizer("bad.json", "{\"model\"".getBytes(StandardCharsets.UTF_8), 10));
        assertTrue(e.getMessage().contains("\"bad.json\""), e.getMessage());
    }

    @Test
    void anEmptyFolderIsNamedWithWhatWasExpected(@TempDir Path folder) {
        GladException e = assertThrows(GladException.class,
                () -> TokenizerFile.read(folder.toString(), new TestFiles()));
        assertTrue(e.getMessage().contains("merges.txt"), e.getMessage());
    }
}
