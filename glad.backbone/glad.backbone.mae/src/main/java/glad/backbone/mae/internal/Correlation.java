package glad.backbone.mae.internal;

import static java.util.Map.entry;

import ai.djl.ndarray.NDArray;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Weight;
import java.util.Map;

/**
 * Compares every cell of the search region's stride-8 map with every cell of the template's: the cosine of the angle
 * between their projected features, times how much of the template's cell the target covers. Small networks that are
 * trained from scratch learn to match sooner with it (pixel-wise correlation of Yan et al., "Alpha-Refine", 2021).
 */
final class Correlation extends Layer {

    /** Width of the projected features. */
    private static final int WIDTH = 64;

    private final int cells;
    private final BoundKernel remember;
    private final BoundKernel compare;

    /**
     * Makes a layer.
     *
     * @param context the part's context
     * @param channels channels of the stride-8 maps
     * @param templateSide template tokens per side; its stride-8 map has twice as many
     * @param templates how many are compared: what later ones say is added to what the first one says, at first as nothing
     */
    Correlation(LayerContext context, int channels, int templateSide, int templates) {
        super(context);
        cells = 4 * templateSide * templateSide;
        Map<String, Weight> weights = Map.ofEntries(
                entry("w", weight("proj.weight", Init.fanIn(1), WIDTH, channels, 1, 1)),
                entry("b", weight("proj.bias", Init.ZEROS, WIDTH)));
        Map<String, Object> constants = Map.of("SIDE", templateSide, "WIDTH", WIDTH);
        remember = kernel("correlation_template.py", constants, weights, "detail", "box");
        compare = templates == 1 ? kernel("correlation_search.py", constants, weights, "detail", "template")
                : kernel("correlation_slots.py", constants, Map.ofEntries(
                        entry("w", weights.get("w")), entry("b", weights.get("b")),
                        entry("later", weight("later.weight", Init.ZEROS, cells, (long) (templates - 1) * cells))), "detail", "template");
    }

    /** Returns how many channels {@link #compare} adds: one for each cell of the template's stride-8 map. */
    int channels() {
        return cells;
    }

    /**
     * Returns what to keep of a template, (B, Nt, 4 * {@value #WIDTH}): the features of each token's 2x2 cells.
     *
     * @param detail (B, D, 2T, 2T)
     * @param box (B, 4), the target in the template as centre and size in fractions of it
     */
    NDArray remember(NDArray detail, NDArray box) {
        return run(remember, detail, box);
    }

    /**
     * Returns a search region's map with the comparison added, (B, D + {@link #channels}, H, W).
     *
     * @param detail (B, D, H, W)
     * @param template from {@link #remember}, of several templates one after the other
     */
    NDArray compare(NDArray detail, NDArray template) {
        return run(compare, detail, template);
    }
}
