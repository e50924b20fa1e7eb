package glad.text.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import java.util.List;

/**
 * What a {@code vocab.json} and a {@code merges.txt} leave unsaid: how text is cleaned and cut into words before bytes are
 * paired, and which tokens go round it.
 */
public enum BytePairs {

    /** CLIP: NFC, white space joined, lower case, its word pattern, {@code </w>} at the end of a word. */
    CLIP("<|startoftext|>", "<|endoftext|>", "</w>") {

        @Override
        void prepare(ObjectNode root) {
            ArrayNode steps = root.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
            steps.addObject().put("type", "NFC");
            steps.addObject().put("type", "Replace").put("content", " ").putObject("pattern").put("Regex", "\\s+");
            steps.addObject().put("type", "Lowercase");
            ArrayNode cuts = root.putObject("pre_tokenizer").put("type", "Sequence").putArray("pretokenizers");
            cuts.addObject().put("type", "Split").put("behavior", "Removed").put("invert", true)
                    .putObject("pattern").put("Regex", CLIP_WORDS);
            bytes(cuts.addObject(), false);
        }
    },

    /** RoBERTa: GPT-2's word pattern on the text as it is; a word's leading space belongs to it. */
    ROBERTA("<s>", "</s>", "") {

        @Override
        void prepare(ObjectNode root) {
            bytes(root.putObject("pre_tokenizer"), true);
        }
    };

    private static final String CLIP_WORDS =
            "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";

    private final String start;
    private final String end;
    private final String suffix;

    BytePairs(String start, String end, String suffix) {
        this.start = start;
        this.end = end;
        this.suffix = suffix;
    }

    abstract void prepare(ObjectNode root);

    private static void bytes(ObjectNode step, boolean words) {
        step.put("type", "ByteLevel").put("add_prefix_space", false).put("trim_offsets", true).put("use_regex", words);
    }

    /**
     * Returns the {@code tokenizer.json} of a vocabulary.
     *
     * @param vocabulary token to id
     * @param merges the pairs in the order they are merged, two tokens a line
     * @throws GladException if the vocabulary lacks the tokens that go round a text
     */
    ObjectNode json(JsonNode vocabulary, List<String> merges) {
        ObjectNode root = new JsonMapper().createObjectNode().put("version", "1.0");
        ArrayNode added = root.putArray("added_tokens");
        for (String token : List.of(start, end)) {
            added.addObject().put("id", id(vocabulary, token)).put("content", token).put("single_word", false)
                    .put("lstrip", false).put("rstrip", false).put("normalized", false).put("special", true);
        }
        prepare(root);
        ObjectNode post = root.putObject("post_processor").put("type", "RobertaProcessing")
                .put("trim_offsets", true).put("add_prefix_space", false);
        post.putArray("sep").add(end).add(id(vocabulary, end));
        post.putArray("cls").add(start).add(id(vocabulary, start));
        root.putObject("decoder").put("type", "ByteLevel").put("add_prefix_space", true).put("trim_offsets", true)
                .put("use_regex", true);
        ObjectNode model = root.putObject("model").put("type", "BPE").putNull("dropout").put("unk_token", end)
                .put("continuing_subword_prefix", "").put("end_of_word_suffix", suffix).put("fuse_unk", false);
        model.set("vocab", vocabulary);
        ArrayNode pairs = model.putArray("merges");
        merges.stream().filter(line -> !line.isBlank() && !line.startsWith("#version")).forEach(pairs::add);
        return root;
    }

    private static long id(JsonNode vocabulary, String token) {
        if (!vocabulary.path(token).isIntegralNumber()) {
            throw GladException.failure("vocab.json has no token \"" + token
                    + "\"; use the vocabulary that belongs to this text encoder");
        }
        return vocabulary.path(token).asLong();
    }
}
