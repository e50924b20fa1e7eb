package glad.bench.look;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.bench.run.Nano;
import glad.experiment.LoadedExperiment;
import glad.media.ImageFile;
import glad.nn.ValueTrace;
import glad.runtime.FrameThreads;
import glad.runtime.PartKind;
import glad.runtime.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks into the embedded model, on frames of a bright square that walks over a dark ground. */
class LookTest {

    private static final Box START = new Box(30, 20, 16, 16);

    @TempDir
    private static Path frames;
    private static LoadedExperiment nano;

    @BeforeAll
    static void prepare() throws IOException {
        for (int i = 0; i < 4; i++) {
            ImageFile.write(frame(i), frames.resolve("%03d.png".formatted(i)));
        }
        nano = Nano.load();
        nano.model().nullText(); // kept by the model
    }

    @AfterAll
    static void free() {
        nano.close();
    }

    private static Image frame(int index) {
        byte[] rgb = new byte[96 * 64 * 3];
        Arrays.fill(rgb, (byte) 40);
        for (int y = 20; y < 36; y++) {
            int from = (y * 96 + 30 + 3 * index) * 3;
            Arrays.fill(rgb, from, from + 3 * 16, (byte) 220);
        }
        return new Image(96, 64, rgb);
    }

    @Test
    void everyViewGivesImagesAndWhatHasNoneIsNamed() throws IOException {
        int before = nano.model().manager().getManagedArrays().size();
        Look look = look(2, View.parse("all"));
        assertEquals(List.of("attention-rollout", "attention-search", "attention-template", "features", "score", "diffusion-words",
                "cues-fusion"), look.images().stream().map(Shown::name).toList());
        assertEquals(3, look.missing().size(), look.missing().toString());
        assertTrue(look.missing().get(0).startsWith("diffusion: the part diffusion, \"sd-lcm\", tells no images"), look.missing().toString());
        assertTrue(look.missing().get(1).startsWith("cues: the part words, \"none\""), look.missing().toString());
        assertTrue(look.missing().get(2).startsWith("cues: the part memory, \"none\""), look.missing().toString());
        assertEquals(before, nano.model().manager().getManagedArrays().size(), "arrays of the model");
        assertTrue(Math.abs(look.box().cx() - 44) < 8, look.box().toString());
    }

    /** Four layers of six heads in the backbone, three of the fusion module. */
    @Test
    void weightsOfEveryTokenSumToOneAndLookingChangesNothing() {
        try (Session session = nano.session(); NDManager scope = nano.model().manager().newSubManager()) {
            session.start(frame(0), START, "white square");
            float[] plain = session.look(frame(1), scope).pass().prediction().score().toFloatArray();
            Traces traces = new Traces(nano.model(), Cells.of(8, new float[] {0.5f, 0.5f, 0.3f, 0.3f}),
                    Cells.of(4, new float[] {0.5f, 0.5f, 0.5f, 0.5f}));
            float[] traced = ValueTrace.of(Set.of(Traces.ATTENTION, Traces.CUES), (layer, name, value) -> {
                sumToOne(Weights.of(layer.path(), value));
                traces.value(layer, name, value);
            }, () -> session.look(frame(1), scope)).pass().prediction().score().toFloatArray();
            assertArrayEquals(plain, traced);
            assertEquals(4, traces.tokens().stream().filter(layer -> layer.kind() == PartKind.BACKBONE).count());
            assertEquals(3, traces.tokens().stream().filter(layer -> layer.kind() == PartKind.FUSION).count());
            assertEquals(6, traces.tokens().get(0).inSearch().size());
            assertEquals(3, traces.means(PartKind.FUSION, Traces.CUES).size());
            traces.tokens().forEach(layer -> sumToOne(layer.mean()));
        }
    }

    private static void sumToOne(Weights weights) {
        for (int head = 0; head < weights.heads(); head++) {
            for (int query = 0; query < weights.queries(); query++) {
                double sum = 0;
                for (int key = 0; key < weights.keys(); key++) {
                    sum += weights.at(head, query, key);
                }
                assertEquals(1, sum, 1e-4, weights.layer());
            }
        }
    }

    @Test
    void wordsOfTheSentenceAreTracedInTheDiffusionModuleAndFeaturesStay() {
        try (Session session = nano.session(); NDManager scope = nano.model().manager().newSubManager()) {
            session.start(frame(0), START, "white square");
            float[] plain = session.maps("white square", scope).get(2).toFloatArray();
            Set<String> layers = new HashSet<>();
            float[] traced = ValueTrace.of(Set.of(Traces.WORDS), (layer, name, value) -> {
                layers.add(layer.path());
                assertEquals(16, value.getShape().get(3), "tokens of the text encoder");
                sumToOne(Weights.of(layer.path(), value));
            }, () -> session.maps("white square", scope)).get(2).toFloatArray();
            assertArrayEquals(plain, traced);
            assertEquals(5, layers.size(), layers.toString());
        }
    }

    @Test
    void aFrameThatIsNotThereAndAViewThatIsNoneAreRefused() {
        GladException frame = assertThrows(GladException.class, () -> look(4, View.parse("score")));
        assertEquals(2, frame.exitCode());
        assertTrue(frame.getMessage().contains("no frame \"4\"") && frame.getMessage().contains("0 to 3"), frame.getMessage());
        GladException view = assertThrows(GladException.class, () -> View.parse("score,gradients"));
        assertTrue(view.getMessage().contains("\"gradients\"") && view.getMessage().contains("features"), view.getMessage());
    }

    private static Look look(int frame, Set<View> views) throws IOException {
        try (FrameThreads threads = FrameThreads.parse("1")) {
            return Look.at(nano, threads, new Look.Request(frames, START, "white square", frame, views), tracked -> { });
        }
    }
}
