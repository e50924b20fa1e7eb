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
import java.util.function.Function;

/** What a tracker in inference mode finds in pairs. */
final class FoundBoxes {

    private static final int BATCH = 32;

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
        for (int from = 0; from < pairs.size(); from += BATCH) {
            List<TrainingPair> some = pairs.subList(from, Math.min(pairs.size(), from + BATCH));
            try (NDManager scope = manager.newSubManager()) {
                List<String> sentences = words == null ? null : some.stream().map(words).toList();
                DiffusionNoise noise = words == null ? null : model.noise(some.size(), random, scope);
                found.addAll(of(model.predict(some, sentences, noise, scope)));
            }
        }
        return found;
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
        try (NDManager scope = manager.newSubManager()) {
            Prediction found = model.predict(pairs, pairs.stream().map(TrainingPair::sentence).toList(),
                    model.noise(pairs.size(), random, scope), scope);
            List<Box> boxes = of(found);
            float[] scores = found.score().toFloatArray();
            int side = (int) found.score().getShape().get(3);
            List<Image> drawn = new ArrayList<>();
            for (int i = 0; i < pairs.size(); i++) {
                int each = scores.length / pairs.size();
                TrainingPair pair = pairs.get(i);
                drawn.add(FoundDrawing.of(List.of(pair.template()), List.of(new Shot(pair.search(), pair.searchBox())), List.of(boxes.get(i)),
                        Arrays.copyOfRange(scores, i * each, (i + 1) * each), side));
            }
            return drawn;
        }
    }
}
