package glad.backbone.mae.internal;

import glad.api.GladId;
import glad.api.model.BackboneFactory;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Makes {@link MaeVit}s of the published size ViT-L/16. */
@GladId("mae-vit-large")
@Component(service = BackboneFactory.class)
public final class MaeVitLargeFactory extends MaeVitFactory {

    /** Makes the factory. */
    @Activate
    public MaeVitLargeFactory() {
        super(Map.of("dim", 1024, "depth", 24, "heads", 16));
    }
}
