package glad.text.roberta.internal;

import glad.api.GladId;
import glad.api.model.ModelFiles;
import glad.api.model.TextEncoderFactory;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Makes encoders of the size of RoBERTa-base. */
@GladId("roberta-base")
@Component(service = TextEncoderFactory.class)
public final class RobertaBaseFactory extends RobertaFactory {

    /** Makes a factory that finds tokenizers there. */
    @Activate
    public RobertaBaseFactory(@Reference ModelFiles files) {
        super(files, Map.of("vocabulary", 50265, "width", 768, "layers", 12, "heads", 12, "mlp_ratio", 4.0,
                "length", 77, "positions", 514, "tokenizer", "roberta-base"));
    }
}
