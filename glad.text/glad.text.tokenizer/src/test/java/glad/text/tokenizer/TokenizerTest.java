package glad.text.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.nn.Torch;
import glad.testing.Goldens;
import glad.testing.TestFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TokenizerTest {

    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @EnumSource(BytePairs.class)
    void givesTheIdsOfTheOriginalTokenizer(BytePairs kind, @TempDir Path folder) throws IOException {
        Path expected = data("golden_ids.json");
        int vocabulary = writeVocabulary(kind, folder);
        try (Tokenizer tokenizer = new Tokenizer(folder.toString(), kind, vocabulary, new TestFiles())) {
            int sentences = 0;
            for (Map.Entry<String, JsonNode> entry
                    : JSON.readTree(expected.toFile()).path(kind.name().toLowerCase(Locale.ROOT)).properties()) {
                assertArrayEquals(JSON.convertValue(entry.getValue(), long[].class), ids(tokenizer, entry.getKey()),
                        entry.getKey());
                sentences++;
            }
            assertTrue(sentences >= 7, sentences + " sentences were compared");
        }
    }

    @Test
    void cleansCutsAndPadsAsClipDoes(@TempDir Path folder) throws IOException {
        Path expected = Goldens.folder().resolve("tiny/clip_tokenizer.json");
        Assumptions.assumeTrue(Files.isRegularFile(expected), () -> "skipped: no " + expected + " (set GLAD_GOLDENS)");
        int vocabulary = writeVocabulary(BytePairs.CLIP, folder);
        try (NDManager manager = Torch.manager();
                Tokenizer tokenizer = new Tokenizer(folder.toString(), BytePairs.CLIP, vocabulary, new TestFiles())) {
            for (JsonNode entry : JSON.readTree(expected.toFile())) {
                String text = entry.path("text").asText();
                TokenIds tokens = tokenizer.encode(List.of(text), 77, tokenizer.end(), manager);
                assertArrayEquals(JSON.convertValue(entry.path("ids"), long[].class), tokens.ids().toLongArray(), text);
            }
        }
    }

    /** A small vocabulary over all 256 bytes, made for this; it lies in the resources, so that the test runs everywhere. */
    @Test
    void byteLevelPairsGiveTheIdsOfTheReferenceImplementation(@TempDir Path folder) throws IOException {
        JsonNode whole = golden("byte_level.tokenizer.json");
        List<String> merges = new ArrayList<>();
        for (JsonNode pair : whole.path("model").path("merges")) {
            merges.add(pair.isArray() ? pair.get(0).asText() + " " + pair.get(1).asText() : pair.asText());
        }
        Path pairs = Files.createDirectory(folder.resolve("pairs"));
        int vocabulary = write(pairs, (ObjectNode) whole.path("model").path("vocab"), merges);
        Path json = folder.resolve("tokenizer.json");
        JSON.writeValue(json.toFile(), whole);
        for (Path source : List.of(pairs, json)) {
            try (Tokenizer tokenizer = new Tokenizer(source.toString(), BytePairs.ROBERTA, vocabulary, new TestFiles())) {
                JsonNode sentences = golden("word_labels.json").path("sentences");
                assertEquals(18, sentences.size());
                for (JsonNode sentence : sentences) {
                    String text = sentence.path("text").asText();
                    assertArrayEquals(JSON.convertValue(sentence.path("ids"), long[].class), ids(tokenizer, text), text);
                }
            }
        }
    }

    private static JsonNode golden(String name) throws IOException {
        try (InputStream in = TokenizerTest.class.getResourceAsStream("/goldens/" + name)) {
            return JSON.readTree(in);
        }
    }

    @ParameterizedTest
    @EnumSource(BytePairs.class)
    void aTokenizerJsonIsReadAlikeFromItsFolderAndByItself(BytePairs kind, @TempDir Path folder) throws IOException {
        writeSmall(kind, folder);
        String sentence = "a  cab, Abba's";
        long[] wanted;
        try (Tokenizer pairs = new Tokenizer(folder.toString(), kind, 300, new TestFiles())) {
            wanted = ids(pairs, sentence);
        }
        Path json = folder.resolve("tokenizer.json");
        Files.write(json, TokenizerFile.read(folder.toString(), Optional.of(kind), new TestFiles()));
        Files.delete(folder.resolve("vocab.json"));
        for (Path source : List.of(folder, json)) {
            try (Tokenizer whole = new Tokenizer(source.toString(), kind, 300, new TestFiles())) {
                assertArrayEquals(wanted, ids(whole, sentence), source.toString());
            }
        }
    }

    @Test
    void aWordsLeadingSpaceAndItsCaseCountForRobertaAndNotForClip(@TempDir Path folder) throws IOException {
        Path roberta = Files.createDirectory(folder.resolve("roberta"));
        Path clip = Files.createDirectory(folder.resolve("clip"));
        writeSmall(BytePairs.ROBERTA, roberta);
        writeSmall(BytePairs.CLIP, clip);
        try (Tokenizer strict = new Tokenizer(roberta.toString(), BytePairs.ROBERTA, 300, new TestFiles());
                Tokenizer lax = new Tokenizer(clip.toString(), BytePairs.CLIP, 300, new TestFiles())) {
            assertEquals(ids(strict, "ab").length + 1, ids(strict, " ab").length);
            assertEquals(ids(strict, "ab").length + 1, ids(strict, "AB").length, "no pair of capitals is merged");
            assertArrayEquals(ids(lax, "ab"), ids(lax, "  AB "));
        }
    }

    @Test
    void aLongSentenceIsCutBeforeItsEndTokenAndAShortOnePadded(@TempDir Path folder) throws IOException {
        writeSmall(BytePairs.ROBERTA, folder);
        try (NDManager manager = Torch.manager();
                Tokenizer tokenizer = new Tokenizer(folder.toString(), BytePairs.ROBERTA, 300, new TestFiles())) {
            TokenIds tokens = tokenizer.encode(List.of("c c c c c", "c"), 5, 7, manager);
            long[] ids = tokens.ids().toLongArray();
            assertEquals(tokenizer.end(), ids[4]);
            assertArrayEquals(new long[] {0, ids[1], tokenizer.end(), 7, 7}, Arrays.copyOfRange(ids, 5, 10));
            assertArrayEquals(new float[] {1, 1, 1, 1, 1, 1, 1, 1, 0, 0}, tokens.mask().toFloatArray());
        }
    }

    @Test
    void aDamagedTokenizerIsNamed() {
        GladException e = assertThrows(GladException.class,
                () -> new Tokenizer("bad.json", "{\"model\"".getBytes(StandardCharsets.UTF_8), 10));
        assertTrue(e.getMessage().contains("\"bad.json\""), e.getMessage());
    }

    @Test
    void anEmptyFolderAndAMissingOptionAreNamedWithWhatWasExpected(@TempDir Path folder) {
        for (String reference : List.of(folder.toString(), "")) {
            GladException e = assertThrows(GladException.class,
                    () -> new Tokenizer(reference, BytePairs.CLIP, 10, new TestFiles()));
            assertTrue(e.getMessage().contains("merges.txt"), e.getMessage());
        }
    }

    @Test
    void theVocabularyOfAnotherEncoderIsRefused(@TempDir Path folder) throws IOException {
        writeSmall(BytePairs.ROBERTA, folder);
        GladException clip = assertThrows(GladException.class,
                () -> new Tokenizer(folder.toString(), BytePairs.CLIP, 300, new TestFiles()));
        assertTrue(clip.getMessage().contains("<|startoftext|>"), clip.getMessage());
        GladException small = assertThrows(GladException.class, () -> {
            try (Tokenizer tokenizer = new Tokenizer(folder.toString(), BytePairs.ROBERTA, 4, new TestFiles())) {
                ids(tokenizer, "abc");
            }
        });
        assertTrue(small.getMessage().contains("vocabulary has 4"), small.getMessage());
    }

    private static long[] ids(Tokenizer tokenizer, String sentence) {
        try (NDManager manager = Torch.manager()) {
            TokenIds tokens = tokenizer.encode(List.of(sentence), 100, 0, manager);
            return Arrays.copyOf(tokens.ids().toLongArray(), (int) tokens.mask().sum().getFloat());
        }
    }

    private static Path data(String name) {
        Path path = Goldens.data().resolve("tokenizers").resolve(name);
        Assumptions.assumeTrue(Files.isRegularFile(path), () -> "skipped: no " + path + " (set GLAD_TEST_DATA)");
        return path;
    }

    /** Writes a vocabulary of the 256 byte symbols and one pair. */
    private static void writeSmall(BytePairs kind, Path folder) throws IOException {
        ObjectNode vocabulary = JSON.createObjectNode();
        boolean clip = kind == BytePairs.CLIP;
        for (String token : clip ? List.of("<|startoftext|>", "<|endoftext|>") : List.of("<s>", "<pad>", "</s>", "<unk>")) {
            vocabulary.put(token, vocabulary.size());
        }
        String suffix = clip ? "</w>" : "";
        for (String symbol : List.of("a", "b", "c", ",", "'", "s", "A", "B", "\u0120")) {
            vocabulary.put(symbol, vocabulary.size());
            vocabulary.put(symbol + suffix, clip ? vocabulary.size() : vocabulary.get(symbol).asInt());
        }
        vocabulary.put("ab" + suffix, vocabulary.size());
        write(folder, vocabulary, List.of("a b" + suffix));
    }

    /** Writes the original vocabulary in the form of published folders; returns its size. */
    private static int writeVocabulary(BytePairs kind, Path folder) throws IOException {
        return kind == BytePairs.CLIP ? writeClip(folder) : writeRoberta(folder);
    }

    /** CLIP's ids: 256 byte symbols, the same ending a word, one per merge, start and end. */
    private static int writeClip(Path folder) throws IOException {
        List<String> merges;
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(data("clip/bpe_simple_vocab_16e6.txt.gz"))),
                StandardCharsets.UTF_8))) {
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
        return write(folder, vocabulary, merges);
    }

    /** RoBERTa's ids: four special tokens, GPT-2's tokens in the order of fairseq's dictionary, the mask. */
    private static int writeRoberta(Path folder) throws IOException {
        Map<String, String> tokens = new HashMap<>();
        JSON.readTree(data("roberta/encoder.json").toFile()).properties()
                .forEach(e -> tokens.put(e.getValue().asText(), e.getKey()));
        ObjectNode vocabulary = JSON.createObjectNode();
        List.of("<s>", "<pad>", "</s>", "<unk>").forEach(s -> vocabulary.put(s, vocabulary.size()));
        for (String line : Files.readAllLines(data("roberta/dict.txt"))) {
            String id = line.substring(0, line.indexOf(' '));
            vocabulary.put(tokens.getOrDefault(id, id), vocabulary.size());
        }
        vocabulary.put("<mask>", vocabulary.size());
        return write(folder, vocabulary, Files.readAllLines(data("roberta/vocab.bpe")).subList(1, 50001));
    }

    private static int write(Path folder, ObjectNode vocabulary, List<String> merges) throws IOException {
        JSON.writeValue(folder.resolve("vocab.json").toFile(), vocabulary);
        List<String> lines = new ArrayList<>(List.of("#version: 0.2"));
        lines.addAll(merges);
        Files.write(folder.resolve("merges.txt"), lines);
        return vocabulary.size();
    }
}
