package glad.bench.look;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import glad.api.Box;
import glad.api.Image;
import glad.experiment.LoadedExperiment;
import glad.media.Crop;
import glad.media.CropGeometry;
import glad.media.Cropped;
import glad.nn.ValueTrace;
import glad.runtime.Model;
import glad.runtime.SeenFrame;
import glad.runtime.Session;
import glad.runtime.TrackerSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Looks into frames of a session that has begun, without going on in it. What is the same in each frame is computed, and drawn, once for a sentence. */
final class FrameLook implements AutoCloseable {

    private final LoadedExperiment loaded;
    private final Session session;
    private final Cropped template;
    private final Set<View> views;
    private NDManager kept;
    private NDList maps = new NDList();
    private String mapped;

    /**
     * Makes one.
     *
     * @param first the frame that the session began with
     * @param box the target in it, pixels
     */
    FrameLook(LoadedExperiment loaded, Session session, Image first, Box box, Set<View> views) {
        this.loaded = loaded;
        this.session = session;
        this.views = views;
        TrackerSettings settings = loaded.experiment().tracker();
        template = new Crop(settings.templateFactor(), loaded.model().spec().templateSize(), settings.padding()).of(first, box);
        kept = loaded.model().manager().newSubManager();
    }

    /** Looks into the next frame. @param sentence that applies to it */
    Look at(Image frame, String sentence) {
        Model model = loaded.model();
        try (NDManager scope = model.manager().newSubManager()) {
            SeenFrame plain = session.look(frame, scope);
            float[] inTemplate = inside(template.geometry());
            Cells search = Cells.of(model.backbone().searchSide(), plain.pass().prediction().boxes().toFloatArray());
            Cells target = Cells.of(model.backbone().templateSide(), inTemplate);
            Traces traces = new Traces(model, search, target);
            if (views.contains(View.ATTENTION) || views.contains(View.CUES)) {
                ValueTrace.of(inFrame(), traces, () -> session.look(frame, scope));
            }
            boolean anew = !sentence.equals(mapped);
            if (anew && (views.contains(View.FEATURES) || views.contains(View.DIFFUSION))) {
                kept.close();
                kept = model.manager().newSubManager();
                maps = ValueTrace.of(ofTemplate(), traces, () -> session.maps(sentence, kept));
            }
            mapped = sentence;
            Seen seen = new Seen(loaded, frame, plain.region(), template.image(), search, target, inTemplate, plain.pass(), maps,
                    TokenNames.of(model.text(), sentence, scope), traces);
            return drawn(seen, anew, scope);
        }
    }

    private Look drawn(Seen seen, boolean anew, NDManager scope) {
        List<Shown> images = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (View view : views) {
            switch (view) {
                case ATTENTION -> AttentionView.draw(seen, images::add, missing::add);
                case FEATURES -> new FeaturesView(seen, scope).draw(images::add, missing::add);
                case SCORE -> ScoreView.draw(seen, images::add);
                case DIFFUSION -> {
                    if (anew) {
                        DiffusionView.draw(seen, images::add, missing::add);
                    }
                }
                case CUES -> CuesView.draw(seen, images::add, missing::add);
            }
        }
        return new Look(ScoreView.found(seen), seen.pass().prediction().confidence().toFloatArray()[0], images, missing);
    }

    private Set<String> inFrame() {
        return views.contains(View.CUES) ? Set.of(Traces.ATTENTION, Traces.CUES) : Set.of(Traces.ATTENTION);
    }

    private Set<String> ofTemplate() {
        if (!views.contains(View.DIFFUSION)) {
            return Set.of();
        }
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

    @Override
    public void close() {
        kept.close();
    }
}
