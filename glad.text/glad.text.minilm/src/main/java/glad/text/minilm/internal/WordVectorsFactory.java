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
import glad.nn.LayerContext;
import glad.text.tokenizer.Tokenizer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Makes {@link WordVectors}. */
@GladId("word-vectors")
@Component(service = TextEncoderFactory.class)
public final class WordVectorsFactory implements TextEncoderFactory {

    private static final OptionSchema OPTIONS = OptionSchema.of(
            MiniLmFactory.VOCABULARY,
            Option.integer("width", 96, 1, 8192, "width of the vectors; a wider pretrained table is cut to its first principal components"),
            Option.integer("length", 16, 3, 4096, "tokens per sentence, start and end included"),
            MiniLmFactory.TOKENIZER);

    private final ModelFiles files;

    /** Makes a factory that finds tokenizers there. */
    @Activate
    public WordVectorsFactory(@Reference ModelFiles files) {
        this.files = files;
    }

    @Override
    public OptionSchema options() {
        return OPTIONS;
    }

    @Override
    public TextEncoder create(Options options, PartInputs inputs, PartContext context) {
        return new WordVectors(new LayerContext(context), options,
                new Tokenizer(options.text("tokenizer"), options.integer("vocabulary"), files));
    }
}
