package glad.datasets.images.internal;

import glad.api.GladId;
import glad.api.data.Dataset;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** RefCOCO+ (Yu et al., ECCV 2016), in which nobody names a place. */
@GladId("refcoco+")
@Component(service = Dataset.class)
public final class RefCocoPlus extends RefCoco {

    /** Made by the component runtime. */
    public RefCocoPlus() {
        super("refcoco+", List.of("unc"));
    }
}
