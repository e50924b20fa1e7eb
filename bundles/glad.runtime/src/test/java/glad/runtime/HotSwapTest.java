package glad.runtime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import glad.api.Box;
import glad.api.Image;
import glad.api.model.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Replacing a model in a running process gives back the memory of the one before. */
class HotSwapTest {

    private static final Path STATUS = Path.of("/proc/self/status");

    @Test
    void aLargerBackboneInPlaceOfASmallerStaysUnderTheSumOfBoth() throws IOException {
        Assumptions.assumeTrue(Files.isReadable(STATUS), "skipped: no " + STATUS + ", so the process's memory isn't known");
        String base = "{'dim': 640, 'depth': 10, 'heads': 10}";
        String large = "{'dim': 768, 'depth': 10, 'heads': 12}";
        // Once through, so that libraries and Java's own memory are there already.
        track("mae-vit-base", "{'dim': 64, 'depth': 1, 'heads': 1}");
        long before = resident();
        long weights = track("mae-vit-base", base);
        try (Model model = model("mae-vit-large", large)) {
            run(model);
            weights += weights(model);
            assertTrue(weights > 400L << 20, weights + " bytes of weights");
            long held = resident() - before;
            // A frame's own arrays come on top of the weights: 55 to 80 % of the limit was seen. A model kept would add its
            // weights.
            assertTrue(held < 1.15 * weights, "after the swap the process held " + (held >> 20)
                    + " MiB more than before; both models together have " + (weights >> 20) + " MiB of weights");
        }
        // The allocator may keep what was freed, but it is used again: swapping to and fro doesn't add up.
        long after = resident();
        for (int round = 0; round < 3; round++) {
            track("mae-vit-base", base);
            track("mae-vit-large", large);
        }
        long grown = resident() - after;
        assertTrue(grown < weights, "six more models let the process grow by " + (grown >> 20) + " MiB");
    }

    /** Composes, tracks a little, closes; returns the bytes of its weights. */
    private static long track(String backbone, String options) {
        try (Model model = model(backbone, options)) {
            run(model);
            return weights(model);
        }
    }

    private static long weights(Model model) {
        return model.parameters().stream().mapToLong(p -> 4 * p.shape().size()).sum();
    }

    /** Makes a model whose weights are filled natively: values drawn in Java would leave their garbage in its heap. */
    private static Model model(String backbone, String options) {
        PartSpec none = PartSpec.of("none");
        Model model = new Composer(TinyGlad.parts()).compose(new ModelSpec(none, none, TinyGlad.part(backbone, options), none,
                TinyGlad.part("center", "{'channels': 16}"), 64, 64), Placement.cpu());
        for (Parameter parameter : model.parameters()) {
            try (NDArray zeros = model.manager().zeros(parameter.shape())) {
                parameter.assign(zeros);
            }
        }
        return model;
    }

    private static void run(Model model) {
        Image frame = TinyGlad.frame(1);
        try (Session session = new Session(model, TrackerSettings.official(), 1)) {
            session.start(frame, new Box(40, 30, 20, 16), "");
            session.next(frame);
        }
    }

    /** Returns the resident memory of this process, bytes, after asking Java to tidy up. */
    private static long resident() throws IOException {
        System.gc();
        return Files.readAllLines(STATUS).stream().filter(l -> l.startsWith("VmRSS:")).map(l -> l.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong).findFirst().orElseThrow() << 10;
    }
}
