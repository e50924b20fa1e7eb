package glad.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import glad.api.model.TextFeatures;
import glad.api.model.WordGuidance;
import glad.nn.Kernels;
import java.util.Map;

/** Makes what words read of the diffusion module's maps, see {@link WordGuidance#readsMaps}. */
final class MapReading {

    private static final String KERNEL = "map_cells.py";

    private final Kernels kernels;

    MapReading(Kernels kernels) {
        this.kernels = kernels;
    }

    /**
     * Reads maps.
     *
     * @param maps of {@link glad.api.model.Diffusion#features}
     * @param unsaid the same of the empty sentence
     * @param mask of the sentences
     * @param scope owner of the result
     */
    TextFeatures read(NDList maps, NDList unsaid, NDArray mask, NDManager scope) {
        long side = maps.stream().mapToLong(map -> Math.min(map.getShape().get(2), map.getShape().get(3))).min().orElseThrow();
        NDList cells = new NDList();
        for (int i = 0; i < maps.size(); i++) {
            NDArray one = kernels.get(MapReading.class, KERNEL, Map.of("SIDE", side)).one(true, maps.get(i), unsaid.get(i));
            one.attach(scope);
            cells.add(one);
        }
        NDArray inner = NDArrays.concat(cells, 2);
        inner.attach(scope);
        long count = inner.getShape().get(0);
        NDArray edge = scope.zeros(new Shape(count, 1, inner.getShape().get(2)));
        NDArray tokens = NDArrays.concat(new NDList(edge, inner, edge), 1);
        tokens.attach(scope);
        return new TextFeatures(tokens, mask(mask.toFloatArray(), (int) count, (int) (side * side), scope));
    }

    /** A sentence with words has more than start and end. */
    private static NDArray mask(float[] given, int count, int cells, NDManager scope) {
        int length = given.length / count;
        NDArray mask = scope.ones(new Shape(count, cells + 2));
        for (int i = 0; i < count; i++) {
            float tokens = 0;
            for (int j = 0; j < length; j++) {
                tokens += given[i * length + j];
            }
            if (tokens <= 2) {
                mask.set(new NDIndex(i + ", 1:" + (cells + 1)), 0);
            }
        }
        return mask;
    }
}
