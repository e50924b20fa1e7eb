package glad.diffusion.fusion.internal;

import glad.api.GladException;
import glad.api.GladId;
import glad.api.model.PartContext;
import glad.api.model.PartInputs;
import glad.api.model.WordGuidance;
import glad.api.model.WordGuidanceFactory;
import glad.api.options.Option;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import glad.nn.LayerContext;
import org.osgi.service.component.annotations.Component;

/** Makes {@link WordQuery} parts. */
@GladId("word-query")
@Component(service = WordGuidanceFactory.class)
public final class WordQueryFactory implements WordGuidanceFactory {

    private static final OptionSchema OPTIONS = OptionSchema.of(
            Option.integer("width", 192, 8, 4096, "width of the vector that a sentence's words and search tokens are compared by"),
            Option.integer("gate_width", 64, 1, 4096, "inner width of the gate, which the template's tokens open"));

    @Override
    public OptionSchema options() {
        return OPTIONS;
    }

    @Override
    public WordGuidance create(Options options, PartInputs inputs, PartContext context) {
        if (inputs.textWidth() == 0) {
            throw GladException.usage("words \"word-query\" read a sentence; expected a text encoder; choose one, or the words \"none\"");
        }
        return new WordQuery(new LayerContext(context), inputs.textWidth(), inputs.tokenWidth(), inputs.searchSide(),
                options.integer("width"), options.integer("gate_width"));
    }
}
