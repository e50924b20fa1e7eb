package glad.bench.compare;

import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.Reason;
import glad.api.data.Frames;
import glad.api.data.Sentences;
import glad.api.data.Sequence;
import glad.api.track.Tracker;
import glad.bench.StoredEvaluation;
import glad.bench.run.SequenceResult;
import glad.bench.run.SessionTracker;
import glad.bench.run.Tracking;
import glad.experiment.LoadedExperiment;
import glad.media.Annotation;
import glad.media.Crop;
import glad.media.CropGeometry;
import glad.media.Cropped;
import glad.media.Drawing;
import glad.media.Heat;
import glad.runtime.FrameThreads;
import glad.runtime.SearchView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One frame of a run as its tracker met it: frame, search region, and, of a composed tracker, the score map over it.
 *
 * @param sentence what the tracker was told
 * @param images side by side
 * @param same whether what was computed again for this gives the run's own box; true for a tracker of a bundle, which isn't run again
 */
public record SearchLook(String sentence, List<Image> images, boolean same) {

    /** Sides of the square round the last box that stands for the search region of a tracker that has none of its own. */
    private static final double AROUND = 4;
    private static final int SIDE = 240;

    /** Copies the list. */
    public SearchLook {
        images = List.copyOf(images);
    }

    /**
     * Looks at a frame with the model of a run. It goes on from the run's box in the frame before, as a resumed track does.
     *
     * @param model of the run's experiment; its code and weights are those of now
     * @param name of the sequence
     * @param frame which, from 1
     * @throws GladException (failure) if a frame can't be read
     */
    public static SearchLook of(StoredEvaluation run, LoadedExperiment model, String name, int frame) {
        LoadedExperiment loaded = model.on(run.plan().dataset());
        Sequence sequence = loaded.experiment().sentence().of(run.plan().told()).sequence(name);
        List<Box> boxes = boxes(run, name);
        List<SearchView> views = new ArrayList<>();
        List<Box> found = new ArrayList<>();
        try (Frames frames = sequence.open(); Tracker tracker = SessionTracker.watched(loaded, FrameThreads.unchanged(), views::add)) {
            Sentences told = sequence.sentences();
            Tracking tracking = Tracking.begin(frames, tracker, sequence.initialBox(), told);
            tracking.goOn(frame, boxes.get(frame - 1), false, () -> !found.isEmpty(), (index, image, step, seconds) -> found.add(step.box()));
            SearchView view = views.get(views.size() - 1);
            Annotation inside = new Annotation(inside(boxes.get(frame), view.geometry()), null, "", Double.NaN);
            return new SearchLook(told.at(frame), List.of(frame(frames, sequence, boxes, frame), Drawing.annotate(view.crop(), inside),
                    Drawing.annotate(new Heat(view.score(), view.side(), 1).over(view.crop()), inside)), found.get(0).equals(boxes.get(frame)));
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /** Shows a frame of a tracker of a bundle, with the square round its box in the frame before. */
    public static SearchLook of(StoredEvaluation run, String name, int frame) {
        Sequence sequence = run.told().of(run.plan().told()).sequence(name);
        List<Box> boxes = boxes(run, name);
        try (Frames frames = sequence.open()) {
            Cropped around = new Crop(AROUND, SIDE).of(frames.frame(frame), boxes.get(frame - 1));
            return new SearchLook(sequence.sentences().at(frame), List.of(frame(frames, sequence, boxes, frame), Drawing.annotate(around.image(),
                    new Annotation(inside(boxes.get(frame), around.geometry()), null, "", Double.NaN))), true);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private static List<Box> boxes(StoredEvaluation run, String name) {
        return run.folder().result(name).map(SequenceResult::boxes).orElseThrow(() -> GladException.failure("\"" + run.folder().path()
                + "\" has no whole result of sequence \"" + name + "\" any more; evaluate it again"));
    }

    private static Image frame(Frames frames, Sequence sequence, List<Box> boxes, int frame) throws IOException {
        Box truth = frame < sequence.boxes().size() ? sequence.boxes().get(frame) : null;
        return Drawing.annotate(frames.frame(frame), new Annotation(boxes.get(frame), truth, "", Double.NaN));
    }

    private static Box inside(Box box, CropGeometry geometry) {
        double scale = geometry.resizeFactor();
        return new Box((box.x() - geometry.left()) * scale, (box.y() - geometry.top()) * scale, box.w() * scale, box.h() * scale);
    }

    private static GladException unreadable(String name, IOException e) {
        return GladException.failure("sequence \"" + name + "\" can't be read: " + Reason.of(e) + "; ./glad data verify says what is wrong", e);
    }

    /** Returns the images as one, side by side. */
    public Image strip() {
        return Drawing.strip(images, SIDE);
    }
}
