package glad.text.clip.internal;

import glad.api.model.ModelFiles;
import glad.api.model.PartContext;
import glad.api.model.PartFactory;
import glad.api.model.PartInputs;
import glad.api.model.TextEncoder;
import glad.api.model.TextEncoderFactory;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Makes the text transformer of CLIP ViT-L/14, which Stable Diffusion 1.5 is conditioned on. */
@Component(service = TextEncoderFactory.class, property = PartFactory.ID + "=clip-vit-l14")
public final class ClipVitL14Factory implements TextEncoderFactory {

    private static final OptionSchema OPTIONS = ClipTextFactory.OPTIONS.withDefaults(Map.of(
            "vocabulary", 49408, "width", 768, "layers", 12, "heads", 12, "mlp_ratio", 4.0, "length", 77,
            "tokenizer", "clip-vit-l14"));

    private final ModelFiles files;

    /** Makes a factory that finds tokenizers there. */
    @Activate
    public ClipVitL14Factory(@Reference ModelFiles files) {
        this.files = files;
    }

    @Override
    public OptionSchema options() {
        return OPTIONS;
    }

    @Override
    public TextEncoder create(Options options, PartInputs inputs, PartContext context) {
        return ClipTextFactory.make(options, context, files);
    }
}
