package glad.testing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.model.PartContext;
import glad.api.model.PartInputs;
import glad.api.model.TextEncoder;
import glad.api.model.TextEncoderFactory;
import glad.api.model.TextFeatures;
import glad.api.model.TextToken;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import java.util.ArrayList;
import java.util.List;

/**
 * A text encoder whose token states are given: for sentence i of a batch those of row i, or those of the only one. A token is a word.
 *
 * @param states (B or 1, L, C) fp32, the test's own
 * @param padding (B, L), 1 for padding; null for none
 */
public record GivenText(NDArray states, NDArray padding) implements TextEncoder, FixedPart {

    /** Returns a factory that gives this. */
    public TextEncoderFactory factory() {
        GivenText given = this;
        return new TextEncoderFactory() {
            @Override
            public OptionSchema options() {
                return OptionSchema.of();
            }

            @Override
            public TextEncoder create(Options options, PartInputs inputs, PartContext context) {
                return given;
            }
        };
    }

    @Override
    public int width() {
        return (int) states.getShape().get(2);
    }

    @Override
    public int length() {
        return (int) states.getShape().get(1);
    }

    @Override
    public TextFeatures encode(List<String> sentences, NDManager manager) {
        NDArray tokens = manager.create(states.toFloatArray(), states.getShape());
        if (tokens.getShape().get(0) != sentences.size()) {
            tokens = tokens.repeat(0, sentences.size());
            tokens.attach(manager);
        }
        float[] mask = new float[sentences.size() * length()];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = padding != null && padding.getFloat(i / length(), i % length()) != 0 ? 0 : 1;
        }
        return new TextFeatures(tokens, manager.create(mask, new Shape(sentences.size(), length())));
    }

    @Override
    public List<TextToken> tokens(String sentence) {
        List<TextToken> tokens = new ArrayList<>();
        int at = 0;
        for (String word : sentence.split(" ")) {
            tokens.add(new TextToken(tokens.size(), at, at + word.length()));
            at += word.length() + 1;
        }
        return tokens;
    }
}
