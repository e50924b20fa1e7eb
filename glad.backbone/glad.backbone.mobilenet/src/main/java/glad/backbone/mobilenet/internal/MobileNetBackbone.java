package glad.backbone.mobilenet.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import glad.api.model.Backbone;
import glad.api.model.Template;
import glad.api.model.Tokens;
import glad.backbone.mobilenet.MobileNetV2;
import glad.nn.Kernel;
import glad.nn.Layer;
import glad.nn.LayerContext;
import java.util.Map;

/** Cells of a MobileNetV2's map as tokens. Template and search region don't see each other: a head that compares them does. */
final class MobileNetBackbone extends Layer implements Backbone {

    private static final int FINE_STRIDE = 8;
    private static final int COARSE_STRIDE = 16;

    private final int searchSize;
    private final boolean coarse;
    private final MobileNetV2 network;
    private final Kernel cells;

    /**
     * Makes a backbone.
     *
     * @param context the part's context
     * @param searchSize side of the search region, pixels
     * @param coarse whether the map at stride 16 becomes tokens, not the one at stride 8
     */
    MobileNetBackbone(LayerContext context, int searchSize, boolean coarse) {
        super(context);
        this.searchSize = searchSize;
        this.coarse = coarse;
        network = child("mobilenet", new MobileNetV2(context, coarse));
        cells = kernel("cells.py", Map.of());
    }

    @Override
    public int width() {
        return coarse ? MobileNetV2.COARSE_WIDTH : MobileNetV2.FINE_WIDTH;
    }

    @Override
    public int searchSide() {
        return searchSize / (coarse ? COARSE_STRIDE : FINE_STRIDE);
    }

    @Override
    public int templateSide() {
        return searchSide() / 2;
    }

    @Override
    public int detailWidth() {
        return 0;
    }

    @Override
    public NDArray embedTemplate(Template template) {
        return tokens("template", template.image(), searchSize / 2);
    }

    @Override
    public Tokens forward(NDArray template, NDArray search) {
        NDArray tokens = tokens("search", search, searchSize);
        NDArray own = template.duplicate();
        own.attach(search.getManager());
        return new Tokens(own, tokens, null);
    }

    private NDArray tokens(String what, NDArray image, int side) {
        Shape shape = image.getShape();
        if (shape.dimension() != 4 || shape.get(1) != 3 || shape.get(2) != side || shape.get(3) != side) {
            throw new IllegalArgumentException(what + " has shape " + shape + ", expected (B, 3, " + side + ", " + side + ")");
        }
        MobileNetV2.Maps maps = network.forward(image);
        try (NDArray fine = maps.fine(); NDArray chosen = coarse ? maps.coarse() : fine) {
            return run(cells, chosen);
        }
    }
}
