package glad.datasets.procedural.internal;

import glad.base.SeededRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * A place that the sentence says, and how target and companion move about it: the companion is always on the other side. Where the context
 * changes, the two go over to each other's side now and then, and what the sentence says stops being true.
 */
final class Whereabouts {

    /** Frames in which both go over. */
    private static final int CROSSING = 14;

    /** A coloured shape of what the place is named after: where it stands and how wide and high it is, pixels. */
    record Piece(ObjectTraits look, double x, double y, double width, double height) {}

    private final Place place;
    private final double[] side;
    private final double[][] target;
    private final double[][] companion;
    private final List<Piece> pieces = new ArrayList<>();

    /**
     * Plans them.
     *
     * @param size of target and companion, pixels
     * @param changing whether they change sides
     */
    Whereabouts(SeededRandom random, int frames, int width, int height, double size, boolean changing) {
        place = random.pick(List.of(Place.values()));
        side = sides(random, frames, changing);
        double across = place.beside() ? width : height;
        double along = place.beside() ? height : width;
        double middle = across * random.uniform(0.45, 0.55);
        double half = place.beside() ? Math.min(0.1 * width, 0.8 * size) : 0;
        double sign = place == Place.LEFT || place == Place.ABOVE ? -1 : 1;
        double near = half + 0.65 * size;
        double far = Math.max(near, Math.min(middle, across - middle) - 0.6 * size);
        target = path(random, sign, middle, new double[] {near, far}, along, size);
        companion = path(random, -sign, middle, new double[] {near, far}, along, size);
        if (place.beside()) {
            double foot = height * random.uniform(0.75, 0.95);
            double tall = height * random.uniform(0.5, 0.65);
            pieces.add(new Piece(new ObjectTraits(Colour.BROWN, Texture.PLAIN, Shape.BOX), middle, foot - 0.3 * tall, 0.5 * half, 0.7 * tall));
            pieces.add(new Piece(new ObjectTraits(Colour.GREEN, Texture.SPOTTED, Shape.FLOWER), middle, foot - 0.8 * tall, 2 * half, 0.7 * tall));
        } else {
            pieces.add(new Piece(new ObjectTraits(Colour.GREEN, Texture.SPOTTED, Shape.BOX), 0.5 * width, 0.5 * (middle + 1.1 * height),
                    1.5 * width, 1.1 * height - middle));
        }
    }

    /** Returns 1 where the words are true, -1 where they aren't, and what lies between on the way. */
    private static double[] sides(SeededRandom random, int frames, boolean changing) {
        double[] sides = new double[frames];
        int next = 18 + random.below(20);
        double now = 1;
        for (int t = 0; t < frames; t++) {
            if (changing && t >= next + CROSSING) {
                now = -now;
                next = t + 30 + random.below(40);
            }
            double over = changing ? Math.max(0, Math.min(1, (t - next) / (double) CROSSING)) : 0;
            sides[t] = now * Math.cos(Math.PI * over);
        }
        return sides;
    }

    private double[][] path(SeededRandom random, double sign, double middle, double[] reach, double along, double size) {
        int frames = side.length;
        double[] out = Motion.drift(random, frames, 0.35, 25);
        double[] way = Motion.path(random, frames, along, along, 0.85 * size, size * random.uniform(0.025, 0.06))[0];
        double[] crossing = new double[frames];
        for (int t = 0; t < frames; t++) {
            double depth = Math.max(0, Math.min(1, 0.5 + out[t]));
            crossing[t] = middle + sign * side[t] * (reach[0] + depth * (reach[1] - reach[0]));
        }
        return place.beside() ? new double[][] {crossing, way} : new double[][] {way, crossing};
    }

    /** Returns the place that the target is at in the first frame. */
    Place place() {
        return place;
    }

    /** Tells whether the place's words are true of a frame. */
    boolean holds(int frame) {
        return side[frame] > 0;
    }

    /** Returns the target's x and y in each frame. */
    double[][] target() {
        return target;
    }

    /** Returns the companion's x and y in each frame. */
    double[][] companion() {
        return companion;
    }

    /** Returns what the place is named after, from the back to the front. */
    List<Piece> pieces() {
        return pieces;
    }
}
