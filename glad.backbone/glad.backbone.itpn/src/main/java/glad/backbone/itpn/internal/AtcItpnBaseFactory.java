package glad.backbone.itpn.internal;

import glad.api.GladId;
import glad.api.model.BackboneFactory;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Makes {@link AtcItpn}s of the size of ATCTrack-B. */
@GladId("atc-itpn-base")
@Component(service = BackboneFactory.class)
public final class AtcItpnBaseFactory extends AtcItpnFactory {

    /** Makes the factory. */
    @Activate
    public AtcItpnBaseFactory() {
        super(Map.of("dim", 512, "depths", List.of(3L, 3L, 24L), "heads", 8));
    }
}
