package glad.diffusion.head.internal;

import glad.api.GladException;
import glad.api.GladId;
import glad.api.model.Head;
import glad.api.model.HeadFactory;
import glad.api.model.PartContext;
import glad.api.model.PartInputs;
import glad.api.options.Option;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import glad.nn.LayerContext;
import org.osgi.service.component.annotations.Component;

/** Makes {@link MatchHead}s. */
@GladId("match")
@Component(service = HeadFactory.class)
public final class MatchHeadFactory implements HeadFactory {

    private static final OptionSchema OPTIONS = OptionSchema.of(
            Option.number("temperature", 0.05, 1e-3, 10, "difference of the mean cosine that divides the score by e"),
            Option.number("changed", 0.97, 0.01, 1, "factor on the score of a size that differs from the last one"));

    @Override
    public OptionSchema options() {
        return OPTIONS;
    }

    @Override
    public Head create(Options options, PartInputs inputs, PartContext context) {
        if (inputs.templateSide() % 2 != 0) {
            throw GladException.usage("head \"match\" expects a backbone with an even number of template tokens per side, and gets "
                    + inputs.templateSide() + "; choose another search size");
        }
        return new MatchHead(new LayerContext(context), inputs.searchSide(), inputs.templateSide(), options.number("temperature"),
                options.number("changed"));
    }
}
