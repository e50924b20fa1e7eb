package glad.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.model.TextFeatures;
import glad.nn.Kernels;
import glad.nn.Torch;
import glad.testing.DetFill;
import org.junit.jupiter.api.Test;

class MapReadingTest {

    /** The first sentence has a word, the second only start and end; both maps come onto the grid of the coarser one. */
    @Test
    void cellsHoldWhatASentenceChangesInAllMapsBetweenStartAndEnd() {
        try (NDManager manager = Torch.manager()) {
            NDArray fine = DetFill.uniform(manager, "fine", 1, 2, 1, 4, 4);
            NDArray coarse = DetFill.uniform(manager, "coarse", 1, 2, 2, 2, 2);
            NDArray before = DetFill.uniform(manager, "before", 1, 2, 2, 2, 2);
            NDArray mask = manager.create(new float[] {1, 1, 1, 0, 1, 1, 0, 0}, new Shape(2, 4));
            TextFeatures read = new MapReading(new Kernels(manager)).read(new NDList(fine, coarse), new NDList(fine.zerosLike(), before), mask, manager);
            assertEquals(new Shape(2, 6, 3), read.tokens().getShape());
            assertArrayEquals(new float[3], read.tokens().get("1, 0").toFloatArray());
            assertArrayEquals(new float[3], read.tokens().get("1, 5").toFloatArray());
            // The third cell of the second pair is the lower left one.
            float[] expected = {fine.get("1, 0, 2:4, 0:2").mean().getFloat(), coarse.get("1, 0, 1, 0").getFloat() - before.get("1, 0, 1, 0").getFloat(),
                coarse.get("1, 1, 1, 0").getFloat() - before.get("1, 1, 1, 0").getFloat()};
            assertArrayEquals(expected, read.tokens().get("1, 3").toFloatArray(), 1e-6f);
            assertArrayEquals(new float[] {1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1}, read.mask().toFloatArray());
        }
    }
}
