package glad.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.Box;
import glad.api.model.Mode;
import glad.api.model.Parameter;
import glad.api.model.Precision;
import glad.api.track.TrackStep;
import glad.nn.Torch;
import glad.nn.weights.SafetensorsWriter;
import glad.nn.weights.WeightFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureStoreTest {

    private static final Box START = new Box(40, 30, 20, 16);

    @TempDir
    Path temp;

    private Model model;
    private FeatureStore store;

    @BeforeEach
    void compose() {
        model = TinyGlad.golden();
        store = new FeatureStore(temp.resolve("features"), 1 << 30, Duration.ZERO);
    }

    @AfterEach
    void close() {
        model.close();
    }

    /** What a session found, and how often it read the cache. */
    private record Tracked(List<TrackStep> steps, int reads, int computations) {}

    private static Tracked track(Model model, int firstFrame, String sentence, long seed) {
        List<TrackStep> steps = new ArrayList<>();
        try (Session session = new Session(model, TrackerSettings.official(), seed)) {
            steps.add(session.start(TinyGlad.frame(firstFrame), START, sentence));
            for (int i = 1; i < 3; i++) {
                steps.add(session.next(TinyGlad.frame(i)));
            }
            return new Tracked(steps, session.times().count(Stage.CACHE), session.times().count(Stage.DIFFUSION));
        }
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> files = Files.list(temp.resolve("features"))) {
            return files.sorted().toList();
        }
    }

    @Test
    void aTrackIsTheSameBitForBitWithAndWithoutIt() throws IOException {
        Tracked without = track(model, 0, "a red box", 3);
        Model cached = model.caching(store);
        Tracked first = track(cached, 0, "a red box", 3);
        Tracked again = track(cached, 0, "a red box", 3);
        assertEquals(List.of(0, 1, 0, 1, 1, 0), List.of(without.reads(), without.computations(), first.reads(),
                first.computations(), again.reads(), again.computations()));
        assertEquals(without.steps(), first.steps());
        assertEquals(without.steps(), again.steps());
        assertEquals(1, entries().size());
    }

    @Test
    void aModelInBfloat16KeepsNoMastersForItsCheckSum() {
        Placement placement = new Placement(Placement.cpu().device(), Precision.BF16, 0);
        try (Model coarse = new Composer(TinyGlad.parts()).compose(TinyGlad.spec(), placement)) {
            coarse.weights().draw();
            List<NDArray> masters = coarse.parameters(PartKind.DIFFUSION).stream().filter(Parameter::learned)
                    .map(Parameter::array).toList();
            coarse.caching(store);
            assertFalse(masters.isEmpty());
            assertTrue(masters.stream().allMatch(NDArray::isReleased), "masters stay beside their casts");
        }
    }

    @Test
    void thePrecisionOfTheDiffusionModuleMakesAnotherEntryAndThatOfOthersDoesNot() {
        Model cached = model.caching(store);
        track(cached, 0, "a red box", 3);
        for (String precision : List.of("fp32,head=bf16,backbone=bf16", "fp32,diffusion=bf16")) {
            model.close();
            model = TinyGlad.golden(precision);
            cached = model.caching(store);
            assertEquals(precision.contains("diffusion") ? 0 : 1, track(cached, 0, "a red box", 3).reads(), precision);
        }
    }

    @Test
    void anotherModelOfTheSameContentFindsTheEntryWhateverItsOtherParts() {
        Model cached = model.caching(store);
        track(cached, 0, "a red box", 3);
        Parameter head = model.parameters(PartKind.HEAD).get(0);
        try (NDArray changed = head.array().add(0.5f)) {
            head.assign(changed);
        }
        assertEquals(1, track(cached, 0, "a red box", 3).reads());
        model.close();
        model = TinyGlad.golden();
        cached = model.caching(store);
        assertEquals(1, track(cached, 0, "a red box", 3).reads());
    }

    @Test
    void whateverTheFeaturesFollowFromMakesAnotherEntry() throws IOException {
        Model cached = model.caching(store);
        track(cached, 0, "a red box", 3);
        assertEquals(0, track(cached, 7, "a red box", 3).reads(), "another image");
        assertEquals(0, track(cached, 0, "box", 3).reads(), "another sentence");
        assertEquals(0, track(cached, 0, "a red box", 4).reads(), "another noise");
        List<Parameter> parameters = cached.parameters(PartKind.DIFFUSION);
        Parameter last = parameters.get(parameters.size() - 1);
        try (NDArray changed = last.array().add(1e-3f)) {
            last.assign(changed);
        }
        assertEquals(0, track(cached, 0, "a red box", 3).reads(), "another weight");
        assertEquals(5, entries().size());
    }

    @Test
    void damagedEntriesAreComputedAnewAndMended() throws IOException {
        Model cached = model.caching(store);
        Tracked whole = track(cached, 0, "a red box", 3);
        Path entry = entries().get(0);
        byte[] bytes = Files.readAllBytes(entry);
        List<byte[]> damaged = new ArrayList<>(List.of(new byte[0], new byte[100]));
        damaged.add(Arrays.copyOf(bytes, bytes.length / 2));
        byte[] flipped = bytes.clone();
        flipped[bytes.length - 9] ^= 0x10;
        damaged.add(flipped);
        for (byte[] some : damaged) {
            Files.write(entry, some);
            Tracked anew = track(cached, 0, "a red box", 3);
            assertEquals(0, anew.reads(), some.length + " bytes");
            assertEquals(whole.steps(), anew.steps());
            assertEquals(1, track(cached, 0, "a red box", 3).reads());
        }
    }

    @Test
    void whatWasUsedLongestAgoGoesFirst() throws IOException {
        Model cached = model.caching(store);
        track(cached, 0, "a red box", 3);
        Path kept = entries().get(0);
        track(cached, 0, "box", 3);
        Path older = entries().stream().filter(entry -> !entry.equals(kept)).findFirst().orElseThrow();
        Files.setLastModifiedTime(kept, FileTime.from(Instant.now().minusSeconds(20)));
        Files.setLastModifiedTime(older, FileTime.from(Instant.now().minusSeconds(10)));
        assertEquals(1, track(cached, 0, "a red box", 3).reads()); // now it is the younger one
        long size = Files.size(kept);
        Path left = Files.write(temp.resolve("features/x.safetensors.part"), new byte[1]);
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        cached = model.caching(new FeatureStore(temp.resolve("features"), 2 * size + size / 2, Duration.ZERO));
        track(cached, 7, "a red box", 3);
        assertTrue(Files.exists(kept));
        assertFalse(Files.exists(older));
        assertFalse(Files.exists(left));
        assertEquals(2, entries().size());
    }

    @Test
    void whatIsComputedFastIsntKept() {
        Model cached = model.caching(new FeatureStore(temp.resolve("features"), 1 << 30, Duration.ofHours(1)));
        track(cached, 0, "a red box", 3);
        assertEquals(0, track(cached, 0, "a red box", 3).reads());
        assertFalse(Files.exists(temp.resolve("features")));
    }

    @Test
    void aFolderThatCannotBeWrittenCostsOnlyTheTime() throws IOException {
        Tracked without = track(model, 0, "a red box", 3);
        Path file = Files.writeString(temp.resolve("file"), "");
        Model cached = model.caching(new FeatureStore(file.resolve("features"), 1 << 30, Duration.ZERO));
        assertEquals(without, track(cached, 0, "a red box", 3));
        assertEquals(without, track(cached, 0, "a red box", 3));
    }

    @Test
    void loadingTakesTheCheckSumAnewAndTrainingComputesEverything() {
        Model cached = model.caching(store);
        track(cached, 0, "a red box", 3);
        cached.weights().save(temp.resolve("tiny.safetensors"), Map.of(), SafetensorsWriter.Storage.F32);
        try (WeightFile weights = WeightFile.open(temp.resolve("tiny.safetensors"))) {
            cached.weights().load(weights);
        }
        assertEquals(1, track(cached, 0, "a red box", 3).reads(), "the same weights");
        Parameter first = cached.parameters(PartKind.DIFFUSION).get(0);
        try (NDArray changed = first.array().add(1e-3f)) {
            first.assign(changed);
        }
        assertEquals(0, track(cached, 0, "a red box", 3).reads(), "another weight");
        cached.mode(Mode.TRAIN);
        assertEquals(0, track(cached, 0, "a red box", 3).reads(), "training");
        cached.mode(Mode.INFER);
        assertEquals(1, track(cached, 0, "a red box", 3).reads(), "inference again");
    }

    @Test
    void arraysComeBackAsTheyWere() {
        try (NDManager manager = Torch.manager()) {
            NDList maps = new NDList(manager.create(new float[] {1 / 3f, Float.NaN, -0f, Float.MIN_VALUE}).reshape(1, 2, 2),
                    manager.zeros(new Shape(1, 3, 0)), manager.arange(6f).reshape(2, 3).transpose());
            store.keep("key", maps, Duration.ofSeconds(1));
            NDList read = store.read("key", manager).orElseThrow();
            assertEquals(3, read.size());
            for (int i = 0; i < 3; i++) {
                assertEquals(maps.get(i).getShape(), read.get(i).getShape());
                assertEquals(List.of(maps.get(i).toArray()), List.of(read.get(i).toArray()));
            }
            assertTrue(store.read("other", manager).isEmpty());
        }
    }
}
