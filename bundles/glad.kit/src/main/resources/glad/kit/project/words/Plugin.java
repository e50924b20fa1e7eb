package @package@;

import ai.djl.ndarray.*;
import glad.api.*;
import glad.api.model.*;
import glad.api.options.*;
import glad.nn.*;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Scales each channel of the search tokens by what the sentence's tokens are on average. */
@GladId("@id@")
@Component
public final class @Class@ implements WordGuidanceFactory {

    @Override public OptionSchema options() { return OptionSchema.of(); }

    @Override public WordGuidance create(Options options, PartInputs inputs, PartContext context) {
        if (inputs.textWidth() == 0) {
            throw GladException.usage("words \"@id@\" read a sentence; expected a text encoder; choose one, or the words \"none\"");
        }
        return new Net(new LayerContext(context), inputs);
    }

    private static final class Net extends Layer implements WordGuidance {

        private final BoundKernel scales;

        Net(LayerContext context, PartInputs inputs) {
            super(context);
            Weight weight = weight("scales.weight", Init.fanIn(1), inputs.tokenWidth(), inputs.textWidth());
            scales = kernel("scales.py", Map.of(), Map.of("w", weight), "tokens", "mask");
        }

        @Override public WordCues cues(TextFeatures text) { return new WordCues(null, new NDList(run(scales, text.tokens(), text.mask()))); }

        @Override public NDArray forward(Tokens tokens, WordCues cues, MemoryRows memory) { return tokens.search().mul(cues.arrays().get(0)); }
    }
}
