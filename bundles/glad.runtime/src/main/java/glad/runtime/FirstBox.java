package glad.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.Box;
import glad.media.CropGeometry;

/** The arithmetic of the box that a session starts with. */
final class FirstBox {

    private FirstBox() {}

    /** Returns the target's place in its own template crop, (1, 4). */
    static NDArray inside(NDManager scope, CropGeometry geometry) {
        Box around = geometry.around();
        float side = geometry.side();
        return scope.create(new float[] {(float) (around.cx() - geometry.left()) / side,
            (float) (around.cy() - geometry.top()) / side, cut(around.w(), geometry), cut(around.h(), geometry)}, new Shape(1, 4));
    }

    /** Returns a length as a fraction of the crop, rounded towards zero: so many whole pixels of the crop it has, and no more. */
    private static float cut(double length, CropGeometry geometry) {
        double fraction = length * geometry.resizeFactor() / geometry.size();
        float near = (float) fraction;
        return near > fraction ? Math.nextDown(near) : near;
    }
}
