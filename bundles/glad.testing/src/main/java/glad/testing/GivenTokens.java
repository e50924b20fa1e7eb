package glad.testing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import glad.api.model.Backbone;
import glad.api.model.BackboneFactory;
import glad.api.model.PartContext;
import glad.api.model.PartInputs;
import glad.api.model.Template;
import glad.api.model.Tokens;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import java.util.List;

/** A backbone whose tokens [class, templates, search] are given, frame by frame. */
public final class GivenTokens implements Backbone, FixedPart {

    private final int side;
    private final NDArray positions;
    private List<NDArray> frames = List.of();
    private int frame;

    /**
     * Makes one.
     *
     * @param side search tokens per side
     * @param positions (1, Ns, C), of the search tokens
     */
    public GivenTokens(int side, NDArray positions) {
        this.side = side;
        this.positions = positions;
    }

    /** Sets the tokens (B, 1 + Nt + Ns, C) of the frames that come next; the last one's stay. */
    public void next(NDArray... tokens) {
        frames = List.of(tokens);
        frame = 0;
    }

    /** Returns a factory that gives this. */
    public BackboneFactory factory() {
        GivenTokens given = this;
        return new BackboneFactory() {
            @Override
            public OptionSchema options() {
                return OptionSchema.of();
            }

            @Override
            public Backbone create(Options options, PartInputs inputs, PartContext context) {
                return given;
            }
        };
    }

    @Override
    public int width() {
        return (int) positions.getShape().get(2);
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
        return template.image().getManager().zeros(new Shape(1, 1, 1));
    }

    @Override
    public Tokens forward(NDArray template, NDArray search) {
        NDArray tokens = frames.get(Math.min(frame++, frames.size() - 1));
        long first = tokens.getShape().get(1) - (long) side * side;
        return new Tokens(tokens.get(":, 1:" + first), tokens.get(":, " + first + ":"), null, tokens.get(":, :1"), positions);
    }
}
