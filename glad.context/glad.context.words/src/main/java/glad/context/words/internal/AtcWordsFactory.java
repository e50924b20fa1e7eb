package glad.context.words.internal;

import glad.api.GladException;
import glad.api.GladId;
import glad.api.model.PartContext;
import glad.api.model.PartInputs;
import glad.api.model.WordGuidance;
import glad.api.model.WordGuidanceFactory;
import glad.api.options.Option;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import glad.nn.LayerContext;
import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Component;

/** Makes {@link AtcWords}. */
@GladId("atc-words")
@Component(service = WordGuidanceFactory.class)
public final class AtcWordsFactory implements WordGuidanceFactory {

    private static final OptionSchema OPTIONS = OptionSchema.of(
            Option.choice("target", "predicted", List.of("predicted", "all"),
                    "which words name the target: as the classifier says, or all of them"),
            Option.choice("memory", "hidden", List.of("hidden", "seen"),
                    "whether the memory takes part in calibrating the words; published weights want it hidden"),
            Option.choice("keys", "both", List.of("both", "original", "calibrated"), "which words the search tokens look at"),
            Option.integer("heads", 8, 1, 64, "attention heads; divides the token width"),
            Option.integer("layers", 2, 1, 12, "layers of the calibration"),
            Option.integer("guidance_layers", 2, 1, 12, "layers of the guidance"),
            Option.flag("residual", false, "whether the guidance adds what it finds to 1 before it multiplies, so that a tracker that words are"
                    + " added to begins as it was; published weights don't want it"),
            Option.number("dropout", 0.1, 0, 0.9, "probability in training that a value is left out"),
            Option.flag("unused_weights", true, "keep the parameters of published weights that nothing uses"));

    @Override
    public OptionSchema options() {
        return OPTIONS;
    }

    @Override
    public WordGuidance create(Options options, PartInputs inputs, PartContext context) {
        int width = inputs.tokenWidth();
        int heads = options.integer("heads");
        if (inputs.textWidth() == 0) {
            throw GladException.usage("words \"atc-words\" read a sentence; expected a text encoder; choose one, or the words \"none\"");
        }
        if (width % heads != 0 || width % 2 != 0) {
            throw GladException.usage("option \"heads\" of words \"atc-words\" is \"" + heads
                    + "\"; expected a divisor of the backbone's token width, which is " + width + " and has to be even");
        }
        return new AtcWords(new LayerContext(context), new AtcWords.Size(inputs.textWidth(), width, heads, options.integer("layers"),
                options.integer("guidance_layers"), options.text("target").equals("predicted"), options.text("memory").equals("seen"),
                AtcWords.Keys.valueOf(options.text("keys").toUpperCase(Locale.ROOT)), options.flag("residual"), options.number("dropout"),
                options.flag("unused_weights")));
    }
}
