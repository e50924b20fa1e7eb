package glad.datasets.images.internal;

import glad.api.GladId;
import glad.api.data.Dataset;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** RefCOCOg (Mao et al., CVPR 2016), with longer sentences. */
@GladId("refcocog")
@Component(service = Dataset.class)
public final class RefCocoGoogle extends RefCoco {

    /** Made by the component runtime. */
    public RefCocoGoogle() {
        super("refcocog", List.of("google", "umd"));
    }
}
