package glad.text.minilm.internal;

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
 * MiniLM's encoder (Wang et al., arXiv:2002.10957), a small BERT: normed sum of word, position and type embeddings, then layers normed
 * after each sum. It gives each token's features, not the pooled sentence's. Parameters are named as in published checkpoints of
 * BERT's encoder.
 */
final class MiniLm extends Layer implements TextEncoder {

    /** The id of the padding. */
    static final int PADDING = 0;

    private static final double EPSILON = 1e-12;
    private static final String MODEL = "bert.";
    private static final Init TABLE = Init.normal(0.02);
    private static final int SENTENCE_TYPES = 2;

    private final Tokenizer tokenizer;
    private final int width;
    private final int length;
    private final List<RobertaLayer> layers = new ArrayList<>();
    private final BoundKernel embed;
    private final Kernel widen;

    MiniLm(LayerContext context, Options options, Tokenizer tokenizer) {
        super(context);
        this.tokenizer = tokenizer;
        width = options.integer("width");
        length = options.integer("length");
        embed = kernel("minilm_embed.py", Map.of("WIDTH", width, "EPSILON", EPSILON), Map.ofEntries(
                entry("words", embedding("word_embeddings.weight", TABLE, options.integer("vocabulary"), width)),
                entry("positions", embedding("position_embeddings.weight", TABLE, options.integer("positions"), width)),
                entry("types", embedding("token_type_embeddings.weight", TABLE, SENTENCE_TYPES, width)),
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
            NDArray hidden = run(embed, tokenized.ids());
            NDArray hide = layers.get(0).bias(tokenized.mask());
            for (RobertaLayer layer : layers) {
                hidden = layer.forward(hidden, hide);
            }
            NDArray result = run(widen, hidden);
            result.attach(manager);
            tokenized.mask().attach(manager);
            return new TextFeatures(result, tokenized.mask());
        }
    }

    @Override
    public void close() {
        tokenizer.close();
        super.close();
    }
}
