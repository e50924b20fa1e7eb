package glad.text.minilm.internal;

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
import glad.text.tokenizer.Tokenizer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Makes MiniLM's encoders (Wang et al., arXiv:2002.10957), small BERTs, of the size of all-MiniLM-L6-v2 unless told otherwise. */
@GladId("minilm")
@Component(service = TextEncoderFactory.class)
public final class MiniLmFactory implements TextEncoderFactory {

    /** The Maven artefact that carries weights and tokenizer, as this bundle's README names it in the weights root. */
    static final String ARTEFACT = "all-minilm-l6-v2.jar";

    static final Option VOCABULARY = Option.integer("vocabulary", 30522, 3, 1_000_000, "number of token ids");
    static final Option TOKENIZER = Option.text("tokenizer", ARTEFACT, "a tokenizer.json, or an archive or a folder that holds one");

    private static final OptionSchema OPTIONS = OptionSchema.of(
            VOCABULARY,
            Option.integer("width", 384, 1, 8192, "width of the token features"),
            Option.integer("layers", 6, 1, 128, "number of transformer layers"),
            Option.integer("heads", 12, 1, 256, "attention heads; divides the width"),
            Option.number("mlp_ratio", 4, 0.5, 8, "inner width of the MLPs in multiples of the width"),
            Option.integer("length", 32, 3, 4096, "tokens per sentence, start and end included"),
            Option.integer("positions", 512, 3, 8192, "rows of the position table"),
            TOKENIZER);

    private final ModelFiles files;

    /** Makes a factory that finds tokenizers there. */
    @Activate
    public MiniLmFactory(@Reference ModelFiles files) {
        this.files = files;
    }

    @Override
    public OptionSchema options() {
        return OPTIONS;
    }

    @Override
    public TextEncoder create(Options options, PartInputs inputs, PartContext context) {
        return BertEncoder.create(BertEncoder.Kind.BERT, "minilm", options, context,
                () -> new Tokenizer(options.text("tokenizer"), options.integer("vocabulary"), files));
    }
}
