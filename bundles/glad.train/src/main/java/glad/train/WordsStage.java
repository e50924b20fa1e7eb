package glad.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.data.TrainingPair;
import glad.api.model.DiffusionNoise;
import glad.api.model.Mode;
import glad.api.model.Parameter;
import glad.api.model.TextFeatures;
import glad.api.options.Options;
import glad.api.train.SeenPairs;
import glad.api.train.TrainingModel;
import glad.api.train.TrainingStage;
import glad.nn.Kernel;
import glad.nn.Kernels;
import glad.train.SeenBatches.Told;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Trains what words say for search tokens, and nothing else of the tracker: how well they fit by the cross-entropy of one choice among all
 * cells, beside the score without words; what counts of it by the focal loss of the score with it; both with the {@link HeatMap} of the target.
 * The tracker stays as it is, and so does what it saw of earlier pairs, which can be looked at again with other sentences. Where a distractor stands beside the
 * target of a hidden template, some pairs are told the distractor's sentence and have to find that, so that only words decide.
 */
final class WordsStage implements TrainingStage {


    private final TrainingModel model;
    private final Options options;
    private final NDManager manager;
    private final Kernel loss;
    private final Kernel pick;
    private final FoundBoxes found;
    private final int side;
    private final SeenBatches seen;
    private boolean heard;
    private boolean readsMaps;

    WordsStage(Options options, TrainingModel model) {
        this.model = model;
        this.options = options;
        manager = model.manager().newSubManager();
        loss = new Kernels(manager).get(WordsStage.class, "words_loss.py", Map.of("FIT", options.number("fit"),
                "SIDE", model.backbone().searchSide(), "MAP", model.head().mapSide()));
        pick = new Kernels(manager).get(WordsStage.class, "pick_rows.py", Map.of());
        found = new FoundBoxes(model, manager);
        side = model.head().mapSide();
        seen = new SeenBatches(options.integer("keep"), manager);
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
        if (!heard) {
            listen(pairs.get(0), scope);
        }
        // One row of draws for each batch that is looked at: whether a pair is told the distractor's sentence, and first which batch it is.
        double[][] draws = new double[1 + options.integer("again")][1 + pairs.size()];
        for (double[] row : draws) {
            for (int i = 0; i < row.length; i++) {
                row[i] = random.nextDouble();
            }
        }
        DiffusionNoise noise = readsMaps ? model.noise(pairs.size(), random, scope) : null;
        return (from, to, piece) -> loss(pairs.subList(from, to), from, to, draws, noise, piece);
    }

    /** Sees to it that there is something to train: words that say where they fit, and a head that heeds them. */
    private void listen(TrainingPair pair, NDManager scope) {
        DiffusionNoise noise = model.noise(1, new Random(0), scope);
        readsMaps = model.read(List.of(pair), List.of(pair.sentence()), noise, scope) != null;
        if (model.predict(List.of(pair), List.of(pair.sentence()), noise, scope).evidence() == null) {
            throw GladException.usage("stage words has nothing to train: the experiment's \"words\" say nothing for search tokens; expected words"
                    + " that do; set words: {id: word-query}");
        }
        heard = true;
    }

    private NDArray[] loss(List<TrainingPair> pairs, int from, int to, double[][] draws, DiffusionNoise noise, NDManager scope) {
        List<SeenBatches.Piece> earlier = seen.of(from, to);
        List<Told> right = pairs.stream().map(this::told).toList();
        SeenBatches.Piece fresh = SeenBatches.piece(model.see(pairs, scope), right, !readsMaps ? null
                : read(pairs, right, noise == null ? null : noise.part(from, to, scope), scope));
        List<SeenBatches.Piece> pieces = new ArrayList<>(List.of(fresh));
        for (int again = 1; again < draws.length && !earlier.isEmpty(); again++) {
            pieces.add(earlier.get((int) (draws[again][0] * earlier.size())));
        }
        List<String> sentences = new ArrayList<>();
        float[] instead = new float[pieces.size() * pairs.size()];
        int each = side * side;
        float[] heat = new float[pieces.size() * pairs.size() * each];
        for (int p = 0; p < pieces.size(); p++) {
            for (int i = from; i < to; i++) {
                Told told = pieces.get(p).told().get(i - from);
                if (told.other() != null && draws[p][1 + i] < options.number("distractor")) {
                    told = told.other();
                    instead[sentences.size()] = 1;
                }
                HeatMap.draw(heat, sentences.size() * each, side, told.box().cx(), told.box().cy(), told.box().w(), told.box().h());
                sentences.add(told.sentence());
            }
        }
        SeenPairs all = SeenBatches.together(pieces, scope);
        NDArray evidence = readsMaps ? model.evidence(all.tokens(), read(pieces, instead, scope), scope)
                : model.evidence(all.tokens(), sentences, scope);
        NDArray[] terms = loss.many(true, all.score(), evidence, scope.create(heat, new Shape(sentences.size(), each)));
        if (draws.length > 1) {
            seen.keep(from, to, fresh);
        }
        return terms;
    }

    /** Reads what the diffusion module makes of what can be said about pairs, and of what can be said instead, where something can. */
    private List<TextFeatures> read(List<TrainingPair> pairs, List<Told> told, DiffusionNoise noise, NDManager scope) {
        return List.of(model.read(pairs, told.stream().map(Told::sentence).toList(), noise, scope), model.read(pairs,
                told.stream().map(one -> (one.other() == null ? one : one.other()).sentence()).toList(), noise, scope));
    }

    /** Returns what is read of all pieces: row by row what can be said, or what can be said instead. */
    private TextFeatures read(List<SeenBatches.Piece> pieces, float[] instead, NDManager scope) {
        TextFeatures[] both = {SeenBatches.read(pieces, false, scope), SeenBatches.read(pieces, true, scope)};
        NDArray which = scope.create(instead);
        return new TextFeatures(pick.one(true, both[0].tokens(), both[1].tokens(), which), pick.one(true, both[0].mask(), both[1].mask(), which));
    }

    private Told told(TrainingPair pair) {
        boolean either = pair.templateDegraded() && visible(pair.distractorBox());
        return new Told(pair.sentence(), pair.searchBox(), either ? new Told(pair.wrongSentence(), pair.distractorBox(), null) : null);
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
     * hidden or clear; and how often right words fit the target better than the distractor.
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
            measures.put(kind + "-picked", picked(pairs));
        }
    }

    /** Returns the fraction of pairs whose right words fit the target's centre better than the distractor's; those of both in sight count. */
    private double picked(List<TrainingPair> pairs) {
        List<TrainingPair> both = pairs.stream().filter(pair -> visible(pair.distractorBox())).toList();
        int[] right = {0};
        found.each(both, TrainingPair::sentence, new Random(0), (some, seen) -> {
            float[] fit = seen.evidence().toFloatArray();
            for (int i = 0; i < some.size(); i++) {
                int map = 2 * i * side * side;
                right[0] += fit[map + cell(some.get(i).searchBox())] > fit[map + cell(some.get(i).distractorBox())] ? 1 : 0;
            }
        });
        return right[0] / (double) Math.max(1, both.size());
    }

    private int cell(Box box) {
        return (int) Math.min(side - 1, box.cy() * side) * side + (int) Math.min(side - 1, box.cx() * side);
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
