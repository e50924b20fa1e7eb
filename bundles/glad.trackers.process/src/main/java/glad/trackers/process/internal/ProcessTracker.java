package glad.trackers.process.internal;

import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.Reason;
import glad.api.track.TrackStep;
import glad.api.track.Tracker;
import glad.base.WholeFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A tracker that is a program of its own. Each start starts the program anew, so that nothing of the target before is left in it; a
 * program that doesn't do what the protocol says is ended, and its error output is kept.
 */
final class ProcessTracker implements Tracker {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessTracker.class);

    /** The end of the error output that a message tells, bytes. */
    private static final int TOLD = 4096;

    private final Declaration declaration;
    private final Path logs;
    private final RunningTrackers running;
    private Child child;
    private Conversation conversation;
    private FrameFiles frames;
    private Path errors;
    private int frame;
    private Optional<String> told = Optional.empty();

    /**
     * Makes one that has started nothing yet.
     *
     * @param logs the folder for the error outputs
     * @param running keeps account of what has been started
     */
    ProcessTracker(Declaration declaration, Path logs, RunningTrackers running) {
        this.declaration = declaration;
        this.logs = logs;
        this.running = running;
    }

    /** What a conversation does about one frame. */
    private interface Exchange {

        TrackStep run() throws IOException, InterruptedException;
    }

    @Override
    public TrackStep start(Image image, Box box, String sentence) {
        close();
        frame = 0;
        told = Optional.empty();
        begin();
        Patience patience = declaration.toStart();
        return ask(() -> conversation.begin(image, box, sentence, patience));
    }

    private void begin() {
        try {
            WholeFile.makeFolder(logs);
            errors = Files.createTempFile(logs, declaration.id() + "-", ".log");
            frames = new FrameFiles();
            child = running.start(declaration, errors);
            conversation = declaration.protocol().with(child, frames);
        } catch (IOException e) {
            String reason = Reason.of(e);
            close();
            throw GladException.failure("tracker \"" + declaration.id() + "\" can't be started: " + reason
                    + "; check its entry in trackers.yaml, and the space for temporary files", e);
        }
    }

    @Override
    public TrackStep next(Image image) {
        if (child == null) {
            throw new IllegalStateException("it was never started, or has failed");
        }
        frame++;
        Optional<String> another = told;
        told = Optional.empty();
        return ask(() -> conversation.next(frame, image, another, declaration.toFrame()));
    }

    private TrackStep ask(Exchange exchange) {
        try {
            TrackStep step = exchange.run();
            frames.forget();
            return step;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw GladException.failure("tracker \"" + declaration.id() + "\" was interrupted in frame " + frame, e);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Ends the program and returns what is told: its last words are complete then. */
    private GladException failed(IOException problem) {
        child.kill();
        running.ended(child);
        child = null;
        String last = lastWords(errors);
        String kept = last.isEmpty() ? "" : "; it last wrote \"" + last + "\" to \"" + errors + "\"";
        errors = last.isEmpty() ? errors : null; // kept
        close();
        return GladException.failure("tracker \"" + declaration.id() + "\" " + Reason.of(problem) + ", in frame " + frame + kept, problem);
    }

    private static String lastWords(Path errors) {
        try (RandomAccessFile file = new RandomAccessFile(errors.toFile(), "r")) {
            file.seek(Math.max(0, file.length() - TOLD));
            byte[] end = new byte[(int) (file.length() - file.getFilePointer())];
            file.readFully(end);
            return new String(end, StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank()).reduce((a, b) -> b)
                    .map(JsonLines::shown).orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    /** The next question has it. */
    @Override
    public void tell(String sentence) {
        told = Optional.of(sentence);
    }

    /** What it remembers lies in the program. */
    @Override
    public boolean remembers() {
        return true;
    }

    @Override
    public void close() {
        if (child != null) {
            conversation.end();
            child.close();
            running.ended(child);
            child = null;
        }
        try {
            if (frames != null) {
                frames.close();
            }
            if (errors != null) {
                Files.deleteIfExists(errors);
            }
        } catch (IOException e) {
            LOG.warn("temporary files of tracker \"{}\" are left: {}", declaration.id(), Reason.of(e));
        }
        frames = null;
        errors = null;
    }
}
