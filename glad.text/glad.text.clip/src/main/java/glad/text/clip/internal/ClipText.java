package glad.text.clip.internal;

import static java.util.Map.entry;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import glad.api.model.TextEncoder;
import glad.api.model.TextFeatures;
import glad.api.model.TextToken;
import glad.api.options.Options;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Kernel;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.text.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * CLIP's text transformer (Radford et al., "Learning Transferable Visual Models From Natural Language Supervision",
 * 2021): token and position embeddings, pre-norm layers under a causal mask, a final LayerNorm. Parameters are named as
 * in the published checkpoints, {@code text_model.encoder.layers.0.self_attn.q_proj.weight}.
 */
final class ClipText extends Layer implements TextEncoder {

    private final Tokenizer tokenizer;
    private final int width;
    private final int length;
    private final List<ClipLayer> layers = new ArrayList<>();
    private final BoundKernel embed;
    private final Kernel bias;
    private final BoundKernel norm;

    ClipText(LayerContext context, Options options, Tokenizer tokenizer) {
        super(context);
        this.tokenizer = tokenizer;
        width = options.integer("width");
        length = options.integer("length");
        int depth = options.integer("layers");
        embed = kernel("clip_embed.py", Map.of(), Map.ofEntries(
                entry("tokens", weight("text_model.embeddings.token_embedding.weight", Init.normal(0.02),
                        options.integer("vocabulary"), width)),
                entry("positions", weight("text_model.embeddings.position_embedding.weight", Init.normal(0.02), length, width))),
                "ids");
        int mlp = (int) Math.round(width * options.number("mlp_ratio"));
        for (int i = 0; i < depth; i++) {
            layers.add(child("text_model.encoder.layers." + i,
                    new ClipLayer(context, width, options.integer("heads"), mlp, depth)));
        }
        norm = kernel("clip_norm.py", Map.of("WIDTH", width), Map.ofEntries(
                entry("w", weight("text_model.final_layer_norm.weight", Init.ONES, width)),
                entry("b", weight("text_model.final_layer_norm.bias", Init.ZEROS, width))), "x");
        bias = kernel("clip_bias.py", Map.of("HIDE_PADDING", options.flag("hide_padding")));
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
        return tokenizer.features(sentences, length, tokenizer.end(), manager, tokens -> {
            List<NDArray> states = states(tokens.ids(), tokens.mask());
            return finish(states.get(states.size() - 1));
        });
    }

    @Override
    public List<TextToken> tokens(String sentence) {
        return tokenizer.tokens(sentence, length);
    }

    /**
     * Returns the hidden states (B, L, C) before each layer and after the last.
     *
     * @param ids (B, L) int64
     * @param mask (B, L) fp32, 0 for padding
     */
    List<NDArray> states(NDArray ids, NDArray mask) {
        NDArray hide = run(bias, mask);
        NDArray hidden = run(embed, ids);
        List<NDArray> states = new ArrayList<>();
        states.add(hidden);
        for (ClipLayer layer : layers) {
            hidden = layer.forward(hidden, hide);
            states.add(hidden);
        }
        return states;
    }

    /** Applies the final LayerNorm; fp32. */
    NDArray finish(NDArray hidden) {
        return run(norm, hidden);
    }

    @Override
    public void close() {
        tokenizer.close();
        super.close();
    }
}
