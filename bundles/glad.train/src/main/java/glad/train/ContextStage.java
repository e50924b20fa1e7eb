package glad.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.Box;
import glad.api.Image;
import glad.api.data.Shot;
import glad.api.data.TrainingPair;
import glad.api.model.DiffusionNoise;
import glad.api.model.Mode;
import glad.api.model.Parameter;
import glad.api.options.Options;
import glad.api.train.Followed;
import glad.api.train.TrainingModel;
import glad.api.train.TrainingStage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Trains backbone, fusion, words, memory and head on clips: gradients go through the memory from every search region to the first. Text
 * encoder and diffusion module are frozen.
 */
final class ContextStage implements TrainingStage {

    static final List<String> TRAINED = List.of("backbone", "fusion", "words", "memory", "head");

    /** Clips that a check computes at once. */
    private static final int AT_ONCE = 8;

    private final TrainingModel model;
    private final Options options;
    private final NDManager manager;
    private final TrackerLoss boxLoss;
    private final ContextLoss contextLoss;
    private final WordLabels labels;

    /** @throws glad.api.GladException (usage) if the model can't be trained so */
    ContextStage(Options options, TrainingModel model, TargetWordTable words) {
        this.model = model;
        this.options = options;
        labels = options.number("words") > 0 ? new WordLabels(options, model.text(), words) : null;
        manager = model.manager().newSubManager();
        boxLoss = new TrackerLoss(options, model.head(), manager);
        contextLoss = new ContextLoss(options, manager);
    }

    @Override
    public Map<String, Parameter> parameters() {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        TRAINED.forEach(kind -> model.parameters(kind).forEach(p -> parameters.put(p.name(), p)));
        return parameters;
    }

    @Override
    public void prepare() {
        model.train();
    }

    @Override
    public Batch batch(List<TrainingPair> clips, Random random, NDManager scope) {
        List<String> sentences = clips.stream()
                .map(clip -> random.nextDouble() < options.number("drop_text") ? "" : clip.sentence()).toList();
        DiffusionNoise noise = model.noise(clips.size(), random, scope);
        TrackerLoss.GroundTruth groundTruth = boxLoss.groundTruth(
                clips.stream().flatMap(clip -> clip.searches().stream()).map(Shot::box).toList());
        int length = clips.get(0).searches().size();
        WordLabels.Labels words = labels == null ? null : labels.of(clips, sentences);
        return (from, to, piece) -> {
            Followed followed = model.follow(clips.subList(from, to), sentences.subList(from, to),
                    noise == null ? null : noise.part(from, to, piece), piece);
            NDArray[] loss = boxLoss.of(followed.found(), groundTruth, from * length, to * length);
            NDArray boxes = piece.create(Arrays.copyOfRange(groundTruth.boxes(), 4 * from * length, 4 * to * length),
                    new Shape((long) (to - from) * length, 4));
            return contextLoss.add(loss, followed, boxes, words, from, to);
        };
    }

    @Override
    public List<String> terms() {
        List<String> terms = new ArrayList<>(boxLoss.terms());
        terms.addAll(contextLoss.terms());
        return terms;
    }

    /**
     * Measures the mean IoU: over all search regions, the first and the last of each clip, and where each comes alone, so that nothing is
     * remembered; and the part of labelled words that are told apart as they should be.
     */
    @Override
    public Map<String, Double> check(List<TrainingPair> clips, Random random) {
        model.mode(Mode.INFER);
        long seed = random.nextLong();
        int length = clips.get(0).searches().size();
        double[] sums = new double[length];
        double alone = 0;
        int[] right = new int[2];
        int atOnce = Math.min(AT_ONCE, model.atOnce());
        for (int from = 0; from < clips.size(); from += atOnce) {
            List<TrainingPair> some = clips.subList(from, Math.min(clips.size(), from + atOnce));
            List<Box> found = find(some, new Random(seed + from), right);
            for (int i = 0; i < found.size(); i++) {
                sums[i % length] += found.get(i).iou(some.get(i / length).searches().get(i % length).box());
            }
            for (int place = 0; place < length; place++) {
                int at = place;
                List<TrainingPair> each = some.stream().map(clip -> alone(clip, at)).toList();
                List<Box> forgot = find(each, new Random(seed + from), new int[2]);
                for (int i = 0; i < forgot.size(); i++) {
                    alone += forgot.get(i).iou(each.get(i).searchBox());
                }
            }
        }
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("iou", Arrays.stream(sums).sum() / (length * clips.size()));
        measures.put("iou-first", sums[0] / clips.size());
        measures.put("iou-last", sums[length - 1] / clips.size());
        measures.put("iou-alone", alone / (length * clips.size()));
        if (right[1] > 0) {
            measures.put("words-right", right[0] / (double) right[1]);
        }
        return measures;
    }

    /** Returns a clip of one of the search regions. */
    private static TrainingPair alone(TrainingPair clip, int place) {
        Shot search = clip.searches().get(place);
        return new TrainingPair(clip.template(), clip.templateBox(), search.image(), search.box(), clip.sentence(), clip.wrongSentence(), null,
                clip.natural(), clip.templateDegraded(), clip.laterTemplates(), List.of(), clip.targetWords());
    }

    /** Finds targets, and counts words that are told apart rightly, and all. */
    private List<Box> find(List<TrainingPair> clips, Random random, int[] right) {
        try (NDManager scope = manager.newSubManager()) {
            List<String> sentences = clips.stream().map(TrainingPair::sentence).toList();
            Followed followed = model.follow(clips, sentences, model.noise(clips.size(), random, scope), scope);
            if (labels != null && followed.targetWords() != null) {
                labels.count(labels.of(clips, sentences), sentences, followed.targetWords().toFloatArray(), right);
            }
            return FoundBoxes.of(followed.found());
        }
    }

    @Override
    public List<Image> drawings(List<TrainingPair> clips, Random random) {
        model.mode(Mode.INFER);
        List<Image> drawn = new ArrayList<>();
        for (TrainingPair clip : clips) {
            try (NDManager scope = manager.newSubManager()) {
                Followed followed = model.follow(List.of(clip), List.of(clip.sentence()), model.noise(1, random, scope), scope);
                drawn.add(FoundDrawing.of(clip.templates().stream().map(Shot::image).toList(), clip.searches(),
                        FoundBoxes.of(followed.found()), followed.found().score().toFloatArray(),
                        (int) followed.found().score().getShape().get(3)));
            }
        }
        return drawn;
    }

    @Override
    public void close() {
        manager.close();
    }
}
