package glad.train;

import ai.djl.ndarray.NDManager;
import glad.api.Box;
import glad.api.Image;
import glad.api.data.TrainingPair;
import glad.api.model.DiffusionNoise;
import glad.api.model.Mode;
import glad.api.model.Parameter;
import glad.api.options.Options;
import glad.api.train.TrainingModel;
import glad.api.train.TrainingStage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Trains backbone, fusion and head on boxes; text encoder and diffusion module are frozen, but for a map between the two if
 * there is one.
 */
final class TrackerStage implements TrainingStage {

    private static final List<String> TRAINED = List.of("backbone", "fusion", "head");

    private static final String ADAPTER = "text_adapter.";

    private final TrainingModel model;
    private final Options options;
    private final NDManager manager;
    private final TrackerLoss loss;
    private final FoundBoxes found;

    TrackerStage(Options options, TrainingModel model) {
        this.model = model;
        this.options = options;
        manager = model.manager().newSubManager();
        loss = new TrackerLoss(options, model.head(), manager);
        found = new FoundBoxes(model, manager);
    }

    @Override
    public Map<String, Parameter> parameters() {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        model.parameters("diffusion").stream().filter(p -> p.name().startsWith(ADAPTER))
                .forEach(p -> parameters.put(p.name(), p));
        TRAINED.forEach(kind -> model.parameters(kind).forEach(p -> parameters.put(p.name(), p)));
        return parameters;
    }

    @Override
    public void prepare() {
        model.train();
    }

    @Override
    public Batch batch(List<TrainingPair> pairs, Random random, NDManager scope) {
        boolean cues = random.nextDouble() >= options.number("drop_cues");
        List<String> sentences = pairs.stream()
                .map(pair -> random.nextDouble() < options.number("drop_text") ? "" : pair.sentence()).toList();
        DiffusionNoise noise = cues ? model.noise(pairs.size(), random, scope) : null;
        TrackerLoss.GroundTruth groundTruth = loss.groundTruth(pairs.stream().map(TrainingPair::searchBox).toList());
        return (from, to, piece) -> loss.of(model.predict(pairs.subList(from, to), cues ? sentences.subList(from, to) : null,
                noise == null ? null : noise.part(from, to, piece), piece), groundTruth, from, to);
    }

    @Override
    public List<String> terms() {
        return loss.terms();
    }

    /**
     * Measures the mean IoU: over natural boxes; over ambiguous pairs with right, wrong and no words and without cues; and
     * how the predicted size follows the true one (bias and slope of its logarithm in units of the nominal crop).
     */
    @Override
    public Map<String, Double> check(List<TrainingPair> pairs, Random random) {
        model.mode(Mode.INFER);
        List<TrainingPair> natural = pairs.stream().filter(TrainingPair::natural).toList();
        List<TrainingPair> ambiguous = pairs.stream().filter(TrainingPair::ambiguous).toList();
        List<TrainingPair> hidden = ambiguous.stream().filter(TrainingPair::templateDegraded).toList();
        Map<String, Double> measures = new LinkedHashMap<>();
        List<Box> boxes = found.of(natural, TrainingPair::sentence, random);
        measures.put("iou", FoundBoxes.iou(natural, boxes));
        measures.put("iou-no-cues", found.iou(natural, null, random));
        size(natural, boxes, measures);
        if (!ambiguous.isEmpty()) {
            measures.put("ambiguous-right", found.iou(ambiguous, TrainingPair::sentence, random));
            measures.put("ambiguous-wrong", found.iou(ambiguous, TrainingPair::wrongSentence, random));
            measures.put("ambiguous-none", found.iou(ambiguous, pair -> "", random));
        }
        if (!hidden.isEmpty()) {
            measures.put("hidden-right", found.iou(hidden, TrainingPair::sentence, random));
            measures.put("hidden-wrong", found.iou(hidden, TrainingPair::wrongSentence, random));
        }
        return measures;
    }

    @Override
    public List<Image> drawings(List<TrainingPair> pairs, Random random) {
        model.mode(Mode.INFER);
        return found.drawings(pairs, random);
    }

    private static void size(List<TrainingPair> pairs, List<Box> found, Map<String, Double> measures) {
        double n = 0;
        double sx = 0;
        double sy = 0;
        double sxx = 0;
        double sxy = 0;
        for (int i = 0; i < found.size(); i++) {
            double x = 0.5 * Math.log(pairs.get(i).searchBox().area());
            double y = 0.5 * Math.log(Math.max(1e-8, found.get(i).area()));
            n++;
            sx += x;
            sy += y;
            sxx += x * x;
            sxy += x * y;
        }
        measures.put("size-bias", (sy - sx) / n);
        measures.put("size-slope", (n * sxy - sx * sy) / (n * sxx - sx * sx));
    }

    @Override
    public void close() {
        manager.close();
    }
}
