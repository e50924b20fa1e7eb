package glad.text.roberta.internal;

import static java.util.Map.entry;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import glad.api.model.TextEncoder;
import glad.api.model.TextFeatures;
import glad.api.options.Options;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Kernel;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Weight;
import glad.text.roberta.RobertaLayer;
import glad.text.tokenizer.TokenIds;
import glad.text.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * RoBERTa's encoder (Liu et al., "RoBERTa: A Robustly Optimized BERT Pretraining Approach", 2019): normed sum of word,
 * position and type embeddings, then layers normed after each sum. Nothing looks at padding. Parameters are named as in
 * published checkpoints of the encoder, {@code encoder.layer.0.attention.self.query.weight}; those of the whole language
 * model put {@code roberta.} before them.
 */
final class Roberta extends Layer implements TextEncoder {

    /** The id of the padding; positions count from the next number. */
    static final int PADDING = 1;

    private static final double EPSILON = 1e-5;
    private static final String MODEL = "roberta.";
    private static final Init TABLE = Init.normal(0.02);

    private final Tokenizer tokenizer;
    private final int width;
    private final int length;
    private final List<RobertaLayer> layers = new ArrayList<>();
    private final BoundKernel embed;
    private final Kernel widen;

    Roberta(LayerContext context, Options options, Tokenizer tokenizer) {
        super(context);
        this.tokenizer = tokenizer;
        width = options.integer("width");
        length = options.integer("length");
        embed = kernel("roberta_embed.py", Map.of("WIDTH", width, "PADDING", PADDING), Map.ofEntries(
                entry("words", embedding("word_embeddings.weight", TABLE, options.integer("vocabulary"), width)),
                entry("positions", embedding("position_embeddings.weight", TABLE, options.integer("positions"), width)),
                entry("types", embedding("token_type_embeddings.weight", TABLE, 1, width)),
                entry("norm_w", embedding("LayerNorm.weight", Init.ONES, width)),
                entry("norm_b", embedding("LayerNorm.bias", Init.ZEROS, width))), "ids");
        int mlp = (int) Math.round(width * options.number("mlp_ratio"));
        for (int i = 0; i < options.integer("layers"); i++) {
            String name = "encoder.layer." + i;
            layers.add(child(name, new RobertaLayer(context, MODEL + name + ".", width, options.integer("heads"), mlp, EPSILON)));
        }
        widen = kernel("widen.py", Map.of());
    }

    private Weight embedding(String name, Init init, long... shape) {
        return weight("embeddings." + name, init, shape).pretrainedAs(MODEL + "embeddings." + name);
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
        try (NDManager scope = manager.newSubManager()) {
            TokenIds tokenized = tokenizer.encode(sentences, length, PADDING, scope);
            List<NDArray> states = states(tokenized.ids(), tokenized.mask());
            NDArray result = run(widen, states.get(states.size() - 1));
            result.attach(manager);
            tokenized.mask().attach(manager);
            return new TextFeatures(result, tokenized.mask());
        }
    }

    /**
     * Returns the hidden states (B, L, C) before each layer and after the last.
     *
     * @param ids (B, L) int64
     * @param mask (B, L) fp32, 0 for what nothing looks at
     */
    List<NDArray> states(NDArray ids, NDArray mask) {
        NDArray hidden = run(embed, ids);
        List<NDArray> states = new ArrayList<>();
        states.add(hidden);
        NDArray hide = layers.isEmpty() ? null : layers.get(0).bias(mask);
        for (RobertaLayer layer : layers) {
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
