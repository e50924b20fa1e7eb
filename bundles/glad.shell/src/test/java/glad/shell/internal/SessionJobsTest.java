package glad.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.shell.StopRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToIntFunction;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Job;
import org.jline.reader.LineReaderBuilder;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With Gogo itself and a terminal that is none. */
class SessionJobsTest {

    private final SessionJobs jobs = new SessionJobs();
    private final CommandProcessorImpl processor = new CommandProcessorImpl(new ThreadIOImpl());
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final CountDownLatch begun = new CountDownLatch(1);
    private Terminal terminal;
    private CommandSession session;

    @BeforeEach
    void openSession() throws IOException {
        processor.addListener(jobs);
        terminal = TerminalBuilder.builder().type("dumb").streams(new ByteArrayInputStream(new byte[0]), shown).build();
        session = processor.createSession(new ByteArrayInputStream(new byte[0]), new PrintStream(shown), new PrintStream(shown));
        session.put(SessionJobs.TERMINAL, terminal);
        session.put(SessionJobs.READER, LineReaderBuilder.builder().terminal(terminal).build());
    }

    @AfterEach
    void closeSession() throws IOException {
        session.close();
        terminal.close();
        processor.stop();
    }

    @Test
    void whatFailedBehindThePromptIsNotCalledDone() throws Exception {
        offer("fails", stop -> 2);
        offer("works", stop -> 0);
        session.execute("fails &");
        await("failed      fails");
        session.execute("works &");
        await("done        works");
    }

    @Test
    void aStoppedCommandSavesWhatItHasAndIsCalledStopped() throws Exception {
        offer("long", this::untilAsked);
        session.execute("long &");
        assertTrue(begun.await(20, TimeUnit.SECONDS));
        List<Job> behind = SessionJobs.others(session);
        assertEquals("[1]  background  long", SessionJobs.line(behind.get(0), behind.get(0).status()));
        jobs.stop(behind.get(0));
        await("stopped     long");
    }

    @Test
    void controlCReachesTheCommandInFrontAlone() throws Exception {
        offer("long", this::untilAsked);
        AtomicBoolean reached = new AtomicBoolean();
        offer("front", stop -> {
            terminal.raise(Signal.INT);
            reached.set(stop.asked());
            return 1;
        });
        session.execute("long &");
        assertTrue(begun.await(20, TimeUnit.SECONDS));
        session.execute("front");
        assertTrue(reached.get());
        assertEquals(1, SessionJobs.others(session).size());
        jobs.stop(SessionJobs.others(session).get(0));
        await("stopped     long");
    }

    private void offer(String name, ToIntFunction<StopRequest> command) {
        session.put(name, (Function) (own, words) -> {
            jobs.run(command);
            return null;
        });
    }

    private int untilAsked(StopRequest stop) {
        CountDownLatch asked = new CountDownLatch(1);
        return stop.during(asked::countDown, () -> {
            begun.countDown();
            try {
                return asked.await(20, TimeUnit.SECONDS) ? 1 : 0;
            } catch (InterruptedException e) {
                return 3;
            }
        });
    }

    private void await(String line) throws InterruptedException {
        for (int i = 0; i < 4000 && !shown.toString().contains(line); i++) {
            Thread.sleep(5);
        }
        assertTrue(shown.toString().contains(line), shown::toString);
    }
}
