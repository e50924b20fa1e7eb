package glad.text.roberta.internal;

import glad.api.GladId;
import glad.api.model.ModelFiles;
import glad.api.model.PartContext;
import glad.api.model.PartInputs;
import glad.api.model.TextEncoder;
import glad.api.model.TextEncoderFactory;
import glad.api.options.Option;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import glad.text.roberta.BertEncoder;
import glad.text.tokenizer.BytePairs;
import glad.text.tokenizer.Tokenizer;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Makes RoBERTa encoders of any size. */
@GladId("roberta")
@Component(service = TextEncoderFactory.class)
public class RobertaFactory implements TextEncoderFactory {

    private static final OptionSchema OPTIONS = OptionSchema.of(
            Option.integer("vocabulary", 512, 3, 1_000_000, "number of token ids"),
            Option.integer("width", 128, 1, 8192, "width of the token features"),
            Option.integer("layers", 2, 0, 128, "number of transformer layers"),
            Option.integer("heads", 4, 1, 256, "attention heads; divides the width"),
            Option.number("mlp_ratio", 4, 0.5, 8, "inner width of the MLPs in multiples of the width"),
            Option.integer("length", 77, 3, 4096, "tokens per sentence, start and end included"),
            Option.integer("positions", 514, 5, 8192, "rows of the position table; tokens take those from 2"),
            Option.text("tokenizer", "", "a tokenizer.json, or a folder with vocab.json and merges.txt"));

    private final OptionSchema options;
    private final ModelFiles files;

    /** Makes a factory that finds tokenizers there. */
    @Activate
    public RobertaFactory(@Reference ModelFiles files) {
        this(files, Map.of());
    }

    /** Makes a factory of a published size: the same options with other defaults. */
    RobertaFactory(ModelFiles files, Map<String, Object> preset) {
        this.options = OPTIONS.withDefaults(preset);
        this.files = files;
    }

    @Override
    public OptionSchema options() {
        return options;
    }

    @Override
    public TextEncoder create(Options options, PartInputs inputs, PartContext context) {
        return BertEncoder.create(BertEncoder.Kind.ROBERTA, "roberta", options, context,
                () -> new Tokenizer(options.text("tokenizer"), BytePairs.ROBERTA, options.integer("vocabulary"), files));
    }
}
