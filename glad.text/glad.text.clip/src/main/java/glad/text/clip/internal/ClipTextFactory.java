package glad.text.clip.internal;

import glad.api.GladException;
import glad.api.GladId;
import glad.api.model.ModelFiles;
import glad.api.model.PartContext;
import glad.api.model.PartInputs;
import glad.api.model.TextEncoder;
import glad.api.model.TextEncoderFactory;
import glad.api.options.Option;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import glad.nn.LayerContext;
import glad.text.tokenizer.BytePairs;
import glad.text.tokenizer.Tokenizer;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Makes CLIP text transformers of any size. */
@GladId("clip-text")
@Component(service = TextEncoderFactory.class)
public class ClipTextFactory implements TextEncoderFactory {

    private static final OptionSchema OPTIONS = OptionSchema.of(
            Option.integer("vocabulary", 512, 2, 1_000_000, "number of token ids"),
            Option.integer("width", 128, 1, 8192, "width of the token features"),
            Option.integer("layers", 2, 0, 128, "number of transformer layers"),
            Option.integer("heads", 4, 1, 256, "attention heads; divides the width"),
            Option.number("mlp_ratio", 4, 0.5, 8, "inner width of the MLPs in multiples of the width"),
            Option.integer("length", 77, 3, 4096, "tokens per sentence, start and end included"),
            Option.flag("hide_padding", false, "keep attention off the padding (Stable Diffusion doesn't)"),
            Option.text("tokenizer", "", "a tokenizer.json, or a folder with vocab.json and merges.txt"));

    private final OptionSchema options;
    private final ModelFiles files;

    /** Makes a factory that finds tokenizers there. */
    @Activate
    public ClipTextFactory(@Reference ModelFiles files) {
        this(files, Map.of());
    }

    /** Makes a factory of a published size: the same options with other defaults. */
    ClipTextFactory(ModelFiles files, Map<String, Object> preset) {
        this.options = OPTIONS.withDefaults(preset);
        this.files = files;
    }

    @Override
    public OptionSchema options() {
        return options;
    }

    @Override
    public TextEncoder create(Options options, PartInputs inputs, PartContext context) {
        int width = options.integer("width");
        int heads = options.integer("heads");
        if (width % heads != 0) {
            throw GladException.usage("text encoder of width " + width + " can't have " + heads
                    + " heads; expected a divisor of the width");
        }
        Tokenizer tokenizer =
                new Tokenizer(options.text("tokenizer"), BytePairs.CLIP, options.integer("vocabulary"), files);
        return new ClipText(new LayerContext(context), options, tokenizer);
    }
}
