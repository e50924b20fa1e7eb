package glad.backbone.itpn.internal;

import glad.api.GladId;
import glad.api.model.BackboneFactory;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Makes {@link AtcItpn}s of the size of ATCTrack-L. */
@GladId("atc-itpn-large")
@Component(service = BackboneFactory.class)
public final class AtcItpnLargeFactory extends AtcItpnFactory {

    /** Makes the factory. */
    @Activate
    public AtcItpnLargeFactory() {
        super(Map.of("dim", 768, "depths", List.of(2L, 2L, 40L), "heads", 12));
    }
}
