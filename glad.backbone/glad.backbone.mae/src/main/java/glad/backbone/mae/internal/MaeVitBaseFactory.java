package glad.backbone.mae.internal;

import glad.api.model.BackboneFactory;
import glad.api.model.PartFactory;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Makes {@link MaeVit}s of the published size ViT-B/16. */
@Component(service = BackboneFactory.class, property = PartFactory.ID + "=mae-vit-base")
public final class MaeVitBaseFactory extends MaeVitFactory {

    /** Makes the factory. */
    @Activate
    public MaeVitBaseFactory() {
        super(Map.of("dim", 768, "depth", 12, "heads", 12));
    }
}
