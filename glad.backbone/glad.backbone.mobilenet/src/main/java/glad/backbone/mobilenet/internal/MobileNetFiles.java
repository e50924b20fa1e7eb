package glad.backbone.mobilenet.internal;

import glad.api.GladId;
import glad.api.model.EmbeddedModel;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** Weights of MobileNetV2 up to {@code features.13}, trained on Open Images V4; this bundle's README says where they are from. */
@GladId("mobilenet-v2")
@Component(service = EmbeddedModel.class)
public final class MobileNetFiles implements EmbeddedModel {

    private static final String WEIGHTS = "mobilenetv2-oidv4.safetensors";

    @Override
    public Set<String> names() {
        return Set.of(WEIGHTS);
    }

    @Override
    public InputStream open(String name) throws IOException {
        InputStream in = name.equals(WEIGHTS) ? MobileNetFiles.class.getResourceAsStream(WEIGHTS) : null;
        if (in == null) {
            throw new FileNotFoundException("mobilenet-v2 has no file \"" + name + "\"; it has " + WEIGHTS);
        }
        return in;
    }
}
