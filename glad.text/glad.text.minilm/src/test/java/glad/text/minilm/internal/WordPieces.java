package glad.text.minilm.internal;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A tokenizer of a few word pieces. */
final class WordPieces {

    private WordPieces() {}

    static void write(Path file) throws IOException {
        JsonMapper json = new JsonMapper();
        ObjectNode vocabulary = json.createObjectNode();
        for (String token : List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "red", "box", "blue", "##s", "car")) {
            vocabulary.put(token, vocabulary.size());
        }
        Files.writeString(file, """
                {"version": "1.0", "added_tokens": [], "normalizer": {"type": "BertNormalizer", "clean_text": true,
                 "handle_chinese_chars": true, "strip_accents": null, "lowercase": true},
                 "pre_tokenizer": {"type": "BertPreTokenizer"},
                 "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]},
                 "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                  "max_input_chars_per_word": 100, "vocab": %s}}
                """.formatted(vocabulary));
    }
}
