package glad.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.media.CropGeometry;

/** The arithmetic of the box that a session starts with. */
final class FirstBox {

    private FirstBox() {}

    /** Refuses a box that can't be a target's. @throws GladException (usage) if it has no size, lies outside the frame or is larger than it */
    static void check(Image frame, Box given) {
        String text = "box \"" + given.x() + "," + given.y() + "," + given.w() + "," + given.h() + "\"";
        if (!given.isValid()) {
            throw GladException.usage(text + " has no size; expected x,y,w,h in pixels with w and h above 0");
        }
        if (given.x() >= frame.width() || given.y() >= frame.height() || given.x() + given.w() <= 0
                || given.y() + given.h() <= 0) {
            throw GladException.usage(text + " lies outside the frame of " + frame.width() + "x" + frame.height()
                    + " pixels; expected x,y,w,h with x,y the top left corner");
        }
        if (given.w() > frame.width() || given.h() > frame.height()) {
            throw GladException.usage(text + " is larger than the frame of " + frame.width() + "x" + frame.height()
                    + " pixels; expected x,y,w,h with w and h the target's size");
        }
    }

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
