package glad.backbone.itpn.internal;

import glad.api.model.BackboneFactory;
import glad.api.model.PartFactory;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Makes {@link FastItpn}s of the published size Fast-iTPN-L, pretrained as {@code fast_itpn_large_1600e_1k.pt}. */
@Component(service = BackboneFactory.class, property = PartFactory.ID + "=fast-itpn-large")
public final class FastItpnLargeFactory extends FastItpnFactory {

    /** Makes the factory. */
    @Activate
    public FastItpnLargeFactory() {
        super(Map.of("dim", 768, "depths", List.of(2L, 2L, 40L), "heads", 12));
    }
}
