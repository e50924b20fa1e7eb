package glad.none.internal;

import glad.api.GladId;
import glad.api.model.PartContext;
import glad.api.model.PartInputs;
import glad.api.model.TargetMemory;
import glad.api.model.TargetMemoryFactory;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import org.osgi.service.component.annotations.Component;

/** Makes {@link NoMemory}. */
@GladId("none")
@Component(service = TargetMemoryFactory.class)
public final class NoMemoryFactory implements TargetMemoryFactory {

    @Override
    public OptionSchema options() {
        return OptionSchema.of();
    }

    @Override
    public TargetMemory create(Options options, PartInputs inputs, PartContext context) {
        return new NoMemory();
    }
}
