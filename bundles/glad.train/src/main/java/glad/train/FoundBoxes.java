package glad.train;

import ai.djl.ndarray.NDManager;
import glad.api.Box;
import glad.api.Image;
import glad.api.data.Shot;
import glad.api.data.TrainingPair;
import glad.api.model.DiffusionNoise;
import glad.api.model.Prediction;
import glad.api.train.TrainingModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** What a tracker in inference mode finds in pairs. */
final class FoundBoxes {

    /** Pairs whose noise is drawn at once. */
    private static final int DRAWN = 32;

    private final TrainingModel model;
    private final NDManager manager;

    /** @param manager below which scopes are made */
    FoundBoxes(TrainingModel model, NDManager manager) {
        this.model = model;
        this.manager = manager;
    }

    /** Returns a prediction's boxes as fractions of the search region, one for each sample. */
    static List<Box> of(Prediction found) {
        float[] boxes = found.boxes().toFloatArray();
        List<Box> all = new ArrayList<>();
        for (int i = 0; i < boxes.length; i += 4) {
            all.add(Box.centred(boxes[i], boxes[i + 1], boxes[i + 2], boxes[i + 3]));
        }
        return all;
    }

    /**
     * Finds the targets.
     *
     * @param words what is said about each pair; null to leave the diffusion cues out
     */
    List<Box> of(List<TrainingPair> pairs, Function<TrainingPair, String> words, Random random) {
        List<Box> found = new ArrayList<>();
        each(pairs, words, random, (some, prediction) -> found.addAll(of(prediction)));
        return found;
    }

    /**
     * Has the model look at pairs, as many at once as it may. How many that is changes no draw.
     *
     * @param words as for {@link #of(List, Function, Random)}
     * @param told some of the pairs, and what was found in them
     */
    void each(List<TrainingPair> pairs, Function<TrainingPair, String> words, Random random, BiConsumer<List<TrainingPair>, Prediction> told) {
        for (int start = 0; start < pairs.size(); start += DRAWN) {
            List<TrainingPair> drawn = pairs.subList(start, Math.min(pairs.size(), start + DRAWN));
            try (NDManager scope = manager.newSubManager()) {
                DiffusionNoise noise = words == null ? null : model.noise(drawn.size(), random, scope);
                for (int from = 0; from < drawn.size(); from += model.atOnce()) {
                    int to = Math.min(drawn.size(), from + model.atOnce());
                    List<TrainingPair> some = drawn.subList(from, to);
                    try (NDManager piece = scope.newSubManager()) {
                        told.accept(some, model.predict(some, words == null ? null : some.stream().map(words).toList(),
                                noise == null ? null : noise.part(from, to, piece), piece));
                    }
                }
            }
        }
    }

    /** Returns the mean IoU of what is found with the ground truth; 0 for no pairs. */
    double iou(List<TrainingPair> pairs, Function<TrainingPair, String> words, Random random) {
        return iou(pairs, of(pairs, words, random));
    }

    /** Returns the mean IoU of found boxes with the ground truth; 0 for no pairs. */
    static double iou(List<TrainingPair> pairs, List<Box> found) {
        double sum = 0;
        for (int i = 0; i < found.size(); i++) {
            sum += found.get(i).iou(pairs.get(i).searchBox());
        }
        return sum / Math.max(1, found.size());
    }

    /** Draws each pair with its box, the found one and the score map, told its sentence. */
    List<Image> drawings(List<TrainingPair> pairs, Random random) {
        List<Image> drawn = new ArrayList<>();
        each(pairs, TrainingPair::sentence, random, (some, found) -> {
            List<Box> boxes = of(found);
            float[] scores = found.score().toFloatArray();
            int side = (int) found.score().getShape().get(3);
            for (int i = 0; i < some.size(); i++) {
                int each = scores.length / some.size();
                TrainingPair pair = some.get(i);
                drawn.add(FoundDrawing.of(List.of(pair.template()), List.of(new Shot(pair.search(), pair.searchBox())), List.of(boxes.get(i)),
                        Arrays.copyOfRange(scores, i * each, (i + 1) * each), side));
            }
        });
        return drawn;
    }
}
