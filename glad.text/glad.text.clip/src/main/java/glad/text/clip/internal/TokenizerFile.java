package glad.text.clip.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.model.ModelFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds a tokenizer: a {@code tokenizer.json}, or a folder with CLIP's {@code vocab.json} and {@code merges.txt}. */
final class TokenizerFile {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String START = "<|startoftext|>";
    private static final String END = "<|endoftext|>";
    private static final String WORDS = "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";

    private TokenizerFile() {}

    /**
     * Reads a tokenizer as the text of a {@code tokenizer.json}.
     *
     * @param reference as an experiment names it, see {@link ModelFiles}
     * @throws GladException if it can't be found or read
     */
    static byte[] read(String reference, ModelFiles files) {
        if (reference.isEmpty()) {
            throw GladException.usage("the text encoder needs its option \"tokenizer\"; expected a tokenizer.json, or a"
                    + " folder with vocab.json and merges.txt");
        }
        try {
            Path path = files.path(reference);
            if (path != null && Files.isDirectory(path)) {
                return fromFolder(path);
            }
            try (InputStream in = files.open(reference)) {
                return in.readAllBytes();
            }
        } catch (IOException e) {
            throw GladException.failure("tokenizer \"" + reference + "\" can't be read: " + e.getMessage(), e);
        }
    }

    private static byte[] fromFolder(Path folder) throws IOException {
        Path tokenizer = folder.resolve("tokenizer.json");
        if (Files.isRegularFile(tokenizer)) {
            return Files.readAllBytes(tokenizer);
        }
        Path vocabulary = folder.resolve("vocab.json");
        Path merges = folder.resolve("merges.txt");
        if (!Files.isRegularFile(vocabulary) || !Files.isRegularFile(merges)) {
            throw GladException.failure("folder \"" + folder + "\" holds no tokenizer; expected tokenizer.json, or"
                    + " vocab.json and merges.txt");
        }
        return JSON.writeValueAsBytes(clip(JSON.readTree(vocabulary.toFile()), Files.readAllLines(merges)));
    }

    /** CLIP's own text processing: NFC, white space joined, lower case, its word pattern, byte-level BPE. */
    private static ObjectNode clip(JsonNode vocabulary, List<String> merges) {
        ObjectNode root = JSON.createObjectNode().put("version", "1.0");
        ArrayNode added = root.putArray("added_tokens");
        added.add(special(vocabulary, START));
        added.add(special(vocabulary, END));
        ObjectNode normalizer = root.putObject("normalizer").put("type", "Sequence");
        ArrayNode steps = normalizer.putArray("normalizers");
        steps.addObject().put("type", "NFC");
        steps.addObject().put("type", "Replace").put("content", " ").putObject("pattern").put("Regex", "\\s+");
        steps.addObject().put("type", "Lowercase");
        ObjectNode splitter = root.putObject("pre_tokenizer").put("type", "Sequence");
        ArrayNode splits = splitter.putArray("pretokenizers");
        splits.addObject().put("type", "Split").put("behavior", "Removed").put("invert", true)
                .putObject("pattern").put("Regex", WORDS);
        splits.addObject().put("type", "ByteLevel").put("add_prefix_space", false).put("trim_offsets", true)
                .put("use_regex", false);
        ObjectNode post = root.putObject("post_processor").put("type", "RobertaProcessing")
                .put("trim_offsets", false).put("add_prefix_space", false);
        post.putArray("sep").add(END).add(vocabulary.path(END).asLong());
        post.putArray("cls").add(START).add(vocabulary.path(START).asLong());
        root.putObject("decoder").put("type", "ByteLevel").put("add_prefix_space", true).put("trim_offsets", true)
                .put("use_regex", true);
        ObjectNode model = root.putObject("model").put("type", "BPE").putNull("dropout").put("unk_token", END)
                .put("continuing_subword_prefix", "").put("end_of_word_suffix", "</w>").put("fuse_unk", false);
        model.set("vocab", vocabulary);
        ArrayNode pairs = model.putArray("merges");
        merges.stream().filter(line -> !line.isBlank() && !line.startsWith("#version")).forEach(pairs::add);
        return root;
    }

    private static ObjectNode special(JsonNode vocabulary, String token) {
        if (!vocabulary.path(token).isIntegralNumber()) {
            throw GladException.failure("vocab.json has no token \"" + token + "\"; expected CLIP's vocabulary");
        }
        return JSON.createObjectNode().put("id", vocabulary.path(token).asLong()).put("content", token)
                .put("single_word", false).put("lstrip", false).put("rstrip", false).put("normalized", false)
                .put("special", true);
    }
}
