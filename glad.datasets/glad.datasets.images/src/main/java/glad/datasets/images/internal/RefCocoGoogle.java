package glad.datasets.images.internal;

import glad.api.data.Dataset;
import glad.api.model.PartFactory;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** RefCOCOg (Mao et al., CVPR 2016), with longer sentences. */
@Component(service = Dataset.class, property = PartFactory.ID + "=refcocog")
public final class RefCocoGoogle extends RefCoco {

    /** Made by the component runtime. */
    public RefCocoGoogle() {
        super("refcocog", List.of("google", "umd"));
    }
}
