package glad.text.clip.internal;

import glad.api.GladId;
import glad.api.model.ModelFiles;
import glad.api.model.TextEncoderFactory;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Makes the text transformer of CLIP ViT-L/14, which Stable Diffusion 1.5 is conditioned on. */
@GladId("clip-vit-l14")
@Component(service = TextEncoderFactory.class)
public final class ClipVitL14Factory extends ClipTextFactory {

    /** Makes a factory that finds tokenizers there. */
    @Activate
    public ClipVitL14Factory(@Reference ModelFiles files) {
        super(files, Map.of("vocabulary", 49408, "width", 768, "layers", 12, "heads", 12, "mlp_ratio", 4.0,
                "length", 77, "tokenizer", "clip-vit-l14"));
    }
}
