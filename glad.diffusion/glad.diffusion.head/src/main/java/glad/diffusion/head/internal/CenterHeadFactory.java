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

/** Makes {@link CenterHead}s. */
@GladId("center")
@Component(service = HeadFactory.class)
public final class CenterHeadFactory implements HeadFactory {

    private static final OptionSchema OPTIONS = OptionSchema.of(
            Option.integer("channels", 256, 8, 2048, "channels of the first convolutions, a multiple of 8"),
            Channels.NORM_BATCH,
            Channels.FIXED_NORM,
            Option.integer("decode_side", 0, 0, 1024,
                    "cells per side that boxes are decoded with; 0: the map's own (27 for the published L384 weights)"),
            Option.flag("target_query", false, "multiply search features by a query made of the target's template tokens"),
            Option.flag("detail", false, "double the map's side with the backbone's finer map"));

    @Override
    public OptionSchema options() {
        return OPTIONS;
    }

    @Override
    public Head create(Options options, PartInputs inputs, PartContext context) {
        int channels = Channels.check("center", options);
        boolean detail = options.flag("detail");
        if (detail && inputs.detailWidth() == 0) {
            throw GladException.usage("option \"detail\" of head \"center\" is \"true\", but the backbone gives no finer map; "
                    + "choose one that does (mae-vit with stem: conv), or set detail to false");
        }
        return new CenterHead(new LayerContext(context), new CenterHead.Size(inputs.tokenWidth(), inputs.searchSide(),
                inputs.templateSide(), channels, options.integer("decode_side"), options.flag("target_query"),
                detail ? inputs.detailWidth() : 0, Channels.norm(options)));
    }
}
