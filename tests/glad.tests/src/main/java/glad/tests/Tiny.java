package glad.tests;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glad.api.Box;
import glad.api.Image;
import glad.runtime.ModelSpec;
import glad.runtime.PartSpec;
import java.util.Random;

/** Small models and frames. */
final class Tiny {

    static final Box BOX = new Box(20, 15, 24, 18);

    private Tiny() {}

    /** Returns a model without language and diffusion. */
    static ModelSpec spec(PartSpec backbone, String head) {
        PartSpec its = head.equals("center")
                ? new PartSpec(head, JsonNodeFactory.instance.objectNode().put("channels", 16)) : PartSpec.of(head);
        return new ModelSpec(PartSpec.of("none"), PartSpec.of("none"), backbone, PartSpec.of("none"), its, 32, 64);
    }

    static PartSpec vit() {
        return new PartSpec("mae-vit",
                JsonNodeFactory.instance.objectNode().put("dim", 32).put("depth", 1).put("heads", 2));
    }

    static Image frame() {
        byte[] pixels = new byte[80 * 60 * 3];
        new Random(5).nextBytes(pixels);
        return new Image(80, 60, pixels);
    }
}
