package glad.diffusion.fusion.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import glad.api.model.Fusion;
import glad.api.model.Tokens;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * GLAD's generative fusion: feature maps are pooled into cues once per sequence; per frame one decoder layer per map brings
 * them into the tokens, followed by a layer norm. Without maps the layers run without their cross-attention.
 */
final class GladDecoder extends Layer implements Fusion {

    final List<AttentionPooling> poolings = new ArrayList<>();
    final List<DecoderLayer> layers = new ArrayList<>();
    private final BoundKernel join;
    private final BoundKernel split;

    /** How the sin/cos position tables of the cross-attention are computed. */
    enum Table { BF16, FP32, NONE }

    /**
     * The numbers that shape the network.
     *
     * @param width C of the tokens
     * @param heads heads of the self-attention; the cross-attention takes only its scale from it
     * @param hidden inner width of the MLPs
     * @param poolHeads heads of the pooling
     * @param table how position tables are computed
     * @param scramble whether the cross-attention's output is re-read as in the official code
     * @param unusedTextWidth width of the text features that the official pooling's unused parameters take; 0 leaves
     *     unused parameters out
     */
    record Size(int width, int heads, int hidden, int poolHeads, Table table, boolean scramble, int unusedTextWidth) {}

    /**
     * Makes a decoder.
     *
     * @param context the part's context
     * @param size the numbers
     * @param maps (C, H, W) of each feature map that counts; may be empty
     * @param layersWithoutMaps the number of layers if there are no maps
     * @param templateTokens number of template tokens
     * @param searchTokens number of search tokens
     */
    GladDecoder(LayerContext context, Size size, List<Shape> maps, int layersWithoutMaps, int templateTokens,
            int searchTokens) {
        super(context);
        for (Shape map : maps) {
            poolings.add(child("pm." + poolings.size(), new AttentionPooling(
                    context, map, size.width(), size.poolHeads(), size.unusedTextWidth())));
        }
        DecoderLayer.Cross cross = !maps.isEmpty() ? DecoderLayer.Cross.USED
                : size.unusedTextWidth() > 0 ? DecoderLayer.Cross.KEPT : DecoderLayer.Cross.ABSENT;
        for (int i = 0; i < (maps.isEmpty() ? layersWithoutMaps : maps.size()); i++) {
            layers.add(child("fd." + i, new DecoderLayer(context, size, templateTokens + searchTokens, cross)));
        }
        Weight normW = weight("norm_output.weight", Init.ONES, size.width());
        Weight normB = weight("norm_output.bias", Init.ZEROS, size.width());
        join = kernel("join_tokens.py", Map.of(), Map.of("norm_w", normW), "template", "search");
        split = kernel("norm_split.py", Map.of("WIDTH", size.width(), "EPS", 1e-5, "FIRST", templateTokens),
                Map.of("norm_w", normW, "norm_b", normB), "x");
    }

    /**
     * {@inheritDoc}
     *
     * <p>Here the cues are, for each map with M cells: keys (B, M, C) and values (B, M, C) of the cross-attention, and the
     * position table (1, N, C) of its queries. They hold as long as the parameters don't change.
     */
    @Override
    public NDList cues(NDList featureMaps) {
        if (poolings.isEmpty()) {
            return new NDList();
        }
        if (!featureMaps.isEmpty() && featureMaps.size() != poolings.size()) {
            throw new IllegalArgumentException(
                    "got " + featureMaps.size() + " feature maps, expected " + poolings.size() + " or none");
        }
        NDList cues = new NDList();
        for (int i = 0; i < featureMaps.size(); i++) {
            try (NDArray pooled = poolings.get(i).forward(featureMaps.get(i))) {
                cues.addAll(layers.get(i).cues(pooled));
            }
        }
        return cues;
    }

    @Override
    public Tokens forward(Tokens tokens, NDList cues) {
        if (!cues.isEmpty() && cues.size() != poolings.size() * DecoderLayer.CUES) {
            throw new IllegalArgumentException("these cues were made by another fusion module");
        }
        NDArray x = run(join, tokens.template(), tokens.search());
        for (int i = 0; i < layers.size(); i++) {
            List<NDArray> own = cues.isEmpty() ? List.of()
                    : cues.subList(i * DecoderLayer.CUES, (i + 1) * DecoderLayer.CUES);
            try (NDArray previous = x) {
                x = layers.get(i).forward(previous, own);
            }
        }
        try (NDArray last = x) {
            NDArray[] parts = runMany(split, last);
            return tokens.with(parts[0], parts[1]);
        }
    }
}
