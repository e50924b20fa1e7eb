package glad.nano.internal;

import glad.api.GladId;
import glad.api.model.EmbeddedModel;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;

/** The files of the experiment glad-nano: its trained weights and its tokenizer. */
@GladId("glad-nano")
@Component(service = EmbeddedModel.class)
public final class GladNano implements EmbeddedModel {

    private static final Set<String> NAMES = Stream.of("glad-nano.safetensors", "glad-nano-words.safetensors",
            "glad-nano-context.safetensors", "glad-nano-decoders.safetensors", "glad-nano-dynamic.safetensors", "glad-nano-mobilenet.safetensors",
            "tokenizer.json", "tokenizer-places.json")
            .filter(name -> GladNano.class.getResource(name) != null).collect(Collectors.toCollection(TreeSet::new));

    @Override
    public Set<String> names() {
        return NAMES;
    }

    @Override
    public InputStream open(String name) throws IOException {
        InputStream in = NAMES.contains(name) ? GladNano.class.getResourceAsStream(name) : null;
        if (in == null) {
            throw new FileNotFoundException("glad-nano has no file \"" + name + "\"; it has " + String.join(", ", NAMES));
        }
        return in;
    }
}
