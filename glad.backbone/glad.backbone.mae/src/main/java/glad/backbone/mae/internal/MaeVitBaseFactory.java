package glad.backbone.mae.internal;

import glad.api.GladId;
import glad.api.model.BackboneFactory;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Makes {@link MaeVit}s of the published size ViT-B/16. */
@GladId("mae-vit-base")
@Component(service = BackboneFactory.class)
public final class MaeVitBaseFactory extends MaeVitFactory {

    /** Makes the factory. */
    @Activate
    public MaeVitBaseFactory() {
        super(Map.of("dim", 768, "depth", 12, "heads", 12));
    }
}
