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
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
    private static final class Obedient implements TaskRunner {

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
    void aTaskOfAKindThatNobodyKnowsFailsWithWords() throws IOException {
        String id = queue.submit("x", "x", "strange", List.of(new Spec("x", JsonNodeFactory.instance.objectNode())));
        work();
        assertTrue(queue.job(id).firstFailed().orElseThrow().note().contains("\"strange\""));
    }
}
