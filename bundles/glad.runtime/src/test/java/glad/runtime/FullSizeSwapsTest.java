package glad.runtime;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import glad.api.model.Part;
import glad.api.model.PartContext;
import glad.api.model.PartFactory;
import glad.api.model.PartInputs;
import glad.api.model.Precision;
import glad.api.options.Options;
import glad.nn.Torch;
import glad.runtime.SwapsTest.Swap;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The combinations of {@link SwapsTest} in the published sizes, with random weights, in bf16: each tracks ten frames or
 * is refused with its reason. It takes gigabytes and most of an hour, and prints a table as it goes: the parts, seconds to
 * compose, seconds to start a sequence, milliseconds per frame (the median).
 *
 * <p>Text encoder, diffusion module and backbone are handed on from one model to the next as long as it wants the same:
 * drawing a billion values anew for each combination would take hours.
 */
@Tag("full-size")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FullSizeSwapsTest {

    private static final Placement PLACEMENT = new Placement(Device.cpu(), Precision.BF16, 0);
    private static final int FRAMES = 10;

    private final List<Lender> lenders =
            List.of(new Lender(PartKind.TEXT), new Lender(PartKind.DIFFUSION), new Lender(PartKind.BACKBONE));
    private final Composer composer = new Composer(parts());

    private Parts parts() {
        Parts real = TinyGlad.parts();
        Parts lent = TinyGlad.parts();
        for (Lender lender : lenders) {
            for (PartInfo info : real.list()) {
                if (info.kind() == lender.kind) {
                    PartFactory<?> factory = real.factory(info.kind(), info.id());
                    lent.offer(info.kind(), info.id(), lender.lend(info.id(), factory), "test");
                }
            }
        }
        return lent;
    }

    static List<Swap> swaps() {
        return SwapsTest.swaps();
    }

    @ParameterizedTest
    @MethodSource("swaps")
    void tracksTenFramesInItsOwnSizeOrSaysWhyNot(Swap swap) {
        String name = String.format(Locale.ROOT, "| %s | %s | %s | %d | %s |", swap.text(), swap.diffusion(),
                swap.backbone(), swap.search(), swap.head());
        ModelSpec spec = swap.spec(false);
        if (swap.refused()) {
            System.out.println(name + " refused: " + SwapsTest.assertRefused(composer, spec) + " |");
            return;
        }
        long moment = System.nanoTime();
        try (Model model = composer.compose(spec, PLACEMENT);
                Session session = new Session(model, TrackerSettings.official(), 1)) {
            model.weights().draw();
            double composed = seconds(moment);
            moment = System.nanoTime();
            session.start(TinyGlad.frame(0), SwapsTest.TARGET, "a red box");
            double started = seconds(moment);
            // Casts to bf16 are made in the first frame and kept.
            SwapsTest.assertSensible(1, session.next(TinyGlad.frame(1)));
            double[] frames = new double[FRAMES - 1];
            for (int i = 0; i < frames.length; i++) {
                moment = System.nanoTime();
                SwapsTest.assertSensible(i + 2, session.next(TinyGlad.frame(i + 2)));
                frames[i] = seconds(moment);
            }
            Arrays.sort(frames);
            System.out.printf(Locale.ROOT, "%s %.1f | %.1f | %.0f |%n", name, composed, started,
                    1000 * frames[frames.length / 2]);
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    @AfterAll
    void close() {
        lenders.forEach(Lender::close);
    }

    /** Keeps the part of a kind that was made last, and lends it to every model that wants the same. */
    private static final class Lender {

        private final PartKind kind;
        private List<Object> wanted = List.of();
        private NDManager manager;
        private Part part;

        Lender(PartKind kind) {
            this.kind = kind;
        }

        /** Returns a factory of the same kind whose parts stay open when a model closes them. */
        PartFactory<?> lend(String id, PartFactory<?> real) {
            return (PartFactory<?>) proxy(kind.service(), (self, method, arguments) -> method.getName().equals("create")
                    ? lent(id, real, (Options) arguments[0], (PartInputs) arguments[1], (PartContext) arguments[2])
                    : call(real, method, arguments));
        }

        private Part lent(String id, PartFactory<?> real, Options options, PartInputs inputs, PartContext context) {
            // What comes before the backbone doesn't see the search region.
            int search = kind == PartKind.BACKBONE ? inputs.searchSize() : 0;
            List<Object> now = List.of(id, options.values(), search, inputs.textWidth(), inputs.textLength());
            if (!now.equals(wanted)) {
                close();
                manager = Torch.manager(PLACEMENT.device());
                part = real.create(options, inputs, new PartContext(manager, context.precision(), context.seed()));
                wanted = now;
            }
            Class<?>[] contract = part.getClass().getInterfaces();
            return (Part) proxy(contract[0], (self, method, arguments) ->
                    method.getName().equals("close") ? null : call(part, method, arguments));
        }

        void close() {
            wanted = List.of();
            if (part != null) {
                part.close();
                part = null;
            }
            if (manager != null) {
                manager.close();
                manager = null;
            }
        }

        private static Object proxy(Class<?> contract, InvocationHandler handler) {
            return Proxy.newProxyInstance(contract.getClassLoader(), new Class<?>[] {contract}, handler);
        }

        private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
            try {
                return method.invoke(target, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }
}
