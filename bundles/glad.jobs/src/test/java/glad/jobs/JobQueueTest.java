package glad.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class JobQueueTest {

    @TempDir
    private Path runs;
    private JobQueue queue;
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void open() {
        queue = JobQueue.in(runs);
    }

    private String submit(String... words) {
        return queue.submit("words", "some words", "test", IntStream.range(0, words.length)
                .mapToObj(i -> new Spec(words[i], JsonNodeFactory.instance.objectNode().put("word", words[i]))).toList());
    }

    /** Does what the word says. */
    private static class Obedient implements TaskRunner {

        @Override
        public String kind() {
            return "test";
        }

        @Override
        public Outcome run(ObjectNode spec, TaskControl control) {
            String word = spec.path("word").asText();
            control.log("was told " + word);
            if (word.startsWith("fail")) {
                throw GladException.failure("can't do \"" + word + "\" at " + word.length());
            }
            return word.equals("stale") && !control.replacing() ? new Outcome(State.STALE, "the code is new") : new Outcome(State.DONE, word);
        }
    }

    private int work() throws IOException {
        return new Worker(queue, List.of(new Obedient()), "cpu", told::add).work(false);
    }

    @Test
    void aWorkerDoesWhatWaitsAndGoesOnPastAFailure() throws IOException {
        String id = submit("a", "fail", "b", "stale");
        assertEquals("words-1 waiting", id + " " + queue.job(id).state());
        assertEquals(4, work());
        Job job = queue.job(id);
        assertEquals("failed", job.state());
        assertEquals(List.of(State.DONE, State.FAILED, State.DONE, State.STALE), job.tasks().stream().map(Task::state).toList());
        assertEquals("can't do \"fail\" at 4", job.firstFailed().orElseThrow().note());
        assertEquals(List.of("was told fail", "error: can't do \"fail\" at 4"), queue.log(id, "0002"));
        assertEquals("the code is new", job.tasks().get(3).note());
        assertEquals(1, queue.retry(id, List.of(State.STALE)));
        assertEquals(1, work());
        assertEquals(State.DONE, queue.job(id).tasks().get(3).state());
        assertEquals("words-2", submit("c"));
        assertEquals(List.of("words-2", "words-1"), queue.jobs().stream().map(Job::id).toList());
    }

    @Test
    void aJobWhoseTasksAllFailAlikeIsStopped() throws IOException {
        String id = submit("fail1", "fail2", "fail3", "fail4", "fail5");
        work();
        Job job = queue.job(id);
        assertEquals("stopped 3 2", job.state() + " " + job.count(State.FAILED) + " " + job.count(State.CANCELLED));
        assertTrue(job.stopped().contains("failed alike: can't do \"fail1\""), job.stopped());
        assertEquals(5, queue.retry(id, List.of(State.FAILED, State.CANCELLED)));
        assertEquals("waiting", queue.job(id).state());
    }

    @Test
    void heldAndCancelledJobsAreLeftAlone() throws IOException {
        String id = submit("a", "b");
        queue.hold(id, true);
        assertEquals(0, work());
        assertEquals("held", queue.job(id).state());
        queue.hold(id, false);
        queue.cancel(id);
        assertEquals(0, work());
        assertEquals("cancelled", queue.job(id).state());
        queue.retry(id, List.of(State.CANCELLED));
        assertEquals(2, work());
        GladException wrong = assertThrows(GladException.class, () -> queue.job("word-1"));
        assertTrue(wrong.getMessage().contains("did you mean \"words-1\""), wrong.getMessage());
    }

    @Test
    void aClaimGoesBackWhenItsWorkerIsGone() throws IOException {
        String id = submit("a", "b");
        Path job = queue.folder().resolve(id);
        WorkerName here = WorkerName.here();
        // One of a process of this machine that ended, and one of another machine that has been silent for long.
        Files.move(job.resolve("waiting/0001"), job.resolve("running/0001@" + new WorkerName(here.host(), 1L << 40, 7, 1, "")));
        Path far = Files.move(job.resolve("waiting/0002"), job.resolve("running/0002@" + new WorkerName("elsewhere", 1, 7, 1, "4711_3")));
        Files.setLastModifiedTime(far, FileTime.from(Instant.now().minus(Workers.LEASE).minusSeconds(1)));
        assertEquals(2, work());
        assertEquals("done", queue.job(id).state());
        assertEquals(2, told.stream().filter(line -> line.contains("taken back")).count());
        assertFalse(here.gone());
        assertEquals(here, WorkerName.parse(here.toString()).orElseThrow());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aWorkerWaitsForRoomOnAFullDiskAndLosesNothing() throws IOException {
        String id = submit("a", "b");
        List<String> begun = new ArrayList<>();
        TaskRunner writer = new Obedient() {
            @Override
            public Outcome run(ObjectNode spec, TaskControl control) {
                begun.add(spec.path("word").asText());
                if (begun.size() < 4) {
                    assertEquals(List.of("1 waiting, 1 running"), queue.jobs().stream().map(Job::counts).toList());
                    write(spec.path("word").asText());
                }
                return super.run(spec, control);
            }

            private void write(String word) {
                try {
                    Files.writeString(Path.of("/dev/full"), word);
                } catch (IOException e) {
                    throw GladException.failure("\"" + word + "\" can't be written: " + Reason.of(e), e);
                }
            }
        };
        assertEquals(2, new Worker(queue, List.of(writer), "cpu", told::add, TimeLimit.here(), Duration.ofMillis(1)).work(false));
        assertEquals(List.of("a", "a", "a", "a", "b"), begun);
        assertEquals("done", queue.job(id).state());
        List<String> full = told.stream().filter(line -> line.startsWith("a disk is full")).toList();
        assertEquals(1, full.size(), told.toString());
        assertTrue(full.get(0).contains("\"a\" can't be written: No space left on device"), full.get(0));
        assertEquals(2, told.stream().filter(line -> line.endsWith("begins")).count(), told + " tells of each task's begin once");
    }

    @Test
    void aJobSaysWhatIsDoneOfIt() throws IOException {
        String id = submit("a", "b");
        List<String> said = new ArrayList<>();
        TaskRunner slow = new Obedient() {
            @Override
            public Outcome run(ObjectNode spec, TaskControl control) {
                said.add(queue.job(id).why(queue.workers()));
                control.progress(0.25, "trains tracker: 240 of 1200 examples, loss 1.5");
                said.add(queue.job(id).why(queue.workers()));
                return super.run(spec, control);
            }
        };
        new Worker(queue, List.of(slow), "cpu", told::add).work(false);
        assertEquals(id + " is being worked on: 1 waiting, 1 running", said.get(0));
        assertEquals(said.get(0) + "; task 0001 trains tracker: 240 of 1200 examples, loss 1.5", said.get(1));
    }

    @Test
    void aJobSaysThatItWaitsForRoom() throws IOException {
        Job job = queue.job(submit("a"));
        Job full = new Job(job.id(), job.title(), job.kind(), job.created(), false, true, "", job.tasks());
        assertTrue(full.why(List.of("w")).contains("disk with the folder for results is full"), full.why(List.of("w")));
        assertTrue(job.why(List.of("w")).contains("until a worker is done"), job.why(List.of("w")));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aWorkerThatWasStartedIsThereAtOnce() throws Exception {
        String id = submit("a");
        Files.createDirectories(runs);
        String java = ProcessHandle.current().info().command().orElseThrow();
        LocalLauncher.start(queue.folder(), List.of(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
                System.getProperty("java.class.path"), WorkerProcess.class.getName(), runs.toString()));
        assertEquals(1, queue.workers().size());
        assertTrue(queue.job(id).why(queue.workers()).contains("until a worker is done"));
        while (!queue.job(id).ended()) {
            Thread.sleep(10);
            assertTrue(queue.job(id).ended() || queue.workers().size() == 1, queue.workers().toString());
        }
        while (!queue.workers().isEmpty()) {
            Thread.sleep(10);
        }
    }

    @Test
    void aTaskOfAKindThatNobodyKnowsFailsWithWords() throws IOException {
        String id = queue.submit("x", "x", "strange", List.of(new Spec("x", JsonNodeFactory.instance.objectNode())));
        work();
        assertTrue(queue.job(id).firstFailed().orElseThrow().note().contains("\"strange\""));
    }
}
