package glad.train;

import ai.djl.ndarray.NDManager;
import glad.api.Box;
import glad.api.data.PairSource;
import glad.api.data.TrainingPair;
import glad.api.model.DiffusionNoise;
import glad.api.model.Mode;
import glad.runtime.Model;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * What sentences do to a tracker: pairs in which they are needed, and pairs in which they shouldn't matter, each with other words and the same
 * noise, so that the differences are paired.
 */
public final class WordEffect {

    private static final int BATCH = 32;

    /** So many pairs are drawn for each one that is wanted before a kind of template counts as absent. */
    private static final int PATIENCE = 30;

    /** What the template shows. */
    public enum Shown {
        /** Hardly anything, and a distractor stands beside the target in the search region. */
        HIDDEN,
        /** The target, and a distractor stands beside it in the search region. */
        DISTRACTOR,
        /** The target, which stands alone. */
        CLEAR
    }

    /** What the tracker is told. */
    public enum Said {
        /** The target's sentence. */
        RIGHT,
        /** The distractor's; without a distractor the same as {@link #SHUFFLED}. */
        WRONG,
        /** That of another pair. */
        SHUFFLED,
        /** The empty sentence. */
        NONE,
        /** Nothing: the diffusion cues are left out. */
        OFF
    }

    private WordEffect() {}

    /**
     * Measures the overlap of the boxes found with the ground truth.
     *
     * @param model the tracker, in inference mode; stays the caller's
     * @param source where pairs come from
     * @param wanted the kinds of templates to measure
     * @param pairs how many of each of them
     * @param seed of the diffusion module's noise
     * @param drawn told how many pairs are finished
     * @return in per cent, one value per pair in the same order for whatever is said; without kinds that the source hasn't enough of
     */
    public static Map<Shown, Map<Said, double[]>> measure(Model model, PairSource source, Set<Shown> wanted, int pairs, long seed,
            IntConsumer drawn) {
        Map<Shown, List<TrainingPair>> kinds = new EnumMap<>(Shown.class);
        wanted.forEach(shown -> kinds.put(shown, new ArrayList<>()));
        for (long i = 0; i < (long) PATIENCE * pairs && kinds.values().stream().anyMatch(kind -> kind.size() < pairs); i++) {
            TrainingPair pair = source.pair(i);
            List<TrainingPair> kind = kinds.get(!pair.ambiguous() ? Shown.CLEAR : pair.templateDegraded() ? Shown.HIDDEN : Shown.DISTRACTOR);
            // A degraded template without a distractor, and an arbitrary piece of a photograph, belong to none.
            boolean fits = pair.natural() && !pair.sentence().isEmpty() && (pair.ambiguous() || !pair.templateDegraded());
            if (fits && kind != null && kind.size() < pairs) {
                kind.add(pair);
            }
        }
        Map<Shown, Map<Said, double[]>> effects = new EnumMap<>(Shown.class);
        StageModel stage = new StageModel(model);
        int[] finished = {0};
        kinds.forEach((shown, kind) -> {
            if (kind.size() < pairs) {
                return;
            }
            Map<Said, double[]> columns = new EnumMap<>(Said.class);
            for (Said said : Said.values()) {
                columns.put(said, overlaps(stage, kind, said, seed));
                finished[0] += kind.size();
                drawn.accept(finished[0]);
            }
            effects.put(shown, columns);
        });
        return effects;
    }

    private static double[] overlaps(StageModel stage, List<TrainingPair> pairs, Said said, long seed) {
        stage.mode(Mode.INFER);
        double[] overlaps = new double[pairs.size()];
        for (int from = 0; from < pairs.size(); from += BATCH) {
            int to = Math.min(pairs.size(), from + BATCH);
            List<String> sentences = new ArrayList<>();
            for (int i = from; i < to; i++) {
                sentences.add(sentence(pairs, i, said));
            }
            try (NDManager scope = stage.manager().newSubManager()) {
                DiffusionNoise noise = said == Said.OFF ? null : stage.noise(to - from, new Random(seed + from), scope);
                List<Box> boxes = FoundBoxes.of(
                        stage.predict(pairs.subList(from, to), said == Said.OFF ? null : sentences, noise, scope));
                for (int i = from; i < to; i++) {
                    overlaps[i] = 100 * boxes.get(i - from).iou(pairs.get(i).searchBox());
                }
            }
        }
        return overlaps;
    }

    private static String sentence(List<TrainingPair> pairs, int i, Said said) {
        TrainingPair pair = pairs.get(i);
        return switch (said) {
            case RIGHT -> pair.sentence();
            case WRONG -> pair.ambiguous() ? pair.wrongSentence() : other(pairs, i);
            case SHUFFLED -> other(pairs, i);
            case NONE, OFF -> "";
        };
    }

    /** Returns the sentence of the next pair that has another one. */
    private static String other(List<TrainingPair> pairs, int i) {
        for (int step = 1; step < pairs.size(); step++) {
            String sentence = pairs.get((i + step) % pairs.size()).sentence();
            if (!sentence.equals(pairs.get(i).sentence())) {
                return sentence;
            }
        }
        return "";
    }
}
