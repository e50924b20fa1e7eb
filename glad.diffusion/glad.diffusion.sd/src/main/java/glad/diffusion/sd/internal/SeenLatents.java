package glad.diffusion.sd.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The latents of earlier batches of templates, for a training to which they are the same whenever they are looked at. */
final class SeenLatents {

    /**
     * A piece of a batch.
     *
     * @param latents (B, C, h, w), of the templates
     * @param hidden the same of what is left of them
     * @param sentences one for each
     */
    record Piece(NDArray latents, NDArray hidden, List<String> sentences) {

        private void attach(NDManager owner) {
            latents.attach(owner);
            hidden.attach(owner);
        }
    }

    private final int most;
    private final NDManager manager;
    private final Map<List<Integer>, List<Piece>> pieces = new HashMap<>();

    /**
     * Makes an empty one.
     *
     * @param most how many batches are kept, the latest
     * @param manager owner of what is kept
     */
    SeenLatents(int most, NDManager manager) {
        this.most = most;
        this.manager = manager;
    }

    /** Returns what is kept of the same part of earlier batches: the latest. */
    List<Piece> of(int from, int to) {
        return pieces.computeIfAbsent(List.of(from, to), key -> new ArrayList<>());
    }

    /** Keeps a piece beyond its scope. */
    void keep(int from, int to, Piece piece) {
        List<Piece> kept = of(from, to);
        piece.attach(manager);
        kept.add(piece);
        if (kept.size() > most) {
            Piece oldest = kept.remove(0);
            oldest.latents().close();
            if (oldest.hidden() != oldest.latents()) {
                oldest.hidden().close();
            }
        }
    }
}
