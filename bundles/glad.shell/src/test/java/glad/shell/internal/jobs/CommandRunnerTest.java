package glad.shell.internal.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.bench.data.Datasets;
import glad.bench.results.Metrics;
import glad.datasets.lasot.internal.LaSot;
import glad.eval.metrics.Success;
import glad.jobs.JobQueue;
import glad.jobs.Spec;
import glad.jobs.State;
import glad.jobs.Worker;
import glad.runtime.FeatureStore;
import glad.runtime.Registries;
import glad.runtime.Settings;
import glad.shell.ShellCommand;
import glad.shell.StopRequest;
import glad.shell.internal.CommandLines;
import glad.shell.internal.Offered;
import glad.shell.internal.TinyTracker;
import glad.shell.internal.run.EvaluateVerb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands in the queue: an evaluation with a tiny model, and lines that end in ways of their own. */
class CommandRunnerTest {

    @TempDir
    private Path folder;
    private JobQueue queue;
    private final List<List<String>> ran = new ArrayList<>();

    @BeforeEach
    void prepare() {
        queue = JobQueue.in(folder.resolve("runs"));
    }

    private void work(CommandRunner.Line line) throws IOException {
        new Worker(queue, List.of(CommandRunner.by(line)), "cpu", told -> {}).work(false);
    }

    /** Submits a line and does it, printing what is given. */
    private String state(int code, String printed, Path checkpoint) throws IOException {
        String id = queue.submit("x", "x", CommandRunner.KIND, List.of(CommandRunner.spec("x", List.of("train", "tiny"), true, checkpoint)));
        work((stop, out, err, words) -> {
            ran.add(List.of(words));
            err.print(printed);
            return code;
        });
        return queue.job(id).state() + ": " + queue.job(id).tasks().get(0).note();
    }

    @Test
    void anEvaluationIsDoneByAWorkerAsItWouldBeAtOnce() throws IOException {
        TinyTracker tiny = TinyTracker.withWeights(folder);
        Registries registries = Offered.datasets(Map.of("lasot", new LaSot()));
        registries.metrics().offer("success", new Success(), "test");
        Settings settings = new Settings(folder.resolve("settings.yaml"));
        settings.set("data.lasot", folder.resolve("LaSOT").toString(), false);
        Path place = folder.resolve("LaSOT/cat/cat-1");
        TinyTracker.images(place.resolve("img"), 3);
        Files.writeString(place.resolve("groundtruth.txt"), "20,10,30,24\n".repeat(3));
        Files.writeString(place.resolve("full_occlusion.txt"), "0,0,0");
        Files.writeString(place.resolve("out_of_view.txt"), "0,0,0");
        Files.writeString(place.resolve("nlp.txt"), "a grey cat\n");
        FeatureStore features = new FeatureStore(folder.resolve("features"), 1 << 20, Duration.ZERO);
        Supplier<ShellCommand> verb = () -> new EvaluateVerb(tiny.models(folder), features, new Datasets(settings, registries),
                new Metrics(registries), registries, queue);
        List<String> words = List.of("evaluate", "tiny", "--dataset", "lasot", "--sequences", "cat-1", "--out");
        List<String> now = new ArrayList<>(words);
        now.add(folder.resolve("now").toString());
        assertEquals(0, tiny.run(verb.get(), now), tiny.err());
        List<String> later = new ArrayList<>(words);
        later.addAll(List.of(folder.resolve("later").toString(), "--submit", "--no-worker"));
        assertEquals(0, tiny.run(verb.get(), later), tiny.err());
        assertTrue(tiny.out().startsWith("evaluate-1: waits for a worker"), tiny.out());
        assertFalse(Files.exists(folder.resolve("later")));
        later.set(3, "lassot");
        tiny.refused(2, tiny.run(verb.get(), later), "did you mean \"lasot\"");
        work((stop, out, err, line) -> {
            ShellCommand fresh = verb.get();
            fresh.stoppedBy(stop);
            return CommandLines.of(Map.of("evaluate", fresh), out, err).execute(line);
        });
        assertEquals("done", queue.job("evaluate-1").state(), queue.log("evaluate-1", "0001").toString());
        assertEquals(Files.readString(folder.resolve("now/results/cat-1.csv")), Files.readString(folder.resolve("later/results/cat-1.csv")));
        assertTrue(queue.log("evaluate-1", "0001").toString().contains("AUC"), queue.log("evaluate-1", "0001").toString());
    }

    @Test
    void aLineGetsTheDeviceAndResumesWhatHasACheckpoint() throws IOException {
        Path checkpoint = folder.resolve("checkpoint.safetensors");
        assertEquals("done: trained", state(0, "train: 3/12 samples (25 %), 0:00:01, 3.0 samples/s, 0:00:03 left, x\ntrained\n", checkpoint));
        Files.createFile(checkpoint);
        state(0, "", checkpoint);
        assertEquals(List.of(List.of("train", "tiny", "--device", "cpu"), List.of("train", "tiny", "--device", "cpu", "--resume")), ran);
        assertEquals(List.of("trained"), queue.log("x-1", "0001"));
    }

    @Test
    void theFirstErrorIsWhyItFailedAndOneThatIsStoppedWaitsAgain() throws IOException {
        assertEquals("failed: no such thing", state(2, "remark\nerror: no such thing\nerror: more\n", null));
        assertEquals("failed: it ended with exit code 3", state(3, "", null));
        String id = queue.submit("y", "y", CommandRunner.KIND, List.of(CommandRunner.spec("y", List.of("train"), false, null)));
        Worker[] worker = new Worker[1];
        worker[0] = new Worker(queue, List.of(CommandRunner.by((stop, out, err, words) -> stopped(stop, worker[0]))), "cpu", told -> {});
        worker[0].work(false);
        assertEquals(1, queue.job(id).count(State.WAITING));
        String elsewhere = queue.submit("z", "z", CommandRunner.KIND, List.of(new Spec("z",
                CommandRunner.spec("z", List.of(), false, null).spec().put("folder", "/elsewhere"))));
        work((stop, out, err, words) -> 0);
        assertTrue(queue.job(elsewhere).tasks().get(0).note().contains("submitted in folder \"/elsewhere\""), queue.job(elsewhere).toString());
    }

    private static int stopped(StopRequest stop, Worker worker) {
        return stop.during(() -> {}, () -> {
            worker.stop();
            return stop.asked() ? 1 : 0;
        });
    }
}
