package glad.tests.part.internal;

import ai.djl.ndarray.NDArray;
import glad.api.model.Backbone;
import glad.api.model.Template;
import glad.api.model.Tokens;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Layer;
import glad.nn.LayerContext;
import java.util.Map;

/** The mean colour of each 16x16 cell as a token. Its weight is larger than it needs, so that a leak of it shows. */
final class PlainBackbone extends Layer implements Backbone {

    private static final int WIDTH = 16;
    private static final int ROWS = 1 << 18;

    private final int side;
    private final BoundKernel tokens;

    PlainBackbone(LayerContext context, int searchSize) {
        super(context);
        side = searchSize / 16;
        tokens = kernel("plain_tokens.py", Map.of(), Map.of("w", weight("spread", Init.constant(0.5), ROWS, WIDTH)), "image");
    }

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public int searchSide() {
        return side;
    }

    @Override
    public int templateSide() {
        return side / 2;
    }

    @Override
    public int detailWidth() {
        return 0;
    }

    @Override
    public NDArray embedTemplate(Template template) {
        return run(tokens, template.image());
    }

    @Override
    public Tokens forward(NDArray template, NDArray search) {
        return new Tokens(template, run(tokens, search), null);
    }
}
