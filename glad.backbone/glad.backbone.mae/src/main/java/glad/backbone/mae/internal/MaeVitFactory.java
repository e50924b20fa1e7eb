package glad.backbone.mae.internal;

import glad.api.GladException;
import glad.api.GladId;
import glad.api.model.Backbone;
import glad.api.model.BackboneFactory;
import glad.api.model.PartContext;
import glad.api.model.PartInputs;
import glad.api.options.Option;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import glad.nn.LayerContext;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Makes {@link MaeVit}s of any size. */
@GladId("mae-vit")
@Component(service = BackboneFactory.class)
public class MaeVitFactory implements BackboneFactory {

    private static final OptionSchema OPTIONS = OptionSchema.of(
            Option.integer("dim", 192, 8, 4096, "width of the tokens"),
            Option.integer("depth", 4, 1, 64, "number of transformer blocks"),
            Option.integer("heads", 6, 1, 64, "attention heads; divides dim"),
            Option.number("mlp_ratio", 4, 0.5, 8, "inner width of the MLPs in multiples of dim"),
            Option.integer("patch", 16, 4, 64, "side of a patch in pixels"),
            Option.number("drop_path", 0.1, 0, 0.9, "drop-path rate of the last block in training"),
            Option.choice("stem", "patch", List.of("patch", "conv", "mobilenet-v2"),
                    "patch embedding, convolutions to stride 16 that also give a finer map, or a pretrained network that does"),
            Option.integers("stem_channels", List.of(32L, 64L, 96L), 8, 1024,
                    "channels of the conv stem at stride 2, 4 and 8, multiples of 8; of mobilenet-v2 the last counts, the finer map's"),
            Option.flag("mark_target", false, "mark template tokens by how much of them the target covers"),
            Option.flag("tied_qk", false, "start query and key weights nearly equal"),
            Option.integer("templates", 1, 1, 4, "templates: the first frame's and, above 1, later ones (see tracker.update_interval)"),
            Option.flag("correlate", false, "add to the stem's finer map how much each cell looks like each of the"
                    + " template"));

    private final OptionSchema schema;

    /** Makes the factory of the backbone whose options are all the user's. */
    @Activate
    public MaeVitFactory() {
        this(Map.of());
    }

    /** Makes the factory of a preset. */
    MaeVitFactory(Map<String, Object> defaults) {
        schema = OPTIONS.withDefaults(defaults);
    }

    @Override
    public OptionSchema options() {
        return schema;
    }

    @Override
    public Backbone create(Options options, PartInputs inputs, PartContext context) {
        int width = options.integer("dim");
        int heads = options.integer("heads");
        int patch = options.integer("patch");
        if (width % heads != 0) {
            throw GladException.usage("option \"heads\" of backbone \"mae-vit\" is \"" + heads
                    + "\"; expected a divisor of dim, which is " + width);
        }
        if (inputs.searchSize() < 2 * patch || inputs.searchSize() % (2 * patch) != 0) {
            throw GladException.usage("the search size is \"" + inputs.searchSize() + "\"; backbone \"mae-vit\" with patches of "
                    + patch + " pixels expects a multiple of " + 2 * patch + ", because its template has half the side");
        }
        if (options.flag("correlate") && options.text("stem").equals("patch")) {
            throw GladException.usage("option \"correlate\" of backbone \"mae-vit\" is \"true\"; expected with a stem that gives a"
                    + " finer map to compare; set stem: conv or mobilenet-v2, or correlate: false");
        }
        return new MaeVit(new LayerContext(context), new MaeVit.Size(width, options.integer("depth"), heads,
                (int) Math.round(width * options.number("mlp_ratio")), options.number("drop_path"), patch,
                inputs.searchSize(), stem(options, patch), options.flag("mark_target"), options.flag("tied_qk"),
                options.flag("correlate"), options.integer("templates")));
    }

    private static MaeVit.StemSize stem(Options options, int patch) {
        MaeVit.StemKind kind = MaeVit.StemKind.of(options.text("stem"));
        if (kind == MaeVit.StemKind.PATCH) {
            return new MaeVit.StemSize(kind, List.of());
        }
        int[] channels = options.integers("stem_channels");
        if (channels.length != 3 || Arrays.stream(channels).anyMatch(c -> c % 8 != 0)) {
            throw GladException.usage("option \"stem_channels\" of backbone \"mae-vit\" is \"" + Arrays.toString(channels)
                    + "\"; expected three multiples of 8, for stride 2, 4 and 8");
        }
        if (patch != 16) {
            throw GladException.usage("option \"patch\" of backbone \"mae-vit\" is \"" + patch
                    + "\"; expected 16, the stride of stem " + options.text("stem"));
        }
        return new MaeVit.StemSize(kind, Arrays.stream(channels).boxed().toList());
    }
}
