package glad.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.model.DiffusionNoise;
import glad.api.model.Prediction;
import glad.api.model.Template;
import glad.api.model.TextFeatures;
import glad.api.track.TrackStep;
import glad.media.Crop;
import glad.media.CropGeometry;
import glad.media.Cropped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Tracks one target through a video: {@link #start} once, then {@link #next} for every further frame, in order. The
 * arithmetic between frame and model is the official tracker's. A session keeps the model it began with; closing the
 * model ends it. For one thread at a time.
 */
public final class Session implements AutoCloseable {

    /** The largest factor of a calibration, and its inverse the smallest: beyond it the model missed the target. */
    private static final double MOST_CALIBRATION = 1.5;

    private final Model model;
    private final TrackerSettings settings;
    private final long seed;
    private final NDManager manager;
    private final Crop templateCrop;
    private final Crop searchCrop;
    private final StageTimes times = new StageTimes();
    private final NDArray window;
    private final Forward forward;
    private final Consumer<SearchView> watcher;
    private final Map<String, TargetState> told = new HashMap<>();
    private TargetState target;
    private Template first;
    private NDArray firstTemplate;
    private NDList memory;
    private int number;
    private int taken;
    private Box box;
    private double widthFactor = 1;
    private double heightFactor = 1;

    /**
     * Makes a session.
     *
     * @param model the model, in inference mode; stays the caller's
     * @param settings how frames become images for it
     * @param seed seeds the diffusion module's noise: same seed, frames and box, same track
     */
    public Session(Model model, TrackerSettings settings, long seed) {
        this(model, settings, seed, FrameThreads.unchanged());
    }

    /**
     * Makes a session whose frames decide how many threads they are computed on.
     *
     * @param threads serves no other session while this one tracks
     */
    public Session(Model model, TrackerSettings settings, long seed, FrameThreads threads) {
        this(model, settings, seed, new DirectForward(model, threads, false), view -> { });
    }

    /**
     * Makes a session that somebody watches.
     *
     * @param watcher is shown what the model saw of each frame behind the first and said of it, before {@link #next} returns
     */
    public Session(Model model, TrackerSettings settings, long seed, FrameThreads threads, Consumer<SearchView> watcher) {
        this(model, settings, seed, new DirectForward(model, threads, true), watcher);
    }

    /** Makes a session whose arithmetic runs where {@code forward} says. */
    Session(Model model, TrackerSettings settings, long seed, Forward forward) {
        this(model, settings, seed, forward, view -> { });
    }

    private Session(Model model, TrackerSettings settings, long seed, Forward forward, Consumer<SearchView> watcher) {
        this.forward = forward;
        this.watcher = watcher;
        this.model = model;
        this.settings = settings;
        this.seed = seed;
        manager = model.manager().newSubManager();
        manager.setName("session");
        templateCrop = new Crop(settings.templateFactor(), model.spec().templateSize(), settings.padding());
        searchCrop = new Crop(settings.searchFactor(), model.spec().searchSize(), settings.padding());
        int side = model.head().mapSide();
        window = settings.windowed() ? manager.create(HannWindow.of(side), new Shape(1, 1, side, side)) : null;
    }

    /** Returns the time spent per stage so far. */
    public StageTimes times() {
        return times;
    }

    /**
     * Begins with a target; what was tracked before is forgotten, even if this fails.
     *
     * @param frame the first frame
     * @param box the target in it, pixels
     * @param sentence words about the target; empty means "no language"
     * @return the given box with confidence 1
     * @throws GladException (usage) if the box has no size, lies outside the frame or is larger than it
     */
    public TrackStep start(Image frame, Box box, String sentence) {
        try (NDManager scope = manager.newSubManager()) {
            return start(frame, box, sentence, ModelInputs.noise(scope, new Random(seed), model.diffusion().noiseShape(), 1));
        }
    }

    /** Begins with noises of the caller's. */
    TrackStep start(Image frame, Box given, String sentence, DiffusionNoise noise) {
        forget();
        given.checkTargetIn(frame.width(), frame.height());
        try (NDManager scope = manager.newSubManager()) {
            long moment = System.nanoTime();
            Cropped cropped = templateCrop.of(frame, given);
            moment = times.lap(Stage.CROP, moment);
            Template template = new Template(ModelInputs.images(scope, cropped.image()), FirstBox.inside(scope, cropped.geometry()));
            times.lap(Stage.NORMALISE, moment);
            target = forward.start(() -> attached(model.pass().target(template, read(sentence, scope), model.nullText(), noise, times)));
            template.image().attach(manager);
            first = template;
        }
        firstTemplate = target.template();
        told.put(sentence, target);
        memory = model.pass().start(1, manager);
        number = 0;
        taken = 0;
        box = given;
        widthFactor = 1;
        heightFactor = 1;
        if (settings.sizeCalibration()) {
            calibrate(frame, given);
        }
        forward.begin();
        return new TrackStep(given, 1);
    }

    private TextFeatures read(String sentence, NDManager scope) {
        long moment = System.nanoTime();
        TextFeatures words = sentence.isBlank() ? copy(model.nullText(), scope) : model.text().encode(List.of(sentence), scope);
        times.lap(Stage.TEXT, moment);
        return words;
    }

    private TargetState attached(TargetState state) {
        state.attach(manager);
        return state;
    }

    /** What is made of the model's own features belongs to whom they belong to. */
    private static TextFeatures copy(TextFeatures text, NDManager scope) {
        NDArray tokens = text.tokens().duplicate();
        NDArray mask = text.mask().duplicate();
        tokens.attach(scope);
        mask.attach(scope);
        return new TextFeatures(tokens, mask);
    }

    /** Looks for the target in the frame it is known in: sizes found later are corrected by what goes wrong here. */
    private void calibrate(Image frame, Box given) {
        try (NDManager scope = manager.newSubManager()) {
            Cropped cropped = searchCrop.of(frame, given);
            float[] seen = forward.start(() -> predict(scope, cropped.image())).boxes().toFloatArray();
            double side = cropped.geometry().side();
            widthFactor = correction(given.w(), seen[2] * side);
            heightFactor = correction(given.h(), seen[3] * side);
        }
    }

    private static double correction(double given, double found) {
        double factor = given / found;
        return factor > 0 ? Math.max(1 / MOST_CALIBRATION, Math.min(MOST_CALIBRATION, factor)) : 1;
    }

    /**
     * Says where the target is in the frame seen last, for who knows better: the next search begins there. What was remembered, and a
     * template that was taken since the first frame, may show something else, and are forgotten.
     *
     * @throws IllegalStateException if the session wasn't started
     * @throws GladException (usage) if the box has no size
     */
    public void correct(Box known) {
        if (target == null) {
            throw new IllegalStateException("a session starts with a box before it is corrected");
        }
        if (!known.isValid()) {
            throw GladException.usage("box \"" + known.x() + "," + known.y() + "," + known.w() + "," + known.h()
                    + "\" has no size; expected x,y,w,h in pixels with w and h above 0");
        }
        box = known;
        memory.close();
        memory = model.pass().start(1, manager);
        template(firstTemplate);
    }

    /**
     * Says what applies from the next frame on, of the same target. All that is made of a sentence is made anew: its tokens, the diffusion
     * module's features of the first frame's template, with the same noise, and the words; once for each sentence of a target. Box, memory
     * and templates stay; where the diffusion module restores templates, the first frame's is restored anew and stands for later ones.
     *
     * @param sentence empty means "no language"
     * @throws IllegalStateException if the session wasn't started
     */
    public void tell(String sentence) {
        if (target == null) {
            throw new IllegalStateException("a session starts with a box and a sentence before it is told another one");
        }
        TargetState heard = told.get(sentence);
        if (heard == null) {
            try (NDManager scope = manager.newSubManager()) {
                DiffusionNoise noise = ModelInputs.noise(scope, new Random(seed), model.diffusion().noiseShape(), 1);
                heard = forward.start(() -> attached(
                        model.pass().told(target, first, read(sentence, scope), model.nullText(), noise, times)));
            }
            told.put(sentence, heard);
        }
        if (model.pass().restores()) {
            template(firstTemplate);
            firstTemplate = heard.template();
            target = heard;
        } else {
            target = heard.withTemplate(target.template());
        }
    }

    /** Takes embedded templates, and frees those of before unless they are the first frame's. */
    private void template(NDArray embedded) {
        NDArray before = target.template();
        if (before != embedded) {
            target = target.withTemplate(embedded);
            if (before != firstTemplate) {
                before.close();
            }
        }
    }

    /**
     * Finds the target in the next frame.
     *
     * @throws IllegalStateException if the session wasn't started, or it or its model is closed
     * @throws GladException if the model gives no usable box
     */
    public TrackStep next(Image frame) {
        if (target == null || !manager.isOpen()) {
            throw new IllegalStateException("a session starts with a box before it tracks, and ends with its model");
        }
        return forward.frame(() -> track(frame));
    }

    private TrackStep track(Image frame) {
        try (NDManager scope = manager.newSubManager()) {
            long moment = System.nanoTime();
            Cropped cropped = searchCrop.of(frame, box);
            times.lap(Stage.CROP, moment);
            ScoredBox found = forward.find(target, memory, search(scope, cropped.image()), window, times);
            if (found.score().length > 0) {
                watcher.accept(SearchView.of(cropped, found.score(), model.head().mapSide()));
            }
            moment = System.nanoTime();
            box = inFrame(frame, found.box(), cropped.geometry());
            found.memory().attach(manager);
            memory.close();
            memory = found.memory();
            times.lap(Stage.BOX, moment);
            if (model.pass().templates() > 1 && settings.update().due(++number, found.confidence())) {
                updateTemplate(frame, scope);
            }
            return new TrackStep(box, found.confidence());
        }
    }

    /** Takes the last template from where the target was just found. */
    private void updateTemplate(Image frame, NDManager scope) {
        long moment = System.nanoTime();
        Cropped cropped = templateCrop.of(frame, box);
        moment = times.lap(Stage.CROP, moment);
        Template later = new Template(ModelInputs.images(scope, cropped.image()), FirstBox.inside(scope, cropped.geometry()));
        NDArray embedded = forward.within(() -> model.pass().withLater(target.template(), later));
        embedded.attach(manager);
        template(embedded);
        taken++;
        times.lap(Stage.TEMPLATE, moment);
    }

    private NDArray search(NDManager scope, Image crop) {
        long moment = System.nanoTime();
        NDArray search = ModelInputs.images(scope, crop);
        times.lap(Stage.NORMALISE, moment);
        return search;
    }

    /** Runs the model over one search crop, alone; nothing of it is remembered. */
    Prediction predict(NDManager scope, Image crop) {
        return model.pass().step(target, memory, search(scope, crop), window, times).prediction();
    }

    /** Runs the model over the search region of the next frame, without going on to it; what it makes belongs to the scope. */
    public SeenFrame look(Image frame, NDManager scope) {
        Cropped region = searchCrop.of(frame, box);
        return new SeenFrame(region, model.pass().step(target, memory, search(scope, region.image()), window, times));
    }

    /** Computes the diffusion module's feature maps of the first frame's template and a sentence once more, for the scope. */
    public NDList maps(String sentence, NDManager scope) {
        DiffusionNoise noise = ModelInputs.noise(scope, new Random(seed), model.diffusion().noiseShape(), 1);
        NDList maps = model.pass().maps(first, read(sentence, scope), model.nullText(), noise);
        maps.attach(scope);
        return maps;
    }

    /** Tells whether frames decide more of what comes after them than the box that was found last. */
    public boolean remembers() {
        return model.memory().length() > 0 || model.pass().templates() > 1 && settings.update().interval() > 0;
    }

    /**
     * Returns how probably each token of the sentence that applies names the target, in [0, 1]; empty where words aren't told apart.
     *
     * @throws IllegalStateException if the session wasn't started
     */
    public float[] targetWords() {
        if (target == null) {
            throw new IllegalStateException("a session starts with a box and a sentence before it tells of its words");
        }
        NDArray probability = target.words().probability();
        return probability == null ? new float[0] : probability.toFloatArray();
    }

    /** Returns how many templates were taken since the start. */
    public int templatesTaken() {
        return taken;
    }

    /**
     * Carries a predicted box into the frame. The official tracker scales it in 32-bit floats and goes on in 64 bits,
     * and so does this.
     */
    private Box inFrame(Image frame, float[] found, CropGeometry geometry) {
        float size = geometry.size();
        float factor = (float) geometry.resizeFactor();
        double[] scaled = new double[4];
        for (int i = 0; i < 4; i++) {
            scaled[i] = found[i] * size / factor;
            if (!Double.isFinite(scaled[i])) {
                throw GladException.failure("the model gives a box that isn't finite; its weights may be damaged or not"
                        + " belong to it");
            }
        }
        double keep = settings.sizeSmoothing();
        double w = (1 - keep) * widthFactor * scaled[2] + keep * box.w();
        double h = (1 - keep) * heightFactor * scaled[3] + keep * box.h();
        return CropGeometry.clip(geometry.toFrame(scaled[0], scaled[1], w, h), frame.width(), frame.height(),
                settings.clipMargin());
    }

    private void forget() {
        forward.pause();
        if (target != null) {
            template(firstTemplate);
            told.values().forEach(one -> one.withTemplate(firstTemplate).close());
            told.clear();
            first.image().close();
            target = null;
            memory.close();
        }
    }

    /** Frees what the session keeps; the model stays. */
    @Override
    public void close() {
        forward.close();
        target = null;
        manager.close();
    }
}
