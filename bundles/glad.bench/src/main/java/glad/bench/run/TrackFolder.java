package glad.bench.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.Reason;
import glad.api.track.TrackStep;
import glad.base.GrowingFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The folder of one track. While it grows, {@code boxes.txt} gets a line {@code x,y,w,h} per frame and {@code boxes.jsonl} all
 * that is known of the frame, in full precision: a track that was stopped, killed or cut off goes on from there.
 * {@code content.json} holds all that decides the track; one made by anything else isn't gone on with. When it is finished,
 * {@code boxes.json} takes the place of {@code boxes.jsonl}. For one thread at a time, and one process.
 */
public final class TrackFolder implements AutoCloseable {

    private static final String TEXT = "boxes.txt";
    private static final String LINES = "boxes.jsonl";
    private static final String WHOLE = "boxes.json";
    private static final JsonMapper JSON = new JsonMapper();

    private final RunFolder folder;
    private final RunLock lock;
    private final List<TrackedFrame> frames;
    private final boolean complete;
    private final GrowingFile lines;
    private final GrowingFile text;
    private boolean growing;

    /** Is told of frames. */
    @FunctionalInterface
    @ConsumerType
    public interface Listener {

        /**
         * Gets a frame in which the target was looked for.
         *
         * @param index 0 is the first
         */
        void found(int index, Image frame, TrackedFrame found) throws IOException;
    }

    private TrackFolder(RunFolder folder, RunLock lock) throws IOException {
        this.folder = folder;
        this.lock = lock;
        Path journal = folder.path().resolve(LINES);
        complete = !Files.exists(journal) && Files.exists(folder.path().resolve(WHOLE));
        frames = complete ? finished(folder.path().resolve(WHOLE)) : begun(journal);
        growing = !complete;
        lines = complete ? null : GrowingFile.begin(journal, frames.stream().map(frame -> frame.json().toString()).toList());
        text = complete ? null
                : GrowingFile.begin(folder.path().resolve(TEXT), frames.stream().map(frame -> line(frame.box())).toList());
    }

    /** Tells whether a folder holds a track, or a part of one. */
    public static boolean isTrack(Path path) {
        return Stream.of(TEXT, LINES, WHOLE).map(path::resolve).anyMatch(Files::exists);
    }

    /**
     * Opens a track's folder; it is made if missing. A track that is there is gone on with.
     *
     * @param path the folder
     * @param content all that decides the track, by name
     * @throws GladException (usage) naming what differs if the folder holds a track made with another content; (failure) if
     *         another command is writing it, or it can't be read or written
     */
    public static TrackFolder open(Path path, SortedMap<String, String> content) {
        RunFolder folder = RunFolder.open(path);
        if (isTrack(path) && !Files.exists(path.resolve(RunFolder.CONTENT))) {
            throw GladException.usage("folder \"" + path + "\" holds a track, but no " + RunFolder.CONTENT + " that says what made"
                    + " it; choose another --out, or --replace it");
        }
        folder.claim(content, "choose another --out, or --replace it");
        RunLock lock = folder.lock();
        try {
            return new TrackFolder(folder, lock);
        } catch (IOException e) {
            lock.close();
            throw failure(path, e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Removes the track that a folder holds, and nothing else of it. @throws GladException (failure) if that fails */
    public static void clear(Path path) {
        if (!Files.isDirectory(path)) {
            return;
        }
        try {
            // The content last: a track without one is refused.
            for (String name : List.of(LINES, TEXT, WHOLE, RunFolder.CONTENT)) {
                Files.deleteIfExists(path.resolve(name));
            }
        } catch (IOException e) {
            throw failure(path, e);
        }
    }

    private static List<TrackedFrame> finished(Path file) throws IOException {
        List<TrackedFrame> frames = new ArrayList<>();
        JSON.readTree(Files.readAllBytes(file)).path("frames").forEach(node -> frames.add(TrackedFrame.of(node)));
        return frames;
    }

    /** Reads as many frames as are there whole. */
    private static List<TrackedFrame> begun(Path journal) throws IOException {
        List<TrackedFrame> frames = new ArrayList<>();
        if (Files.exists(journal)) {
            for (String line : GrowingFile.lines(journal)) {
                try {
                    frames.add(TrackedFrame.of(JSON.readTree(line)));
                } catch (JsonProcessingException | IllegalArgumentException e) {
                    break;
                }
            }
        }
        return frames;
    }

    /** Returns a view of the frames that are there so far, in order. */
    public List<TrackedFrame> frames() {
        return Collections.unmodifiableList(frames);
    }

    /** Returns the last of them. */
    public TrackedFrame last() {
        return frames.get(frames.size() - 1);
    }

    /** Tells whether the track was finished before it was opened. */
    public boolean isComplete() {
        return complete;
    }

    /**
     * Adds the next frame.
     *
     * @throws GladException (failure) if it can't be written; those before are kept
     */
    public void add(TrackedFrame frame) {
        try {
            lines.add(frame.json().toString());
            text.add(line(frame.box()));
        } catch (IOException e) {
            throw failure(folder.path(), e);
        }
        frames.add(frame);
    }

    private static String line(Box b) {
        return b.x() + "," + b.y() + "," + b.w() + "," + b.h();
    }

    /**
     * Tracks the frames that are missing here, from the beginning or from where it was given up; both give the same boxes. One that
     * can't be read repeats the box before and says why.
     *
     * @param again whether the listener is shown those that were tracked before as well
     * @param stop asked before each frame whether to return
     * @param listener told of the frames that can be read
     * @return whether it came to the end
     * @throws IOException if the listener fails
     * @throws GladException (failure) if a frame can't be written; those before are kept
     */
    public boolean fill(Tracking tracking, boolean again, BooleanSupplier stop, Listener listener) throws IOException {
        Tracking.Listener keeper = new Tracking.Listener() {

            @Override
            public void found(int index, Image frame, TrackStep step, double seconds) throws IOException {
                add(new TrackedFrame(step.box(), step.confidence(), ""));
                listener.found(index, frame, last());
            }

            @Override
            public void again(int index, Image frame) throws IOException {
                listener.found(index, frame, frames.get(index));
            }

            @Override
            public void unreadable(int index, IOException problem) {
                if (index >= frames.size()) {
                    add(new TrackedFrame(last().box(), Double.NaN, Reason.of(problem)));
                }
            }
        };
        return frames.isEmpty() ? tracking.run(stop, keeper)
                : tracking.goOn(frames.size(), last().box(), again, stop, keeper);
    }

    /**
     * Completes the track; does nothing to one that is complete.
     *
     * @param about what {@code boxes.json} says besides the frames
     * @return what it holds
     * @throws GladException (failure) if it can't be written
     */
    public ObjectNode finish(ObjectNode about) {
        if (complete) {
            return (ObjectNode) whole();
        }
        ObjectNode whole = about.deepCopy();
        ArrayNode list = whole.putArray("frames");
        for (int i = 0; i < frames.size(); i++) {
            list.addObject().put("frame", i).setAll(frames.get(i).json());
        }
        try {
            growing = false;
            lines.close();
            text.close();
            folder.write(WHOLE, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(whole) + "\n");
            Files.deleteIfExists(folder.path().resolve(LINES));
        } catch (IOException e) {
            throw failure(folder.path(), e);
        }
        return whole;
    }

    private static GladException failure(Path path, IOException e) {
        return GladException.failure("the track in \"" + path + "\" can't be read or written: " + Reason.of(e)
                + "; check the folder and the free space; what was tracked before is kept", e);
    }

    /** Ends the writing; what was added stays. */
    @Override
    public void close() {
        try {
            if (growing) {
                lines.close();
                text.close();
            }
        } catch (IOException e) {
            throw failure(folder.path(), e);
        } finally {
            lock.close();
        }
    }

    /** Returns what {@code boxes.json} of a complete track holds. @throws GladException (failure) if it can't be read */
    public JsonNode whole() {
        try {
            return JSON.readTree(Files.readAllBytes(folder.path().resolve(WHOLE)));
        } catch (IOException e) {
            throw failure(folder.path(), e);
        }
    }
}
