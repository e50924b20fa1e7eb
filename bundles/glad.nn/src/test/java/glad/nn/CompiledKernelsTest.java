package glad.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDManager;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompiledKernelsTest {

    private final CompiledKernels compiled = new CompiledKernels();

    private Kernel affine(NDManager manager, double factor) {
        return new Kernels(manager, compiled).get(CompiledKernelsTest.class, "affine.py", Map.of("FACTOR", factor, "REPEAT", 1));
    }

    private static float[] run(Kernel kernel) {
        try (NDManager scope = Torch.manager()) {
            return kernel.many(false, scope.create(new float[] {1, 2}), scope.create(3f), scope.create(0.5f))[0].toFloatArray();
        }
    }

    @Test
    void aKernelServesWhoeverAsksForItsText() {
        try (NDManager one = Torch.manager(); NDManager other = Torch.manager()) {
            assertSame(affine(one, 2), affine(other, 2));
            assertNotSame(affine(one, 2), affine(other, 4));
            assertEquals(2, compiled.size());
        }
    }

    @Test
    void aKernelOutlivesWhoAskedFirstAndIsThereForTheNext() {
        Kernel kernel;
        try (NDManager later = Torch.manager()) {
            try (NDManager first = Torch.manager()) {
                kernel = affine(first, 2);
                affine(later, 2);
            }
            assertArrayEquals(new float[] {6.5f, 12.5f}, run(kernel));
        }
        try (NDManager next = Torch.manager()) {
            assertSame(kernel, affine(next, 2));
            assertArrayEquals(new float[] {6.5f, 12.5f}, run(kernel));
        }
    }

    @Test
    void closingFreesWhatNobodyUsesAndTheRestWithItsLastUser() {
        Kernel kernel;
        try (NDManager one = Torch.manager(); NDManager other = Torch.manager()) {
            kernel = affine(one, 2);
            affine(other, 2);
            try (NDManager done = Torch.manager()) {
                affine(done, 4);
            }
            assertEquals(2, compiled.size());
            compiled.close();
            assertEquals(1, compiled.size());
            one.close();
            assertArrayEquals(new float[] {6.5f, 12.5f}, run(kernel));
        }
        assertEquals(0, compiled.size());
        assertThrows(IllegalStateException.class, () -> run(kernel), "its native module is freed");
    }

    @Test
    void ofThoseThatNobodyUsesTheLastAreKept() {
        Kernel first;
        try (NDManager user = Torch.manager()) {
            first = affine(user, 0);
        }
        for (int i = 1; i <= CompiledKernels.SPARE; i++) {
            try (NDManager user = Torch.manager()) {
                affine(user, i);
            }
        }
        assertEquals(CompiledKernels.SPARE, compiled.size());
        try (NDManager user = Torch.manager()) {
            assertNotSame(first, affine(user, 0));
        }
        compiled.close();
        assertEquals(0, compiled.size());
    }

    @Test
    void aTextThatDoesNotCompileIsRefusedEachTime() {
        try (NDManager user = Torch.manager()) {
            for (int i = 0; i < 2; i++) {
                assertThrows(IllegalArgumentException.class, () -> compiled.take(user, "broken", "def forward(x: Tensor) -> Tensor:\n  return y\n"));
            }
            assertEquals(0, compiled.size());
        }
    }
}
