package glad.bench.look;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.data.Frames;
import glad.api.data.Sentences;
import glad.api.track.Tracker;
import glad.bench.run.SessionTracker;
import glad.bench.run.Tracking;
import glad.experiment.LoadedExperiment;
import glad.media.Crop;
import glad.media.CropGeometry;
import glad.media.Cropped;
import glad.media.FrameSource;
import glad.nn.ValueTrace;
import glad.runtime.FrameThreads;
import glad.runtime.Model;
import glad.runtime.SeenFrame;
import glad.runtime.Session;
import glad.runtime.TrackerSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
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
        try (Frames frames = FrameSource.open(request.input()); Session session = loaded.session(threads);
                NDManager scope = loaded.model().manager().newSubManager()) {
            if (request.frame() < 0 || request.frame() >= frames.count()) {
                throw GladException.usage("there is no frame \"" + request.frame() + "\" in \"" + request.input() + "\"; expected 0 to "
                        + (frames.count() - 1));
            }
            String sentence = loaded.experiment().sentence().of(request.text());
            track(SessionTracker.of(session, loaded), frames, request, sentence, progress);
            Seen seen = see(loaded, session, frames, request, sentence, scope);
            List<Shown> images = new ArrayList<>();
            List<String> missing = new ArrayList<>();
            for (View view : request.views()) {
                switch (view) {
                    case ATTENTION -> AttentionView.draw(seen, images::add, missing::add);
                    case FEATURES -> new FeaturesView(seen, scope).draw(images::add, missing::add);
                    case SCORE -> ScoreView.draw(seen, images::add);
                    case DIFFUSION -> DiffusionView.draw(seen, images::add, missing::add);
                    case CUES -> CuesView.draw(seen, images::add, missing::add);
                }
            }
            return new Look(ScoreView.found(seen), seen.pass().prediction().confidence().toFloatArray()[0], images, missing);
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

    private static Seen see(LoadedExperiment loaded, Session session, Frames frames, Request request, String sentence, NDManager scope)
            throws IOException {
        Model model = loaded.model();
        TrackerSettings settings = loaded.experiment().tracker();
        Cropped template = new Crop(settings.templateFactor(), model.spec().templateSize(), settings.padding())
                .of(frames.frame(0), request.box());
        Image frame = frames.frame(request.frame());
        SeenFrame plain = session.look(frame, scope);
        float[] inTemplate = inside(template.geometry());
        Cells search = Cells.of(model.backbone().searchSide(), plain.pass().prediction().boxes().toFloatArray());
        Cells target = Cells.of(model.backbone().templateSide(), inTemplate);
        Traces traces = new Traces(model, search, target);
        if (request.views().contains(View.ATTENTION) || request.views().contains(View.CUES)) {
            ValueTrace.of(inFrame(request.views()), traces, () -> session.look(frame, scope));
        }
        boolean diffusion = request.views().contains(View.DIFFUSION);
        NDList maps = diffusion || request.views().contains(View.FEATURES)
                ? ValueTrace.of(diffusion ? ofTemplate() : Set.of(), traces, () -> session.maps(sentence, scope)) : new NDList();
        return new Seen(loaded, frame, plain.region(), template.image(), search, target, inTemplate, plain.pass(), maps,
                TokenNames.of(model.text(), sentence, scope), traces);
    }

    private static Set<String> inFrame(Set<View> views) {
        return views.contains(View.CUES) ? Set.of(Traces.ATTENTION, Traces.CUES) : Set.of(Traces.ATTENTION);
    }

    private static Set<String> ofTemplate() {
        Set<String> names = new HashSet<>(Traces.IMAGES);
        names.add(Traces.WORDS);
        return names;
    }

    /** Returns the target in its own crop: centre x, centre y, width, height as fractions. */
    private static float[] inside(CropGeometry geometry) {
        Box around = geometry.around();
        double side = geometry.side();
        return new float[] {(float) ((around.cx() - geometry.left()) / side), (float) ((around.cy() - geometry.top()) / side),
            (float) (around.w() / side), (float) (around.h() / side)};
    }
}
