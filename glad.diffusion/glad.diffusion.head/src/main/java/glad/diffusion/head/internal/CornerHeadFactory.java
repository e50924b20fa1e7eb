package glad.diffusion.head.internal;

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

/** Makes {@link CornerHead}s. */
@GladId("corner")
@Component(service = HeadFactory.class)
public final class CornerHeadFactory implements HeadFactory {

    private static final OptionSchema OPTIONS = OptionSchema.of(
            Option.integer("channels", 256, 8, 2048, "channels of the first convolutions, a multiple of 8"),
            Channels.NORM_BATCH,
            Channels.FIXED_NORM);

    @Override
    public OptionSchema options() {
        return OPTIONS;
    }

    @Override
    public Head create(Options options, PartInputs inputs, PartContext context) {
        return new CornerHead(new LayerContext(context), inputs.tokenWidth(), inputs.searchSide(),
                Channels.check("corner", options), Channels.norm(options));
    }
}
