package glad.backbone.itpn.internal;

import glad.api.GladId;
import glad.api.model.BackboneFactory;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Makes {@link FastItpn}s of the published size Fast-iTPN-L, pretrained as {@code fast_itpn_large_1600e_1k.pt}. */
@GladId("fast-itpn-large")
@Component(service = BackboneFactory.class)
public final class FastItpnLargeFactory extends FastItpnFactory {

    /** Makes the factory. */
    @Activate
    public FastItpnLargeFactory() {
        super(Map.of("dim", 768, "depths", List.of(2L, 2L, 40L), "heads", 12));
    }
}
