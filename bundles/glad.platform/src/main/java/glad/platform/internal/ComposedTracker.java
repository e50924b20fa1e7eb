package glad.platform.internal;

import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.Reason;
import glad.api.data.Frames;
import glad.api.data.Sentences;
import glad.api.track.TrackStep;
import glad.api.track.Tracker;
import glad.bench.run.SessionTracker;
import glad.bench.run.Tracking;
import glad.experiment.LoadedExperiment;
import glad.media.FrameSource;
import glad.platform.TrackedBox;
import glad.platform.VideoTracker;
import glad.runtime.FrameThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A tracker composed of an experiment's parts, with one session for all its targets. */
final class ComposedTracker implements VideoTracker {

    private final LoadedExperiment loaded;
    private final FrameThreads threads;
    private final Tracker tracker;
    private int frame = -1;

    ComposedTracker(LoadedExperiment loaded) {
        this.loaded = loaded;
        threads = FrameThreads.parse("auto");
        tracker = SessionTracker.of(loaded, threads);
    }

    @Override
    public List<TrackedBox> track(Path input, Box box, String sentence, Consumer<TrackedBox> listener) {
        List<TrackedBox> boxes = new ArrayList<>();
        try (Frames frames = FrameSource.open(input)) {
            Tracking tracking = Tracking.begin(frames, tracker, box, Sentences.of(loaded.experiment().sentence().of(sentence)));
            boolean ended = tracking.run(() -> false, (index, image, step, seconds) -> {
                frame = index;
                boxes.add(new TrackedBox(index, step.box(), step.confidence()));
                listener.accept(boxes.get(index));
            });
            if (!ended) {
                Thread.currentThread().interrupt();
                throw GladException.failure("tracking in \"" + input + "\" was interrupted behind frame " + frame);
            }
        } catch (IOException e) {
            throw GladException.failure("\"" + input + "\" can't be read to its end: " + Reason.of(e), e);
        }
        return List.copyOf(boxes);
    }

    @Override
    public TrackedBox start(Image image, Box box, String sentence) {
        TrackStep step = tracker.start(image, box, loaded.experiment().sentence().of(sentence));
        frame = 0;
        return new TrackedBox(frame, step.box(), step.confidence());
    }

    @Override
    public TrackedBox next(Image image) {
        if (frame < 0) {
            throw new IllegalStateException("next() needs a target; call start() with the first frame and a box before");
        }
        TrackStep step = tracker.next(image);
        return new TrackedBox(++frame, step.box(), step.confidence());
    }

    @Override
    public void tell(String sentence) {
        if (frame < 0) {
            throw new IllegalStateException("tell() needs a target; call start() with the first frame, a box and a sentence before");
        }
        tracker.tell(loaded.experiment().sentence().of(sentence));
    }

    @Override
    public void close() {
        tracker.close();
        threads.close();
        loaded.close();
    }
}
