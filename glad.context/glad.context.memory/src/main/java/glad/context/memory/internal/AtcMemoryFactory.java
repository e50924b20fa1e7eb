package glad.context.memory.internal;

import glad.api.GladException;
import glad.api.GladId;
import glad.api.model.PartContext;
import glad.api.model.PartInputs;
import glad.api.model.TargetMemory;
import glad.api.model.TargetMemoryFactory;
import glad.api.options.Option;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import glad.nn.LayerContext;
import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Component;

/** Makes {@link AtcMemory}s. */
@GladId("atc-memory")
@Component(service = TargetMemoryFactory.class)
public final class AtcMemoryFactory implements TargetMemoryFactory {

    private static final OptionSchema OPTIONS = OptionSchema.of(
            Option.integer("length", 4, 1, 64, "rows: how many frames are remembered"),
            Option.choice("heat", "inverted", List.of("inverted", "plain", "none", "score"),
                    "what makes a search token count: being unlike the templates, as published weights want; being like them; nothing, all"
                            + " count alike; the last frame's score"),
            Option.choice("query", "memory", List.of("memory", "class+memory"), "who looks at the frame for the newest vector: the newest row, or the frame's class token"),
            Option.flag("residual", false, "whether search tokens are weighed by 1 and their product with the memory, both without what all search tokens"
                    + " have in common, so that a tracker that it is added to begins as it was; published weights don't want it"),
            Option.choice("gate", "always", List.of("always", "score", "network"),
                    "which frames are remembered: all, or those whose confidence, the head's or a network's, is above gate_threshold"),
            Option.number("gate_threshold", 0.5, 0, 1, "see gate"),
            Option.integer("heads", 8, 1, 64, "attention heads; divides the token width"),
            Option.integer("layers", 2, 1, 12, "layers of the update"),
            Option.number("dropout", 0.1, 0, 0.9, "probability in training that a value is left out"),
            Option.flag("heat_together", true, "whether smallest and largest likeness are those of the batch in training, as in the official one"),
            Option.flag("fixed_norm", false, "whether the confidence network is trained by its stored statistics, for batches of few frames"),
            Option.flag("unused_weights", true, "keep the parameters of published weights that nothing uses"));

    @Override
    public OptionSchema options() {
        return OPTIONS;
    }

    @Override
    public TargetMemory create(Options options, PartInputs inputs, PartContext context) {
        int width = inputs.tokenWidth();
        int heads = options.integer("heads");
        if (width % heads != 0) {
            throw GladException.usage("option \"heads\" of memory \"atc-memory\" is \"" + heads
                    + "\"; expected a divisor of the backbone's token width, which is " + width);
        }
        return new AtcMemory(new LayerContext(context), new AtcMemory.Size(width, heads, options.integer("layers"),
                options.integer("length"), inputs.searchSide() * inputs.searchSide(),
                Heat.Kind.valueOf(options.text("heat").toUpperCase(Locale.ROOT)), options.text("query").equals("class+memory"), options.flag("residual"),
                AtcMemory.Gate.valueOf(options.text("gate").toUpperCase(Locale.ROOT)), options.number("gate_threshold"),
                new AtcMemory.Training(options.number("dropout"), options.flag("heat_together"), options.flag("fixed_norm")),
                options.flag("unused_weights")));
    }
}
