package glad.backbone.itpn.internal;

import glad.api.GladId;
import glad.api.model.BackboneFactory;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Makes {@link FastItpn}s of the published size Fast-iTPN-B, pretrained as {@code fast_itpn_base_clipl_e1600.pt}. */
@GladId("fast-itpn-base")
@Component(service = BackboneFactory.class)
public final class FastItpnBaseFactory extends FastItpnFactory {

    /** Makes the factory. */
    @Activate
    public FastItpnBaseFactory() {
        super(Map.of("dim", 512, "depths", List.of(3L, 3L, 24L), "heads", 8));
    }
}
