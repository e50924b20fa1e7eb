package glad.none.internal;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.GladId;
import glad.api.model.PartContext;
import glad.api.model.PartInputs;
import glad.api.model.TextEncoder;
import glad.api.model.TextEncoderFactory;
import glad.api.model.TextFeatures;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Makes the text encoder of a tracker without language: no tokens, whatever the sentence says. */
@GladId("none")
@Component(service = TextEncoderFactory.class)
public final class NoTextFactory implements TextEncoderFactory {

    private static final OptionSchema OPTIONS = OptionSchema.of();

    @Override
    public OptionSchema options() {
        return OPTIONS;
    }

    @Override
    public TextEncoder create(Options options, PartInputs inputs, PartContext context) {
        return new NoText();
    }

    private static final class NoText extends NoPart implements TextEncoder {

        @Override
        public int width() {
            return 0;
        }

        @Override
        public int length() {
            return 0;
        }

        @Override
        public TextFeatures encode(List<String> sentences, NDManager manager) {
            return new TextFeatures(manager.zeros(new Shape(sentences.size(), 0, 0)),
                    manager.zeros(new Shape(sentences.size(), 0)));
        }
    }
}
