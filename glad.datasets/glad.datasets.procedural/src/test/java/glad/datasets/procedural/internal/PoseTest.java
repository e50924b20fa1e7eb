package glad.datasets.procedural.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import glad.api.Box;
import glad.api.Image;
import glad.base.SeededRandom;
import org.junit.jupiter.api.Test;

class PoseTest {

    private static final float[] GAIN = {1, 1, 1};

    @Test
    void theBoxEnclosesExactlyWhatIsPaintedUnderAnyPose() {
        SeededRandom random = new SeededRandom(5);
        for (Shape shape : Shape.values()) {
            for (int i = 0; i < 6; i++) {
                Sprite sprite = ShapePainter.paint(new ObjectTraits(Colour.WHITE, Texture.PLAIN, shape), 40 + i, 96);
                double size = random.uniform(18, 45);
                Affine map = Affine.shape(size * random.uniform(0.7, 1.3), size, random.normal(0.15), random.uniform(0, 6.28))
                        .then(Affine.shift(random.uniform(90, 110), random.uniform(90, 110)));
                assertEncloses(sprite, new Pose(map, random.normal(0.15, 2)), shape + " " + i);
            }
        }
    }

    @Test
    void theBoxOfAPersonFollowsTheLegs() {
        FigurePainter person = new FigurePainter(Colour.WHITE, 3);
        Pose pose = new Pose(Affine.scaleShift(60, 100, 100), 0);
        Box wide = pose.box(person.paint(0.25, 128));
        Box narrow = pose.box(person.paint(0, 128));
        assertEncloses(person.paint(0.25, 128), pose, "person");
        assertEquals(true, wide.w() > narrow.w() + 2, wide + " " + narrow);
    }

    @Test
    void theBoxEnclosesADeformedTarget() {
        SeededRandom random = new SeededRandom(6);
        for (Shape shape : Shape.values()) {
            Sprite sprite = new Deformation(random).of(ShapePainter.paint(new ObjectTraits(Colour.WHITE, Texture.PLAIN, shape), 41, 96), 1);
            assertEncloses(sprite, new Pose(Affine.scaleShift(35, 100, 100), random.normal(0.15, 2)), shape.toString());
        }
    }

    /** Compares the box with the bounds of all pixels that the object covers by at least two fifths. */
    private static void assertEncloses(Sprite sprite, Pose pose, String what) {
        int[] argb = sprite.bitmap().pixels().clone();
        for (int i = 0; i < argb.length; i++) {
            argb[i] = (argb[i] >>> 24) * 0x01010101;
        }
        Canvas canvas = new Canvas(200, 200);
        canvas.paint(new Bitmap(sprite.bitmap().width(), sprite.bitmap().height(), argb), pose, GAIN, 1);
        Image mask = canvas.image(false);
        int left = 200;
        int top = 200;
        int right = 0;
        int bottom = 0;
        for (int y = 0; y < 200; y++) {
            for (int x = 0; x < 200; x++) {
                if (mask.sample(x, y, 0) > Sprite.OPAQUE) {
                    left = Math.min(left, x);
                    right = Math.max(right, x + 1);
                    top = Math.min(top, y);
                    bottom = Math.max(bottom, y + 1);
                }
            }
        }
        Box box = pose.box(sprite);
        double tolerance = 2;
        assertEquals(left, box.x(), tolerance, what + " left " + box);
        assertEquals(top, box.y(), tolerance, what + " top " + box);
        assertEquals(right, box.x() + box.w(), tolerance, what + " right " + box);
        assertEquals(bottom, box.y() + box.h(), tolerance, what + " bottom " + box);
    }
}
