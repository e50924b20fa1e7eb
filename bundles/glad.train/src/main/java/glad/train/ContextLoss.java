package glad.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.GladException;
import glad.api.options.Options;
import glad.api.train.Followed;
import glad.nn.Kernel;
import glad.nn.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What the loss of clips has beside that of boxes: the error of the expected overlap, and the cross entropy of target words. */
final class ContextLoss {

    private final Kernel confidence;
    private final Kernel words;

    /** @param manager owner of the kernels */
    ContextLoss(Options options, NDManager manager) {
        Kernels kernels = new Kernels(manager);
        confidence = options.number("confidence") == 0 ? null : kernels.get(ContextLoss.class, "confidence_loss.py",
                Map.of("WEIGHT", options.number("confidence"), "DETACHED", options.flag("confidence_detached")));
        words = options.number("words") == 0 ? null
                : kernels.get(ContextLoss.class, "word_loss.py", Map.of("WEIGHT", options.number("words")));
    }

    /** Returns the names of its terms. */
    List<String> terms() {
        List<String> terms = new ArrayList<>();
        if (confidence != null) {
            terms.add("confidence");
        }
        if (words != null) {
            terms.add("words");
        }
        return terms;
    }

    /**
     * Adds its terms to a loss.
     *
     * @param loss of the boxes, then its terms
     * @param followed what the model makes of the clips
     * @param boxes (B T, 4) where the targets are: centre x, centre y, width, height
     * @param labels of all clips of the batch; null where words don't count
     * @param from first clip
     * @param to end of the clips
     * @return the loss and all terms; scalars
     * @throws GladException (usage) if the model doesn't give what a term is of
     */
    NDArray[] add(NDArray[] loss, Followed followed, NDArray boxes, WordLabels.Labels labels, int from, int to) {
        NDManager scope = boxes.getManager();
        List<NDArray> values = new ArrayList<>(List.of(loss));
        if (confidence != null) {
            NDArray expected = given(followed.confidence(), "confidence", "the memory has no network that expects it (atc-memory with unused_weights)");
            NDArray[] added = confidence.many(true, followed.found().boxes(), boxes, expected, values.get(0));
            values.set(0, added[0]);
            values.add(added[1]);
        }
        if (words != null) {
            NDArray probability = given(followed.targetWords(), "words", "the words don't tell target words apart, or the sentence is left out");
            int length = (int) probability.getShape().get(1);
            int clips = labels.targets().length / length;
            Shape shape = new Shape(to - from, length);
            float share = Math.max(1, labels.number()) * (to - from) / (float) clips;
            NDArray[] added = words.many(true, probability, scope.create(part(labels.targets(), from, to, length), shape),
                    scope.create(part(labels.counted(), from, to, length), shape), scope.create(share), values.get(0));
            values.set(0, added[0]);
            values.add(added[1]);
        }
        return values.toArray(new NDArray[0]);
    }

    private static float[] part(float[] all, int from, int to, int length) {
        return Arrays.copyOfRange(all, from * length, to * length);
    }

    private static NDArray given(NDArray array, String term, String why) {
        if (array == null) {
            throw GladException.usage("stage context has a loss \"" + term + "\", but " + why + "; set " + term + ": 0 in the stage");
        }
        return array;
    }
}
