package glad.train;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.data.TrainingPair;
import glad.api.model.DiffusionNoise;
import glad.api.model.Mode;
import glad.api.model.Parameter;
import glad.api.model.Prediction;
import glad.api.options.Options;
import glad.api.train.TrainingModel;
import glad.api.train.TrainingStage;
import glad.nn.Kernel;
import glad.nn.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Trains what words say for search tokens, and nothing else of the tracker: how well they fit by the cross-entropy of one choice among all
 * cells, what counts of it by the focal loss of the score with it, both with the {@link HeatMap} of the target. Where a distractor stands beside the
 * target of a hidden template, some pairs are told the distractor's sentence and have to find that, so that only words decide.
 */
final class WordsStage implements TrainingStage {

    private final TrainingModel model;
    private final Options options;
    private final NDManager manager;
    private final Kernel loss;
    private final FoundBoxes found;
    private final int side;

    WordsStage(Options options, TrainingModel model) {
        this.model = model;
        this.options = options;
        manager = model.manager().newSubManager();
        loss = new Kernels(manager).get(WordsStage.class, "words_loss.py", Map.of("FIT", options.number("fit")));
        found = new FoundBoxes(model, manager);
        side = model.head().mapSide();
    }

    @Override
    public Map<String, Parameter> parameters() {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        model.parameters("words").forEach(p -> parameters.put(p.name(), p));
        return parameters;
    }

    @Override
    public void prepare() {
        model.train();
        model.fusion().mode(Mode.FIXED);
        model.head().mode(Mode.FIXED);
    }

    @Override
    public Batch batch(List<TrainingPair> pairs, Random random, NDManager scope) {
        boolean cues = random.nextDouble() >= options.number("drop_cues");
        DiffusionNoise noise = cues ? model.noise(pairs.size(), random, scope) : null;
        List<String> sentences = new ArrayList<>();
        float[] heat = new float[pairs.size() * side * side];
        for (int i = 0; i < pairs.size(); i++) {
            TrainingPair pair = pairs.get(i);
            boolean other = random.nextDouble() < options.number("distractor") && pair.templateDegraded() && visible(pair.distractorBox());
            sentences.add(other ? pair.wrongSentence() : pair.sentence());
            Box box = other ? pair.distractorBox() : pair.searchBox();
            HeatMap.draw(heat, i * side * side, side, box.cx(), box.cy(), box.w(), box.h());
        }
        return (from, to, piece) -> {
            Prediction seen = model.predict(pairs.subList(from, to), sentences.subList(from, to),
                    noise == null ? null : noise.part(from, to, piece), piece);
            if (seen.evidence() == null) {
                throw GladException.usage("stage words has nothing to train: the experiment's \"words\" say nothing for search tokens; expected words"
                        + " that do; set words: {id: word-query}");
            }
            int each = side * side;
            return loss.many(true, seen.score(), seen.evidence(),
                    piece.create(Arrays.copyOfRange(heat, from * each, to * each), new Shape(to - from, each)));
        };
    }

    /** Tells whether the heat map of a box has its peak inside the map. */
    private boolean visible(Box box) {
        return box != null && inside(box.cx()) && inside(box.cy());
    }

    private boolean inside(double centre) {
        double cell = Math.rint(centre * side);
        return cell >= 0 && cell < side;
    }

    @Override
    public List<String> terms() {
        return List.of("found", "fit");
    }

    /**
     * Measures the mean IoU over natural boxes, and with right, wrong and no words where a distractor stands beside the target, the template
     * hidden or clear.
     */
    @Override
    public Map<String, Double> check(List<TrainingPair> pairs, Random random) {
        model.mode(Mode.INFER);
        List<TrainingPair> ambiguous = pairs.stream().filter(TrainingPair::ambiguous).toList();
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("iou", found.iou(pairs.stream().filter(TrainingPair::natural).toList(), TrainingPair::sentence, random));
        words("hidden", ambiguous.stream().filter(TrainingPair::templateDegraded).toList(), random, measures);
        words("distractor", ambiguous.stream().filter(pair -> !pair.templateDegraded()).toList(), random, measures);
        return measures;
    }

    private void words(String kind, List<TrainingPair> pairs, Random random, Map<String, Double> measures) {
        if (!pairs.isEmpty()) {
            measures.put(kind + "-right", found.iou(pairs, TrainingPair::sentence, random));
            measures.put(kind + "-wrong", found.iou(pairs, TrainingPair::wrongSentence, random));
            measures.put(kind + "-none", found.iou(pairs, pair -> "", random));
        }
    }

    @Override
    public List<Image> drawings(List<TrainingPair> pairs, Random random) {
        model.mode(Mode.INFER);
        return found.drawings(pairs, random);
    }

    @Override
    public void close() {
        manager.close();
    }
}
