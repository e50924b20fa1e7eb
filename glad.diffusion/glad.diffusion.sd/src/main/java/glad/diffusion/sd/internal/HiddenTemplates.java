package glad.diffusion.sd.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.Box;
import glad.nn.Kernel;
import glad.nn.Kernels;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Templates that no longer tell what the target looks like: a few grey cells, an erased target, or a few coloured cells. */
final class HiddenTemplates {

    /** Cells per side of what is left of a blurred template. */
    private static final int CELLS = 5;

    /** Out of so many hidden templates, three each are grey and erased, two keep their colours. */
    private static final int[] KINDS = {1, 1, 1, 2, 2, 2, 3, 3};

    private final double fraction;
    private final Kernel kernel;

    /**
     * Makes the hiding.
     *
     * @param fraction of templates to hide
     * @param manager owner of the kernel
     */
    HiddenTemplates(double fraction, NDManager manager) {
        this.fraction = fraction;
        kernel = new Kernels(manager).get(HiddenTemplates.class, "hide_template.py", Map.of("CELLS", CELLS));
    }

    /** Draws what becomes of each of some templates. */
    float[] draw(int count, Random random) {
        float[] kinds = new float[count];
        for (int i = 0; i < count; i++) {
            boolean hidden = random.nextDouble() < fraction;
            int kind = KINDS[random.nextInt(KINDS.length)];
            kinds[i] = hidden ? kind : 0;
        }
        return kinds;
    }

    /**
     * Hides templates.
     *
     * @param images (B, 3, T, T) fp32
     * @param boxes the targets in them, in fractions
     * @param kinds from {@link #draw}, for these templates
     * @return (B, 3, T, T) fp32, in the images' manager
     */
    NDArray hide(NDArray images, List<Box> boxes, float[] kinds) {
        float[] values = new float[4 * boxes.size()];
        for (int i = 0; i < boxes.size(); i++) {
            Box box = boxes.get(i);
            values[4 * i] = (float) box.cx();
            values[4 * i + 1] = (float) box.cy();
            values[4 * i + 2] = (float) box.w();
            values[4 * i + 3] = (float) box.h();
        }
        NDManager scope = images.getManager();
        return kernel.one(false, images, scope.create(values, new Shape(boxes.size(), 4)), scope.create(kinds));
    }
}
