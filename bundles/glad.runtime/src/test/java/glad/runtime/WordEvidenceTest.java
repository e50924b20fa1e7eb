package glad.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.Box;
import glad.api.model.DiffusionNoise;
import glad.api.model.Prediction;
import glad.api.model.Template;
import glad.api.track.TrackStep;
import glad.testing.DetFill;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole tracker whose words speak for search tokens. */
class WordEvidenceTest {

    private static Model plain;
    private static Model asked;

    @TempDir
    private Path folder;

    @BeforeAll
    static void compose() {
        Composer composer = new Composer(TinyGlad.parts());
        plain = composer.compose(TinyGlad.spec(), Placement.cpu());
        asked = composer.compose(TinyGlad.asked(), Placement.cpu());
    }

    @AfterAll
    static void close() {
        plain.close();
        asked.close();
    }

    private static Prediction find(Model model, String sentence, NDManager scope) {
        Template template = new Template(DetFill.uniform(scope, "template", 2, 1, 3, 128, 128),
                scope.create(new float[] {0.5f, 0.5f, 0.5f, 0.5f}, new Shape(1, 4)));
        NDArray search = DetFill.uniform(scope, "search", 2, 1, 3, 64, 64);
        if (sentence == null) {
            return model.pass().predict(model.pass().target(List.of(template)), search, null, new StageTimes());
        }
        Shape noise = new Shape(1).addAll(model.diffusion().noiseShape());
        TargetState target = model.pass().target(template, model.text().encode(List.of(sentence), scope), model.nullText(),
                new DiffusionNoise(DetFill.uniform(scope, "one", 2, noise.getShape()), DetFill.uniform(scope, "two", 2, noise.getShape())),
                new StageTimes());
        return model.pass().predict(target, search, null, new StageTimes());
    }

    @Test
    void theEmptySentenceAndNoneAtAllAreTheTrackerWithoutWordsBitForBit() {
        try (NDManager scope = plain.manager().newSubManager()) {
            for (String sentence : new String[] {"", null}) {
                float[] expected = find(plain, sentence, scope).score().toFloatArray();
                assertArrayEquals(expected, find(asked, sentence, scope).score().toFloatArray());
            }
            assertFalse(Arrays.equals(find(plain, "a red box", scope).score().toFloatArray(),
                    find(asked, "a red box", scope).score().toFloatArray()));
        }
    }

    @Test
    void theExportedModuleComputesWhatTheModelDoes() {
        ModelSpec full = TinyGlad.asked();
        PartSpec none = PartSpec.of("none");
        try (Model alone = new Composer(TinyGlad.parts()).compose(new ModelSpec(full.text(), none, full.backbone(), none, full.words(),
                full.memory(), full.head(), 128, 64), Placement.cpu())) {
            for (Model model : List.of(asked, alone)) {
                Path file = folder.resolve("asked.pt");
                ModelExport export = new ModelExport(model);
                export.write(file);
                assertEquals(0, export.check(file), 1e-5);
            }
        }
    }

    private static List<TrackStep> track(Session session, String sentence) {
        try (session) {
            List<TrackStep> steps = new ArrayList<>(List.of(session.start(TinyGlad.frame(0), new Box(40, 30, 20, 16), sentence)));
            for (int i = 1; i < 4; i++) {
                steps.add(session.next(TinyGlad.frame(i)));
            }
            return steps;
        }
    }

    @Test
    void sessionsOfABatchHeedEachItsOwnSentence() throws Exception {
        List<String> sentences = List.of("a red box", "", "box");
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try (SessionBatch batch = new SessionBatch(asked, TrackerSettings.official(), 1)) {
            List<Future<List<TrackStep>>> together = new ArrayList<>();
            for (String sentence : sentences) {
                Session session = batch.open(3);
                together.add(threads.submit(() -> track(session, sentence)));
            }
            for (int i = 0; i < 3; i++) {
                List<TrackStep> alone = track(new Session(asked, TrackerSettings.official(), 3), sentences.get(i));
                List<TrackStep> found = together.get(i).get();
                for (int step = 0; step < alone.size(); step++) {
                    assertEquals(alone.get(step).box().x(), found.get(step).box().x(), 1e-3, sentences.get(i));
                    assertEquals(alone.get(step).box().w(), found.get(step).box().w(), 1e-3, sentences.get(i));
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void theTimeOfWordsIsBooked() {
        StageTimes times = new StageTimes();
        try (NDManager scope = asked.manager().newSubManager()) {
            Template template = new Template(DetFill.uniform(scope, "template", 2, 1, 3, 128, 128),
                    scope.create(new float[] {0.5f, 0.5f, 0.5f, 0.5f}, new Shape(1, 4)));
            asked.pass().predict(asked.pass().target(List.of(template), asked.text().encode(List.of("box"), scope), asked.nullText()),
                    DetFill.uniform(scope, "search", 2, 1, 3, 64, 64), null, times);
        }
        assertEquals(1, times.count(Stage.WORDS));
    }
}
