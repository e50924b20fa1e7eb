package glad.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import glad.api.Box;
import glad.api.model.TextFeatures;
import glad.api.model.Tokens;
import glad.api.train.SeenPairs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a tracker saw of earlier batches, for a training to which it is the same whenever it is looked at. */
final class SeenBatches {

    /**
     * What can be said about a pair, and what it means.
     *
     * @param other what can be said instead, and means something else; null for nothing
     */
    record Told(String sentence, Box box, Told other) {}

    /**
     * A piece of a batch.
     *
     * @param seen template tokens are their mean (B, 1, C)
     * @param told what can be said about each pair
     * @param read what words read of that, and of what can be said instead, in the diffusion module's maps; null where they read sentences
     */
    record Piece(SeenPairs seen, List<Told> told, List<TextFeatures> read) {

        private List<NDArray> arrays() {
            List<NDArray> arrays = new ArrayList<>(List.of(seen.tokens().template(), seen.tokens().search(), seen.score()));
            if (read != null) {
                read.forEach(one -> arrays.addAll(List.of(one.tokens(), one.mask())));
            }
            return arrays;
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
    SeenBatches(int most, NDManager manager) {
        this.most = most;
        this.manager = manager;
    }

    /** Returns a piece that isn't kept yet, in the manager of what was seen. */
    static Piece piece(SeenPairs seen, List<Told> told, List<TextFeatures> read) {
        NDArray template = seen.tokens().template().mean(new int[] {1}, true);
        return new Piece(new SeenPairs(new Tokens(template, seen.tokens().search(), null), seen.score()), told, read);
    }

    /** Returns what is kept of the same part of earlier batches: the latest. */
    List<Piece> of(int from, int to) {
        List<Piece> kept = pieces.computeIfAbsent(List.of(from, to), key -> new ArrayList<>());
        if (kept.size() > most) {
            kept.remove(0).arrays().forEach(NDArray::close);
        }
        return kept;
    }

    /** Keeps a piece beyond its scope. */
    void keep(int from, int to, Piece piece) {
        piece.arrays().forEach(array -> array.attach(manager));
        pieces.get(List.of(from, to)).add(piece);
    }

    /** Puts pieces together; a single one stays as it is. */
    static SeenPairs together(List<Piece> pieces, NDManager scope) {
        if (pieces.size() == 1) {
            return pieces.get(0).seen();
        }
        NDArray template = concat(pieces.stream().map(piece -> piece.seen().tokens().template()).toList(), scope);
        NDArray search = concat(pieces.stream().map(piece -> piece.seen().tokens().search()).toList(), scope);
        return new SeenPairs(new Tokens(template, search, null), concat(pieces.stream().map(piece -> piece.seen().score()).toList(), scope));
    }

    /**
     * Puts together what words read of pieces.
     *
     * @param instead whether they read what can be said instead
     */
    static TextFeatures read(List<Piece> pieces, boolean instead, NDManager scope) {
        List<TextFeatures> all = pieces.stream().map(piece -> piece.read().get(instead ? 1 : 0)).toList();
        return new TextFeatures(concat(all.stream().map(TextFeatures::tokens).toList(), scope),
                concat(all.stream().map(TextFeatures::mask).toList(), scope));
    }

    private static NDArray concat(List<NDArray> arrays, NDManager scope) {
        NDArray all = NDArrays.concat(new NDList(arrays));
        all.attach(scope);
        return all;
    }
}
