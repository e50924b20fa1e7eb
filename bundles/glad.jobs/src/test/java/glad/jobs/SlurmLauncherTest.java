package glad.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of Slurm, and what is made of its answers, which a scripted stand-in gives: also those that a cluster gives on bad days only. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class SlurmLauncherTest {

    @TempDir
    private Path folder;
    private JobQueue queue;
    private String job;
    private Supplier<List<String>> worker = () -> List.of("java", "-jar", "it's glad.jar", "work");

    @BeforeEach
    void submit() throws IOException {
        Files.createDirectory(folder.resolve("bin"));
        queue = queue(Duration.ofSeconds(20));
        job = queue.submit("parts", "parts", "test",
                IntStream.range(0, 6).mapToObj(i -> new Spec("task " + i, JsonNodeFactory.instance.objectNode().put("number", i))).toList());
        program("squeue", "cat squeue.txt");
        program("scancel", "true");
        program("scontrol", "true");
    }

    private JobQueue queue(Duration patience) {
        return JobQueue.in(folder.resolve("runs"), List.of(new LauncherFactory() {
            @Override
            public String id() {
                return "slurm";
            }

            @Override
            public Launcher of(Path place) {
                return new SlurmLauncher(place, new SlurmCommands(folder.resolve("bin") + "/", patience), () -> worker.get());
            }
        }));
    }

    /** Writes a program that notes its words, and what it is given to read, before it does something in the test's folder. */
    private void program(String name, String does) throws IOException {
        Path file = Files.writeString(folder.resolve("bin").resolve(name), "#!/bin/sh\ncd '" + folder + "'\necho " + name + " \"$@\" >> asked.txt\n"
                + (name.equals("sbatch") ? "cat > script.sh\n" : "") + does + "\n");
        assertTrue(file.toFile().setExecutable(true));
    }

    private List<String> asked() throws IOException {
        return Files.readAllLines(folder.resolve("asked.txt"));
    }

    private void start(WorkerOrder order) throws IOException {
        program("sbatch", "echo 'sbatch: a word of the site' >&2; echo '4711;cluster'");
        queue.launch(job, "slurm", order);
    }

    @Test
    void anArrayOfWorkersIsAskedForWithWhatTheUserOrders() throws IOException {
        start(new WorkerOrder(4, "gpus", "gpu:a100:2", "4:00:00", List.of("--account=vision")));
        String words = asked().get(0);
        assertTrue(words.startsWith("sbatch --parsable --job-name=glad-parts-1 --array=0-3 --requeue --open-mode=append --signal=B:TERM@60 --chdir="), words);
        assertTrue(words.endsWith("/runs/queue/parts-1/workers/%A_%a.log --partition=gpus --gres=gpu:a100:2 --time=4:00:00 --account=vision"), words);
        String script = Files.readString(folder.resolve("script.sh"));
        assertTrue(script.startsWith("#!/bin/sh\n") && script.endsWith("\nexec 'java' '-jar' 'it'\\''s glad.jar' 'work' '--device' 'gpu0,gpu1'\n"), script);
    }

    @Test
    void everyStateOfSlurmIsToldAndOneThatNobodyKnowsCountsAsRunning() throws IOException {
        start(WorkerOrder.ANY);
        Files.writeString(folder.resolve("squeue.txt"), "4711_0|R|None\n4711_1|PD|Resources\n4711_2|PR|None\n4711_3|NF|NodeDown\n4711_4|TO|TimeLimit\n"
                + "4711_5|OOM|OutOfMemory\n4711_6|XY|None\nno such line\n");
        assertEquals(Map.of("4711_0", "RUNNING", "4711_1", "PENDING (Resources)", "4711_2", "PREEMPTED", "4711_3", "NODE_FAIL (NodeDown)",
                "4711_4", "TIMEOUT (TimeLimit)", "4711_5", "OUT_OF_MEMORY (OutOfMemory)", "4711_6", "unknown state \"XY\", taken as running"),
                queue.places(job));
        assertEquals("squeue --noheader --array --states=all --format=%i|%t|%r --jobs=4711", asked().get(1));
        assertEquals("waiting", queue.job(job).state(), "what Slurm says changes no task");
    }

    @Test
    void anOrderThatALauncherCannotFillIsRefusedBeforeItStartsAnything() {
        WorkerOrder fewer = new WorkerOrder(-1, "", "", "", List.of());
        assertEquals("--array-size is \"-1\"; expected 1 worker or more", assertThrows(GladException.class, () -> queue.check("slurm", fewer)).getMessage());
        assertThrows(GladException.class, () -> queue.launch(job, "slurm", fewer));
        assertFalse(Files.exists(folder.resolve("script.sh")));
        JobQueue local = JobQueue.in(folder, List.of(new LocalLauncher()));
        String problem = assertThrows(GladException.class, () -> local.check("local", new WorkerOrder(0, "gpus", "", "", List.of()))).getMessage();
        assertTrue(problem.startsWith("--partition, --gres, --time, --array-size and --sbatch-option are of --launcher slurm"), problem);
        local.check("local", WorkerOrder.ANY);
    }

    @Test
    void allArraysOfAJobAreAskedForInOneQuestionByTheirNumbers() throws IOException {
        start(WorkerOrder.ANY);
        program("sbatch", "echo 4712");
        assertTrue(queue.launch(job, "", WorkerOrder.ANY).startsWith("Slurm has job 4712, 1 worker; "), "the launcher is remembered");
        Files.writeString(folder.resolve("squeue.txt"), "");
        assertEquals(Map.of(), queue.places(job));
        assertTrue(asked().get(2).endsWith("--jobs=4711,4712"), asked().get(2));
        assertTrue(asked().stream().noneMatch(line -> line.contains("user") || line.contains(" -u")), "a container may not know its user's name");
    }

    @Test
    void whatSlurmHasForgottenIsNoError() throws IOException {
        start(WorkerOrder.ANY);
        for (String name : List.of("squeue", "scancel", "scontrol")) {
            program(name, "echo 'slurm_load_jobs error: Invalid job id specified' >&2; exit 1");
        }
        assertEquals(Map.of(), queue.places(job));
        queue.hold(job, true);
        queue.cancel(job);
        assertEquals("cancelled", queue.job(job).state());
    }

    @Test
    void aControllerThatDoesNotAnswerIsToldAndTheQueueKnowsItsTasksAllTheSame() throws IOException {
        start(WorkerOrder.ANY);
        program("squeue", "sleep 600");
        program("scancel", "echo 'scancel: error: Unable to contact slurm controller (connect failure)' >&2; exit 1");
        JobQueue hasty = queue(Duration.ofMillis(300));
        String problem = assertThrows(GladException.class, () -> hasty.places(job)).getMessage();
        assertTrue(problem.startsWith("Slurm doesn't answer: \"squeue\" took more than 0 s"), problem);
        problem = assertThrows(GladException.class, () -> queue.cancel(job)).getMessage();
        assertEquals("scancel failed: \"scancel: error: Unable to contact slurm controller (connect failure)\"", problem);
        assertEquals("cancelled", queue.job(job).state());
    }

    @Test
    void aSubmissionThatSlurmRefusesAndProgramsThatAreNotThereAreToldInOneLine() throws IOException {
        program("sbatch", "echo 'sbatch: error: invalid partition specified: no' >&2; exit 1");
        String problem = assertThrows(GladException.class, () -> queue.launch(job, "slurm", WorkerOrder.ANY)).getMessage();
        assertEquals("sbatch failed: \"sbatch: error: invalid partition specified: no\"", problem);
        program("sbatch", "echo Submitted batch job 5");
        assertTrue(assertThrows(GladException.class, () -> queue.launch(job, "slurm", WorkerOrder.ANY)).getMessage()
                .contains("expected the number of a job"));
        Files.delete(folder.resolve("bin/sbatch"));
        problem = assertThrows(GladException.class, () -> queue.launch(job, "slurm", WorkerOrder.ANY)).getMessage();
        assertTrue(problem.contains("can't be started: ") && problem.endsWith("or --launcher local"), problem);
        problem = assertThrows(GladException.class, () -> queue.launch(job, "slrm", WorkerOrder.ANY)).getMessage();
        assertTrue(problem.contains("did you mean \"slurm\""), problem);
        assertEquals(Map.of(), queue.places(job), "nothing was started");
    }

    @Test
    void holdReleaseAndCancelArePassedOn() throws IOException {
        start(WorkerOrder.ANY);
        Files.writeString(folder.resolve("squeue.txt"), "4711_0|PD|Priority\n");
        queue.hold(job, true);
        queue.hold(job, false);
        queue.cancel(job);
        assertEquals(List.of("scontrol hold 4711", "scontrol release 4711", "scancel 4711"),
                asked().stream().filter(line -> !line.startsWith("squeue") && !line.startsWith("sbatch")).toList());
    }

    @Test
    void theWorkersOfAnArrayEmptyTheQueueAndTasksSayInWhichOfThemTheyRan() throws Exception {
        worker = () -> List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), WorkerProcess.class.getName(), folder.resolve("runs").toString());
        Files.createDirectories(folder.resolve("runs"));
        program("sbatch", "for i in 0 1; do SLURM_ARRAY_JOB_ID=77 SLURM_ARRAY_TASK_ID=$i sh script.sh > said-$i.txt 2>&1 & done; echo 77");
        queue.launch(job, "slurm", new WorkerOrder(2, "", "", "", List.of()));
        until(() -> queue.job(job).ended());
        assertEquals(6, queue.job(job).count(State.DONE), Files.readString(folder.resolve("said-0.txt")));
        assertTrue(queue.job(job).tasks().stream().allMatch(task -> task.place().matches("77_[01]")), queue.job(job).toString());
        assertEquals(25, Integer.parseInt(Files.readString(folder.resolve("runs/out/5"))));
        until(() -> queue.workers().isEmpty());
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 1200 && !condition.getAsBoolean(); i++) {
            Thread.sleep(50);
        }
        assertTrue(condition.getAsBoolean());
    }

    @Test
    void aWorkerWithLittleTimeLeftBeginsNothing() throws IOException {
        TaskRunner never = new TaskRunner() {
            @Override
            public String kind() {
                return "test";
            }

            @Override
            public Outcome run(ObjectNode spec, TaskControl control) {
                throw new AssertionError("it was begun");
            }
        };
        TimeLimit soon = new TimeLimit(Optional.of(Instant.now().plusSeconds(30)));
        assertEquals(0, new Worker(queue, List.of(never), "cpu", told -> {}, soon, Duration.ZERO).work(false));
        assertEquals(6, queue.job(job).count(State.WAITING));
    }

    @Test
    void theTimeThatMustBeLeftIsThatOfTheLongestPart() {
        Instant now = Instant.now();
        TimeLimit limit = new TimeLimit(Optional.of(now.plusSeconds(600)));
        assertTrue(limit.allows(now));
        assertFalse(limit.allows(now.plusSeconds(600 - TimeLimit.LEAST.toSeconds() + 1)));
        limit.took(Duration.ofSeconds(601));
        limit.took(Duration.ofSeconds(2));
        assertFalse(limit.allows(now));
        assertTrue(new TimeLimit(Optional.empty()).allows(now));
    }
}
