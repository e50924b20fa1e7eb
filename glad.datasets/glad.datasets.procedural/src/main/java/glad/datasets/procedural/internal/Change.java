package glad.datasets.procedural.internal;

/**
 * How a thing changes between the template and the search region.
 *
 * @param width factor of its width
 * @param height factor of its height
 * @param shear see {@link Affine#shape}
 * @param angle radians
 */
record Change(double width, double height, double shear, double angle) {

    /** Returns a part of the change, 0 for none of it, 1 for all. */
    Affine part(double part) {
        return Affine.shape(Math.pow(width, part), Math.pow(height, part), part * shear, part * angle);
    }
}
