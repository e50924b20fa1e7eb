package glad.bench.look;

import glad.api.Box;
import glad.api.GladException;
import glad.api.data.Frames;
import glad.api.data.Sentences;
import glad.api.track.Tracker;
import glad.bench.run.SessionTracker;
import glad.bench.run.Tracking;
import glad.experiment.LoadedExperiment;
import glad.media.FrameSource;
import glad.runtime.FrameThreads;
import glad.runtime.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * One frame of a tracker from inside:
 *
 * <pre>{@code
 * Look look = Look.at(loaded, threads, new Look.Request(video, box, "the white bird", 30, View.parse("score,attention")), frame -> {});
 * look.images().forEach(image -> ImageFile.write(image.image(), folder.resolve(image.name() + ".png")));
 * }</pre>
 *
 * The target is tracked up to the frame as ever; there the model computes once more, and tells.
 *
 * @param box where the head finds the target in the frame, pixels; what the tracker makes of sizes isn't in it
 * @param confidence of the head
 * @param images what was seen
 * @param missing a line for each part that had nothing to show
 */
public record Look(Box box, double confidence, List<Shown> images, List<String> missing) {

    /**
     * What to look at.
     *
     * @param input a video file or a folder of images
     * @param box the target in the first frame, pixels
     * @param text a sentence about it; empty means no language
     * @param frame the frame to look at, 0 for the first
     * @param views what of it
     */
    public record Request(Path input, Box box, String text, int frame, Set<View> views) {}

    /**
     * Tracks up to a frame and looks into it.
     *
     * @param loaded the tracker, without cached diffusion features
     * @param threads what it computes on
     * @param progress told how many frames are tracked
     * @throws GladException (usage) if there is no such frame, or the box can't be one
     * @throws IOException if a frame can't be read
     */
    public static Look at(LoadedExperiment loaded, FrameThreads threads, Request request, IntConsumer progress) throws IOException {
        try (Frames frames = FrameSource.open(request.input()); Session session = loaded.session(threads)) {
            if (request.frame() < 0 || request.frame() >= frames.count()) {
                throw GladException.usage("there is no frame \"" + request.frame() + "\" in \"" + request.input() + "\"; expected 0 to "
                        + (frames.count() - 1));
            }
            String sentence = loaded.experiment().sentence().of(request.text());
            track(SessionTracker.of(session, loaded), frames, request, sentence, progress);
            try (FrameLook look = new FrameLook(loaded, session, frames.frame(0), request.box(), request.views())) {
                return look.at(frames.frame(request.frame()), sentence);
            }
        }
    }

    private static void track(Tracker tracker, Frames frames, Request request, String sentence, IntConsumer progress) throws IOException {
        AtomicInteger done = new AtomicInteger();
        Tracking tracking = Tracking.begin(frames, tracker, request.box(), Sentences.of(sentence));
        tracking.run(() -> done.get() >= request.frame(), (index, frame, found, seconds) -> {
            done.set(index + 1);
            progress.accept(index + 1);
        });
    }
}
