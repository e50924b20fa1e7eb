package glad.none.internal;

import glad.api.GladId;
import glad.api.model.Fusion;
import glad.api.model.FusionFactory;
import glad.api.model.PartContext;
import glad.api.model.PartInputs;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import org.osgi.service.component.annotations.Component;

/** Makes {@link NoFusion}. */
@GladId("none")
@Component(service = FusionFactory.class)
public final class NoFusionFactory implements FusionFactory {

    private static final OptionSchema OPTIONS = OptionSchema.of();

    @Override
    public OptionSchema options() {
        return OPTIONS;
    }

    @Override
    public Fusion create(Options options, PartInputs inputs, PartContext context) {
        return new NoFusion();
    }
}
