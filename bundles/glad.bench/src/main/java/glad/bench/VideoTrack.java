package glad.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.Box;
import glad.api.GladException;
import glad.api.Reason;
import glad.api.data.Frames;
import glad.api.data.Sentences;
import glad.api.track.Tracker;
import glad.bench.cues.SequenceCues;
import glad.bench.look.CueNotes;
import glad.bench.run.CuesReport;
import glad.bench.run.Provenance;
import glad.bench.run.RunContent;
import glad.bench.run.RunFolder;
import glad.bench.run.SessionTracker;
import glad.bench.run.TrackFolder;
import glad.bench.run.TrackedFrame;
import glad.bench.run.Tracking;
import glad.experiment.LoadedExperiment;
import glad.media.Annotation;
import glad.media.CaptionFont;
import glad.media.Drawing;
import glad.media.FrameSource;
import glad.media.VideoFile;
import glad.media.VideoWriter;
import glad.runtime.FrameThreads;
import glad.runtime.SearchView;
import glad.runtime.Session;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One target tracked through a video into a folder:
 *
 * <pre>{@code
 * try (VideoTrack track = new VideoTrack(new VideoTrack.Request(video, box, "the white bird", folder, false, Optional.empty()));
 *         FrameThreads threads = FrameThreads.parse("auto")) {
 *     VideoTrack.Outcome outcome = track.run(loaded, threads, "my program", (done, all, rate) -> {});
 * }
 * }</pre>
 *
 * The folder gets {@code boxes.txt}, {@code boxes.json} and, where asked for, {@link #VIDEO}, {@link #CUES} and its notes. A track that it holds already is gone
 * on with. For one run.
 */
public final class VideoTrack implements AutoCloseable {

    /** The annotated video's name in the folder. */
    public static final String VIDEO = "track.mp4";

    /** The name of the page that shows what words and memory did. */
    public static final String CUES = "cues.html";

    private static final double DEFAULT_RATE = 25;

    private final Request request;
    private final Frames frames;
    private Tracking tracking;
    private volatile boolean stopped;
    private boolean noting;
    private SequenceCues noted;

    /**
     * What to track.
     *
     * @param input a video file or a folder of images
     * @param box the target in the first frame, pixels
     * @param texts what is said about it, by frames; the empty sentence means no language
     * @param out the folder; made if missing
     * @param replace whether a track that the folder holds is removed, instead of gone on with
     * @param letters those of the sentence in an annotated video; empty if no video is wanted
     */
    public record Request(Path input, Box box, Sentences texts, Path out, boolean replace, Optional<CaptionFont> letters) {

        /** Makes a request with one sentence for all frames. */
        public Request(Path input, Box box, String text, Path out, boolean replace, Optional<CaptionFont> letters) {
            this(input, box, Sentences.of(text), out, replace, letters);
        }
    }

    /**
     * What became of it.
     *
     * @param ended whether every frame is tracked; else it was stopped, and another run goes on
     * @param before whether it was finished before
     * @param tracked how many frames have a box
     * @param framesPerSecond without reading and drawing the frames; NaN if nothing was tracked
     * @param whole what {@code boxes.json} holds; nothing if it hasn't ended
     */
    public record Outcome(boolean ended, boolean before, int tracked, double framesPerSecond, Optional<JsonNode> whole) {

        /** Returns what couldn't be read, a line for each frame. */
        public List<String> problems() {
            return whole.stream().flatMap(json -> Stream.of(json.path("problems")).flatMap(list -> list.valueStream()))
                    .map(JsonNode::asText).toList();
        }
    }

    /** Is told how far it is. */
    @FunctionalInterface
    @ConsumerType
    public interface Listener {

        /**
         * Hears that a frame is done.
         *
         * @param done how many frames are
         * @param all how many there are
         * @param framesPerSecond without reading and drawing them
         */
        void step(int done, int all, double framesPerSecond);
    }

    /**
     * Opens the input.
     *
     * @throws glad.api.GladException if it can't be read
     * @throws IOException if it can't be read
     */
    public VideoTrack(Request request) throws IOException {
        this.request = request;
        frames = FrameSource.open(request.input());
    }

    /** Returns how many frames there are. */
    public int frames() {
        return frames.count();
    }

    /** Asks {@link #run} to return after the current frame. May be called by any thread. */
    public void stop() {
        stopped = true;
    }

    /**
     * Asks {@link #run} to note what words and memory do in a few frames, in the folder's {@code cues/VIDEO.json}, and to draw it, in {@link #CUES}. A
     * track that was begun without has to be {@linkplain Request#replace() replaced}.
     */
    public void noteCues() {
        noting = true;
    }

    /** Tracks and shows nobody, see {@link #run(LoadedExperiment, FrameThreads, String, Listener, Optional)}. */
    public Outcome run(LoadedExperiment loaded, FrameThreads threads, String command, Listener listener) throws IOException {
        return run(loaded, threads, command, listener, Optional.empty());
    }

    /**
     * Tracks to the end, or until it is stopped.
     *
     * @param loaded the tracker
     * @param threads what it computes on
     * @param command what the user asked for, for the provenance
     * @param listener told of every frame
     * @param viewer is shown every frame that is tracked now
     * @throws glad.api.GladException (usage) if the box can't be one, or the folder holds a track of something else; (failure) if
     *         the first frame can't be read, the tracker fails, or the folder can't be written
     * @throws IOException if the video can't be written
     */
    public Outcome run(LoadedExperiment loaded, FrameThreads threads, String command, Listener listener, Optional<Consumer<ShownFrame>> viewer)
            throws IOException {
        Provenance provenance = Provenance.now(command, loaded);
        AtomicReference<SearchView> seen = new AtomicReference<>();
        TrackedVideo whole = new TrackedVideo(request.input(), frames.count(), request.box(), request.texts());
        try (Tracker tracker = tracker(loaded, viewer.isPresent() ? loaded.session(threads, seen::set) : loaded.session(threads))) {
            tracker.words(whole);
            tracking = begin(tracker, request.texts().map(loaded.experiment().sentence()::of));
            if (request.replace()) { // what is refused until here leaves everything as it was
                TrackFolder.clear(request.out());
            }
            try (TrackFolder folder = TrackFolder.open(request.out(), content(loaded, provenance))) {
                Path video = request.out().resolve(VIDEO);
                if (folder.isComplete() && (request.letters().isEmpty() || Files.exists(video))) {
                    return new Outcome(true, true, folder.frames().size(), Double.NaN, Optional.of(folder.whole()));
                }
                Files.deleteIfExists(video); // it shows another track, or not all of this one
                Files.deleteIfExists(request.out().resolve(CUES));
                Files.deleteIfExists(request.out().resolve(SequenceCues.file(whole.name())));
                noted = null;
                boolean ended = track(folder, video, (index, frame, found) -> {
                    viewer.ifPresent(shown -> shown.accept(new ShownFrame(index, frames.count(), frame, found.box(), found.confidence(), request.texts().at(index),
                            Optional.ofNullable(seen.getAndSet(null)), tracking.framesPerSecond())));
                    listener.step(index + 1, frames.count(), tracking.framesPerSecond());
                });
                if (ended && noted != null) {
                    RunFolder.open(request.out()).write(SequenceCues.file(whole.name()), noted.json());
                    CuesReport.write(whole, folder.frames().stream().map(TrackedFrame::box).toList(), noted, provenance.facts(), request.out().resolve(CUES));
                }
                Optional<JsonNode> all = ended ? Optional.of(folder.finish(json(folder.frames(), provenance))) : Optional.empty();
                return new Outcome(ended, false, folder.frames().size(), tracking.framesPerSecond(), all);
            }
        }
    }

    private Tracker tracker(LoadedExperiment loaded, Session session) {
        return noting ? SessionTracker.watched(session, loaded, List.of(new CueNotes(loaded, session, (name, cues) -> noted = cues)))
                : SessionTracker.of(session, loaded);
    }

    private Tracking begin(Tracker tracker, Sentences texts) {
        try {
            return Tracking.begin(frames, tracker, request.box(), texts);
        } catch (IOException e) {
            throw GladException.failure("the first frame can't be read: " + Reason.of(e), e);
        }
    }

    /** Returns all that decides the boxes. */
    private SortedMap<String, String> content(LoadedExperiment loaded, Provenance provenance) {
        Box box = request.box();
        SortedMap<String, String> content = RunContent.of(loaded, provenance);
        content.put("input", request.input().toAbsolutePath().normalize().toString());
        content.put("frames", Integer.toString(frames.count()));
        content.put("box", Stream.of(box.x(), box.y(), box.w(), box.h())
                .map(number -> BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()).collect(Collectors.joining(",")));
        content.put("text", request.texts().text());
        return content;
    }

    private boolean track(TrackFolder folder, Path video, TrackFolder.Listener listener) throws IOException {
        boolean drawn = request.letters().isPresent();
        double rate = frames instanceof VideoFile file ? file.frameRate() : DEFAULT_RATE;
        try (VideoWriter writer = drawn ? new VideoWriter(video, rate) : null) {
            boolean ended = folder.fill(tracking, drawn, () -> stopped, (index, frame, found) -> {
                if (drawn) {
                    writer.add(Drawing.annotate(frame, new Annotation(found.box(), null, request.texts().at(index), found.confidence()),
                            request.letters().get()));
                }
                listener.found(index, frame, found);
            });
            if (ended && drawn) {
                writer.finish();
            }
            return ended;
        }
    }

    private ObjectNode json(List<TrackedFrame> tracked, Provenance provenance) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("input", request.input().toString()).put("text", request.texts().first()).put("out", request.out().toString())
                .put("framesPerSecond", tracking.framesPerSecond());
        if (request.texts().change()) {
            ArrayNode texts = root.putArray("texts");
            request.texts().parts().forEach(part -> texts.addObject().put("frame", part.frame()).put("text", part.sentence()));
        }
        root.putArray("frames"); // filled by the folder
        ArrayNode problems = root.putArray("problems");
        for (int i = 0; i < tracked.size(); i++) {
            if (!tracked.get(i).problem().isEmpty()) {
                problems.add(tracked.get(i).problem() + "; line " + (i + 1)
                        + " of boxes.txt repeats the box before, the rest is kept");
            }
        }
        root.set("provenance", new JsonMapper().valueToTree(provenance));
        return root;
    }

    /** Closes the input. */
    @Override
    public void close() throws IOException {
        frames.close();
    }
}
