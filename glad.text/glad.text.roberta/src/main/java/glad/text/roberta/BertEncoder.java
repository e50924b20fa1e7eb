package glad.text.roberta;

import static java.util.Map.entry;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import glad.api.GladException;
import glad.api.model.PartContext;
import glad.api.model.TextEncoder;
import glad.api.model.TextFeatures;
import glad.api.model.TextToken;
import glad.api.options.Options;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Kernel;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Weight;
import glad.text.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * An encoder of BERT's family: normed sum of word, position and type embeddings, then layers normed after each sum. It gives each token's
 * features, not the pooled sentence's. Nothing looks at padding. Parameters are named as in published checkpoints of the encoder,
 * {@code encoder.layer.0.attention.self.query.weight}; those of the whole language model put the name of their {@link Kind} before them.
 */
public final class BertEncoder extends Layer implements TextEncoder {

    private static final Init TABLE = Init.normal(0.02);

    private final Kind kind;
    private final Tokenizer tokenizer;
    private final int width;
    private final int length;
    private final List<BertLayer> layers = new ArrayList<>();
    private final BoundKernel embed;
    private final Kernel widen;

    /** What differs between members of the family. */
    public enum Kind {

        /** Of Devlin et al. (arXiv:1810.04805), and MiniLM's (Wang et al., arXiv:2002.10957): positions count from 0. */
        BERT("bert.", "bert_embed.py", 0, 0, 2, 1e-12),

        /** Of Liu et al., "RoBERTa: A Robustly Optimized BERT Pretraining Approach", 2019: positions count from the number after the padding's id. */
        ROBERTA("roberta.", "roberta_embed.py", 1, 2, 1, 1e-5);

        private final String model;
        private final String embedding;
        private final int padding;
        private final int firstPosition;
        private final int sentenceTypes;
        private final double epsilon;

        Kind(String model, String embedding, int padding, int firstPosition, int sentenceTypes, double epsilon) {
            this.model = model;
            this.embedding = embedding;
            this.padding = padding;
            this.firstPosition = firstPosition;
            this.sentenceTypes = sentenceTypes;
            this.epsilon = epsilon;
        }

        /** Returns the constants of the embedding's kernel; positions that count from 0 don't ask what padding is. */
        private Map<String, Object> constants(int width) {
            Map<String, Object> constants = new HashMap<>(Map.of("WIDTH", width, "EPSILON", epsilon));
            if (firstPosition > 0) {
                constants.put("PADDING", padding);
            }
            return constants;
        }

        /** Returns the id of the padding. */
        public int padding() {
            return padding;
        }
    }

    private BertEncoder(LayerContext context, Kind kind, Options options, Tokenizer tokenizer) {
        super(context);
        this.kind = kind;
        this.tokenizer = tokenizer;
        width = options.integer("width");
        length = options.integer("length");
        embed = kernel(kind.embedding, kind.constants(width), Map.ofEntries(
                entry("words", embedding("word_embeddings.weight", TABLE, options.integer("vocabulary"), width)),
                entry("positions", embedding("position_embeddings.weight", TABLE, options.integer("positions"), width)),
                entry("types", embedding("token_type_embeddings.weight", TABLE, kind.sentenceTypes, width)),
                entry("norm_w", embedding("LayerNorm.weight", Init.ONES, width)),
                entry("norm_b", embedding("LayerNorm.bias", Init.ZEROS, width))), "ids");
        int mlp = (int) Math.round(width * options.number("mlp_ratio"));
        for (int i = 0; i < options.integer("layers"); i++) {
            String name = "encoder.layer." + i;
            layers.add(child(name, new BertLayer(context, kind.model + name + ".", width, options.integer("heads"), mlp, kind.epsilon)));
        }
        widen = kernel("widen.py", Map.of());
    }

    /**
     * Makes an encoder.
     *
     * @param kind which member of the family
     * @param id the part's, for messages
     * @param options {@code vocabulary}, {@code width}, {@code layers}, {@code heads}, {@code mlp_ratio}, {@code length} and {@code positions}
     * @param tokenizer makes its tokenizer, once the options are known to fit together; closed with the encoder
     * @throws GladException (usage) if the heads don't divide the width, or a sentence has more tokens than the position table has room for
     */
    public static BertEncoder create(Kind kind, String id, Options options, PartContext context, Supplier<Tokenizer> tokenizer) {
        int width = options.integer("width");
        int heads = options.integer("heads");
        int length = options.integer("length");
        int places = options.integer("positions") - kind.firstPosition;
        if (width % heads != 0) {
            throw GladException.usage("text encoder of width " + width + " can't have " + heads
                    + " heads; expected a divisor of the width");
        }
        if (length > places) {
            throw GladException.usage("option \"length\" of text encoder \"" + id + "\" is \"" + length + "\"; expected at most "
                    + places + ", what its position table has room for");
        }
        return new BertEncoder(new LayerContext(context), kind, options, tokenizer.get());
    }

    private Weight embedding(String name, Init init, long... shape) {
        return weight("embeddings." + name, init, shape).pretrainedAs(kind.model + "embeddings." + name);
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public TextFeatures encode(List<String> sentences, NDManager manager) {
        return tokenizer.features(sentences, length, kind.padding, manager, tokens -> {
            List<NDArray> states = states(tokens.ids(), tokens.mask());
            return run(widen, states.get(states.size() - 1));
        });
    }

    @Override
    public List<TextToken> tokens(String sentence) {
        return tokenizer.tokens(sentence, length);
    }

    /**
     * Returns the hidden states (B, L, C) before each layer and after the last, in the kernels' precision.
     *
     * @param ids (B, L) int64
     * @param mask (B, L) fp32, 0 for what nothing looks at
     */
    public List<NDArray> states(NDArray ids, NDArray mask) {
        NDArray hidden = run(embed, ids);
        List<NDArray> states = new ArrayList<>();
        states.add(hidden);
        NDArray hide = layers.isEmpty() ? null : layers.get(0).bias(mask);
        for (BertLayer layer : layers) {
            hidden = layer.forward(hidden, hide);
            states.add(hidden);
        }
        return states;
    }

    @Override
    public void close() {
        tokenizer.close();
        super.close();
    }
}
