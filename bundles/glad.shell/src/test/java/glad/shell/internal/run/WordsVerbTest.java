package glad.shell.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import glad.api.Box;
import glad.api.Image;
import glad.api.data.PairSource;
import glad.api.data.PairSourceFactory;
import glad.api.data.TrainingPair;
import glad.api.options.Option;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import glad.bench.data.Datasets;
import glad.eval.metrics.Success;
import glad.runtime.Registries;
import glad.runtime.Settings;
import glad.shell.internal.Offered;
import glad.shell.internal.TinyTracker;
import glad.train.TrackerStageFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code words} with trackers that do and don't read. */
class WordsVerbTest {

    private static final List<String> READS = List.of("--set", "text={id: clip-text, vocabulary: 256, width: 16, layers: 1, heads: 2,"
            + " length: 8, tokenizer: 'embedded:glad-nano/tokenizer.json'}",
            "--set", "diffusion={id: sd-lcm, vae_channels: [8, 8, 8], vae_groups: 4, unet_channels: [8, 16], groups: 4}",
            "--set", "fusion={id: glad-decoder, heads: 2, pool_heads: 4, unused_weights: false}", "--weights", "random");

    @TempDir
    private static Path folder;
    private static TinyTracker tiny;

    @BeforeAll
    static void prepare() throws IOException {
        tiny = TinyTracker.withWeights(folder);
    }

    @Test
    void aTrackerThatReadsNothingShowsNoDifference() throws IOException {
        assertEquals(0, words("{pairs: drawn}", List.of("--json")), tiny.err());
        for (String shown : List.of("hidden", "distractor", "clear")) {
            JsonNode row = tiny.json().path(shown);
            assertEquals(row.path("right").asDouble(), row.path("wrong").asDouble(), shown);
            assertEquals(row.path("right").asDouble(), row.path("off").asDouble(), shown);
            JsonNode difference = row.path("differences").path("right - wrong");
            assertEquals(0, difference.path("difference").asDouble(), shown);
            assertEquals(0, difference.path("high").asDouble(), shown);
        }
    }

    @Test
    void aTrackerThatReadsHearsTheSentenceThroughTheDiffusionModule() throws IOException {
        List<String> more = new ArrayList<>(READS);
        more.add("--json");
        assertEquals(0, words("{pairs: drawn}", more), tiny.err());
        JsonNode row = tiny.json().path("hidden");
        assertTrue(row.path("right").asDouble() != row.path("wrong").asDouble(), tiny.out());
        assertTrue(row.path("right").asDouble() != row.path("none").asDouble(), tiny.out());
        assertTrue(row.path("none").asDouble() != row.path("off").asDouble(), tiny.out());
        JsonNode difference = row.path("differences").path("right - none");
        assertEquals(row.path("right").asDouble() - row.path("none").asDouble(), difference.path("difference").asDouble(), 1e-9);
        assertTrue(difference.path("low").asDouble() < difference.path("high").asDouble(), tiny.out());
    }

    @Test
    void kindsThatTheSupplyHasNotAreLeftOut() {
        assertEquals(0, words("{pairs: drawn, distractors: false}", List.of()), tiny.err());
        assertTrue(tiny.out().contains("clear") && !tiny.out().contains("hidden"), tiny.out());
    }

    @Test
    void kindsThatAreNotAskedForAreNotMeasured() {
        assertEquals(0, words("{pairs: drawn}", List.of("--templates", "clear")), tiny.err());
        assertTrue(tiny.out().contains("clear") && !tiny.out().contains("hidden"), tiny.out());
        tiny.refused(2, words("{pairs: drawn}", List.of("--templates", "grey")), "\"grey\"", "clear, distractor, hidden");
    }

    @Test
    void tooFewPairsAreRefused() {
        tiny.refused(2, words("{pairs: drawn}", List.of("--pairs", "2")), "\"2\"", "at least 5");
    }

    private int words(String heldOut, List<String> more) {
        Registries registries = Offered.metrics(Map.of("success", new Success()));
        registries.pairs().offer("drawn", drawn(), "test");
        registries.stages().offer("tracker", new TrackerStageFactory(), "test");
        WordsVerb verb = new WordsVerb(tiny.models(folder), new Datasets(new Settings(folder.resolve("settings.yaml")),
                registries), registries);
        List<String> words = new ArrayList<>(List.of("words", "tiny", "--pairs", "6", "--set",
                "training={stages: [{train: tracker}], held_out: [" + heldOut + "]}"));
        words.addAll(more);
        return tiny.run(verb, words);
    }

    /** Noise, with every kind of template in turn. */
    private static PairSourceFactory drawn() {
        return new PairSourceFactory() {

            @Override
            public OptionSchema options() {
                return OptionSchema.of(Option.flag("distractors", true, "whether there are distractors"));
            }

            @Override
            public PairSource create(Options options, Crops crops, long seed) {
                return index -> pair(index, options.flag("distractors"));
            }
        };
    }

    private static TrainingPair pair(long index, boolean distractors) {
        Random random = new Random(index);
        boolean ambiguous = distractors && index % 3 > 0;
        return new TrainingPair(noise(32, random), new Box(0.25, 0.25, 0.5, 0.5), noise(64, random), new Box(0.2, 0.2, 0.6, 0.6),
                index % 2 == 0 ? "red box" : "blue ball", ambiguous ? "green star" : "", true, index % 3 == 1 && ambiguous);
    }

    private static Image noise(int side, Random random) {
        byte[] rgb = new byte[side * side * 3];
        random.nextBytes(rgb);
        return new Image(side, side, rgb);
    }
}
