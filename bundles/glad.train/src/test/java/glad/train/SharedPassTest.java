package glad.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import ai.djl.ndarray.NDManager;
import glad.api.Box;
import glad.api.data.TrainingPair;
import glad.api.model.BackboneFactory;
import glad.api.model.DiffusionFactory;
import glad.api.model.FusionFactory;
import glad.api.model.HeadFactory;
import glad.api.model.ModelFiles;
import glad.api.model.Part;
import glad.api.model.PartFactory;
import glad.api.model.Prediction;
import glad.api.options.Options;
import glad.backbone.mae.internal.MaeVitFactory;
import glad.diffusion.fusion.internal.GladDecoderFactory;
import glad.diffusion.head.internal.CenterHeadFactory;
import glad.diffusion.sd.internal.SdLcmFactory;
import glad.nn.Kernel;
import glad.nn.Kernels;
import glad.nn.Torch;
import glad.none.internal.NoMemoryFactory;
import glad.none.internal.NoWordsFactory;
import glad.runtime.Composer;
import glad.runtime.Model;
import glad.runtime.ModelExport;
import glad.runtime.ModelSpec;
import glad.runtime.PartKind;
import glad.runtime.PartSpec;
import glad.runtime.Parts;
import glad.runtime.Placement;
import glad.runtime.Session;
import glad.runtime.TrackerSettings;
import glad.text.clip.internal.ClipTextFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tracking, training and export take the same steps: those of {@link glad.runtime.TrackerPass}. */
class SharedPassTest {

    private static final Set<String> STEPS = Set.of("features", "cues", "embedTemplate", "forward");
    private static final float SHIFT = 0.125f;

    @TempDir
    Path folder;

    private final NDManager manager = Torch.manager();
    private final List<String> steps = new ArrayList<>();
    private Kernel shift;
    private Model plain;
    private Model shifted;

    @BeforeEach
    void compose() {
        shift = new Kernels(manager).get(SharedPassTest.class, "shift.py", Map.of("BY", SHIFT));
        plain = model("center");
        shifted = model("shifted");
    }

    @AfterEach
    void close() {
        plain.close();
        shifted.close();
        manager.close();
    }

    /** A tiny tracker whose parts write down what is asked of them. */
    private Model model(String head) {
        ModelFiles files = TrainerTest.files();
        Parts parts = new Parts();
        parts.offer(PartKind.TEXT, "clip-text", new ClipTextFactory(files), "test");
        parts.offer(PartKind.DIFFUSION, "sd-lcm", noting(DiffusionFactory.class, new SdLcmFactory(), false), "test");
        parts.offer(PartKind.BACKBONE, "mae-vit", noting(BackboneFactory.class, new MaeVitFactory(), false), "test");
        parts.offer(PartKind.FUSION, "glad-decoder", noting(FusionFactory.class, new GladDecoderFactory(), false), "test");
        parts.offer(PartKind.WORDS, "none", new NoWordsFactory(), "test");
        parts.offer(PartKind.MEMORY, "none", new NoMemoryFactory(), "test");
        parts.offer(PartKind.HEAD, "center", noting(HeadFactory.class, new CenterHeadFactory(), false), "test");
        parts.offer(PartKind.HEAD, "shifted", noting(HeadFactory.class, new CenterHeadFactory(), true), "test");
        ModelSpec spec = TrainerTest.spec();
        return new Composer(parts).compose(new ModelSpec(spec.text(), spec.diffusion(), spec.backbone(), spec.fusion(),
                new PartSpec(head, spec.head().options()), spec.templateSize(), spec.searchSize()), Placement.cpu());
    }

    /** Wraps the parts of a factory. */
    private <P extends Part, F extends PartFactory<P>> F noting(Class<F> type, F factory, boolean shifts) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            Object made = method.invoke(factory, arguments);
            return made instanceof Part part ? noting(part, shifts) : made;
        }));
    }

    private Object noting(Part part, boolean shifts) {
        Class<?>[] kinds = part.getClass().getInterfaces();
        return Proxy.newProxyInstance(Part.class.getClassLoader(), kinds, (proxy, method, arguments) -> {
            if (STEPS.contains(method.getName())) {
                steps.add(kinds[0].getSimpleName() + "." + method.getName());
            }
            try {
                Object result = method.invoke(part, arguments);
                return shifts && result instanceof Prediction found ? shifted(found) : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    private Prediction shifted(Prediction found) {
        return new Prediction(shift.one(true, found.boxes()), found.confidence(), found.score(), found.size(), found.offset());
    }

    private List<String> taken() {
        List<String> taken = List.copyOf(steps);
        steps.clear();
        return taken;
    }

    private static List<TrainingPair> pairs() {
        return List.of(TrainerTest.pair(1), TrainerTest.pair(2), TrainerTest.pair(3));
    }

    private static Box track(Model model) {
        TrainingPair pair = TrainerTest.pair(4);
        TrackerSettings settings = TrackerSettings.official();
        try (Session session = new Session(model, settings, 0)) {
            session.start(pair.search(), new Box(16, 16, 20, 20), "red square");
            return session.next(pair.search()).box();
        }
    }

    private static double iou(Model model) {
        try (TrackerStage stage = new TrackerStage(loss(), new StageModel(model))) {
            return stage.check(pairs(), new Random(0)).get("iou");
        }
    }

    private static Options loss() {
        return TrainerTest.trackerLoss();
    }

    @Test
    void theyAskTheSamePartsForTheSameThingsInTheSameOrder() {
        List<String> all = List.of("Backbone.embedTemplate", "Diffusion.features", "Fusion.cues", "Backbone.forward",
                "Fusion.forward", "Head.forward");
        track(plain);
        assertEquals(all, taken(), "session");
        try (TrackerStage stage = new TrackerStage(loss(), new StageModel(plain)); NDManager scope = plain.manager().newSubManager()) {
            stage.prepare();
            stage.batch(pairs(), new Random(0), scope).loss(0, 3, scope);
            assertEquals(all, taken(), "trainer");
            stage.check(List.of(TrainerTest.pair(1)), new Random(0));
        }
        taken();
        new ModelExport(plain).write(folder.resolve("plain.pt"));
        assertEquals(all, taken(), "export");
    }

    /** What a check needs beyond that no plan of memory would know. */
    @Test
    void aCheckAsksForNoMorePairsAtOnceThanABatchsPieceHas() {
        double whole = iou(plain);
        long passes = passes();
        try (TrackerStage stage = new TrackerStage(loss(), new StageModel(plain, 2))) {
            assertEquals(whole, stage.check(pairs(), new Random(0)).get("iou"), 1e-6);
            assertEquals(passes + 2, passes(), "three natural pairs, with cues and without");
            assertEquals(3, stage.drawings(pairs(), new Random(0)).size());
            assertEquals(2, passes());
        }
    }

    private long passes() {
        return taken().stream().filter("Backbone.forward"::equals).count();
    }

    @Test
    void aStepAddedToOnePartShowsInAllThree() {
        assertNotEquals(track(plain), track(shifted));
        assertNotEquals(iou(plain), iou(shifted));
        Path file = folder.resolve("shifted.pt");
        new ModelExport(shifted).write(file);
        assertEquals(0, new ModelExport(shifted).check(file), 1e-6);
        assertEquals(SHIFT, new ModelExport(plain).check(file), 1e-6);
    }
}
