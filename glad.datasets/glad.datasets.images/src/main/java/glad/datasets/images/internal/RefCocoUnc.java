package glad.datasets.images.internal;

import glad.api.GladId;
import glad.api.data.Dataset;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** RefCOCO (Yu et al., ECCV 2016). */
@GladId("refcoco")
@Component(service = Dataset.class)
public final class RefCocoUnc extends RefCoco {

    /** Made by the component runtime. */
    public RefCocoUnc() {
        super("refcoco", List.of("unc", "google"));
    }
}
