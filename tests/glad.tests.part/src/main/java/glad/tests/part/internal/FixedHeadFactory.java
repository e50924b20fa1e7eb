package glad.tests.part.internal;

import glad.api.GladId;
import glad.api.model.Head;
import glad.api.model.HeadFactory;
import glad.api.model.PartContext;
import glad.api.model.PartInputs;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Makes {@link FixedHead}s that answer with the confidence in the bundle's header {@code Glad-Variant}. */
@GladId("test-fixed")
@Component(service = HeadFactory.class)
public final class FixedHeadFactory implements HeadFactory {

    private final float confidence;

    /** Made by the component runtime. */
    @Activate
    public FixedHeadFactory(BundleContext context) {
        confidence = Float.parseFloat(context.getBundle().getHeaders().get("Glad-Variant"));
    }

    @Override
    public OptionSchema options() {
        return OptionSchema.of();
    }

    @Override
    public Head create(Options options, PartInputs inputs, PartContext context) {
        return new FixedHead(inputs.searchSide(), confidence);
    }
}
