package glad.shell.internal.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glad.jobs.Job;
import glad.jobs.JobQueue;
import glad.jobs.Spec;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobTextsTest {

    private static final int WIDE = 120;

    @TempDir
    private Path runs;

    @Test
    void ofJobsThatEndedOnlyTheNewestAreListed() {
        JobQueue queue = JobQueue.in(runs);
        int jobs = JobTexts.NEWEST + 3;
        for (int i = 0; i < jobs; i++) {
            String id = queue.submit("j", "j", "test", List.of(new Spec("one", JsonNodeFactory.instance.objectNode())));
            if (i != 1) {
                queue.cancel(id);
            }
        }
        List<Job> all = queue.jobs();
        String text = JobTexts.jobs(all, List.of(), JobTexts.NEWEST, WIDE);
        assertTrue(text.contains("and 2 that ended before; --all shows them"), text);
        assertEquals(JobTexts.NEWEST + 1, text.lines().filter(line -> line.matches(" +j-\\d+ .*")).count(), text);
        // One that still waits is listed however old it is.
        assertTrue(text.matches("(?s).*\n +j-2 +waiting.*") && !text.matches("(?s).* j-1 .*"), text);
        String whole = JobTexts.jobs(all, List.of(), jobs, WIDE);
        assertEquals(jobs, whole.lines().filter(line -> line.matches(" +j-\\d+ .*")).count(), whole);
        assertFalse(whole.contains("--all"), whole);
    }
}
