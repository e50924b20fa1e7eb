package glad.none.internal;

import glad.api.GladId;
import glad.api.model.PartContext;
import glad.api.model.PartInputs;
import glad.api.model.WordGuidance;
import glad.api.model.WordGuidanceFactory;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import org.osgi.service.component.annotations.Component;

/** Makes {@link NoWords}. */
@GladId("none")
@Component(service = WordGuidanceFactory.class)
public final class NoWordsFactory implements WordGuidanceFactory {

    @Override
    public OptionSchema options() {
        return OptionSchema.of();
    }

    @Override
    public WordGuidance create(Options options, PartInputs inputs, PartContext context) {
        return new NoWords();
    }
}
