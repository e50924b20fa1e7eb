package glad.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import glad.api.Box;
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
     */
    record Piece(SeenPairs seen, List<Told> told) {

        private void close() {
            seen.tokens().template().close();
            seen.tokens().search().close();
            seen.score().close();
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
    static Piece piece(SeenPairs seen, List<Told> told) {
        NDArray template = seen.tokens().template().mean(new int[] {1}, true);
        return new Piece(new SeenPairs(new Tokens(template, seen.tokens().search(), null), seen.score()), told);
    }

    /** Returns what is kept of the same part of earlier batches: the latest. */
    List<Piece> of(int from, int to) {
        List<Piece> kept = pieces.computeIfAbsent(List.of(from, to), key -> new ArrayList<>());
        if (kept.size() > most) {
            kept.remove(0).close();
        }
        return kept;
    }

    /** Keeps a piece beyond its scope. */
    void keep(int from, int to, Piece piece) {
        piece.seen().tokens().template().attach(manager);
        piece.seen().tokens().search().attach(manager);
        piece.seen().score().attach(manager);
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

    private static NDArray concat(List<NDArray> arrays, NDManager scope) {
        NDArray all = NDArrays.concat(new NDList(arrays));
        all.attach(scope);
        return all;
    }
}
