package glad.diffusion.fusion.internal;

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
import org.osgi.service.component.annotations.Component;

/** Makes {@link WordQuery} parts. */
@GladId("word-query")
@Component(service = WordGuidanceFactory.class)
public final class WordQueryFactory implements WordGuidanceFactory {

    private static final OptionSchema OPTIONS = OptionSchema.of(
            Option.choice("source", "text", List.of("text", "cues"), "what the words are: the text encoder's tokens, or what the sentence changes in"
                    + " the diffusion module's maps"),
            Option.integer("width", 192, 8, 4096, "width of the vector that a sentence's words and search tokens are compared by"),
            Option.integer("gate_width", 64, 1, 4096, "inner width of the gate, which the template's tokens open"));

    @Override
    public OptionSchema options() {
        return OPTIONS;
    }

    @Override
    public WordGuidance create(Options options, PartInputs inputs, PartContext context) {
        if (inputs.textWidth() == 0) {
            throw GladException.usage("words \"word-query\" read a sentence; expected a text encoder; choose one, or the words \"none\"");
        }
        boolean ofMaps = options.text("source").equals("cues");
        if (ofMaps && inputs.featureMaps().isEmpty()) {
            throw GladException.usage("option \"source\" of words \"word-query\" is \"cues\", and there is no diffusion module to make any; expected"
                    + " one; choose one, or source: text");
        }
        int width = ofMaps ? inputs.featureMaps().stream().mapToInt(map -> (int) map.get(0)).sum() : inputs.textWidth();
        return new WordQuery(new LayerContext(context), ofMaps, width, inputs.tokenWidth(), inputs.searchSide(),
                options.integer("width"), options.integer("gate_width"));
    }
}
