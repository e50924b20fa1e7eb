package glad.diffusion.fusion.internal;

import ai.djl.ndarray.types.Shape;
import glad.api.GladException;
import glad.api.GladId;
import glad.api.model.Fusion;
import glad.api.model.FusionFactory;
import glad.api.model.PartContext;
import glad.api.model.PartInputs;
import glad.api.options.Option;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import glad.nn.LayerContext;
import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Component;

/** Makes {@link GladDecoder}s. */
@GladId("glad-decoder")
@Component(service = FusionFactory.class)
public final class GladDecoderFactory implements FusionFactory {

    private static final OptionSchema OPTIONS = OptionSchema.of(
            Option.integer("heads", 0, 0, 64, "heads of the self-attention; divides the token width; 0: one for 64 channels"),
            Option.number("mlp_ratio", 4, 0.5, 8, "inner width of the MLPs in multiples of the token width"),
            Option.integer("pool_heads", 20, 1, 64, "heads of the attention pooling; divides the maps' channels"),
            Option.integer("layers", 3, 1, 12, "number of layers where there are no feature maps; else one per map"),
            Option.flag("pooled", true, "whether the feature maps count; false where they are there for the words alone"),
            Option.choice("position_table", "bf16", List.of("bf16", "fp32", "none"),
                    "precision of the cross-attention's position tables; published weights want bf16"),
            Option.flag("scramble", true, "re-read the cross-attention's output transposed, as published weights want"),
            Option.flag("unused_weights", true, "keep the parameters of published weights that nothing uses"),
            Option.integer("unused_text_width", 512, 1, 4096, "text width in the shapes of the unused parameters"));

    @Override
    public OptionSchema options() {
        return OPTIONS;
    }

    @Override
    public Fusion create(Options options, PartInputs inputs, PartContext context) {
        int width = inputs.tokenWidth();
        int heads = options.integer("heads") == 0 ? Math.max(1, width / 64) : options.integer("heads");
        if (width % heads != 0 || width % 2 != 0) {
            throw GladException.usage("option \"heads\" of fusion \"glad-decoder\" is \"" + heads
                    + "\"; expected a divisor of the backbone's token width, which is " + width + " and has to be even");
        }
        int poolHeads = options.integer("pool_heads");
        for (Shape map : inputs.featureMaps()) {
            if (map.dimension() != 3) {
                throw GladException.usage("fusion \"glad-decoder\" expects feature maps of (C, H, W); the diffusion part gives \""
                        + map + "\"; choose another diffusion part");
            }
            if (map.get(0) % poolHeads != 0) {
                throw GladException.usage("option \"pool_heads\" of fusion \"glad-decoder\" is \"" + poolHeads
                        + "\"; expected a divisor of the feature map's " + map.get(0) + " channels");
            }
        }
        GladDecoder.Size size = new GladDecoder.Size(width, heads,
                (int) Math.round(width * options.number("mlp_ratio")), poolHeads,
                GladDecoder.Table.valueOf(options.text("position_table").toUpperCase(Locale.ROOT)),
                options.flag("scramble"), options.flag("unused_weights") ? options.integer("unused_text_width") : 0);
        List<Shape> maps = options.flag("pooled") ? inputs.featureMaps() : List.of();
        return new GladDecoder(new LayerContext(context), size, maps, options.integer("layers"),
                inputs.templates() * inputs.templateSide() * inputs.templateSide(), inputs.searchSide() * inputs.searchSide());
    }
}
