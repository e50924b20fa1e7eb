package glad.datasets.procedural.internal;

/** A plane affine map: {@code x' = a x + b y + c, y' = d x + e y + f}. */
public record Affine(double a, double b, double c, double d, double e, double f) {

    /** Returns a scaling about the origin followed by a shift. */
    public static Affine scaleShift(double scale, double shiftX, double shiftY) {
        return new Affine(scale, 0, shiftX, 0, scale, shiftY);
    }

    /** Returns a shift. */
    public static Affine shift(double x, double y) {
        return new Affine(1, 0, x, 0, 1, y);
    }

    /**
     * Returns a linear map about the origin: sizes first, then shear, then rotation.
     *
     * @param width factor of x
     * @param height factor of y
     * @param shear how far x moves per unit of y
     * @param angle radians; positive turns x towards y
     */
    public static Affine shape(double width, double height, double shear, double angle) {
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        double sheared = shear * height;
        return new Affine(cos * width, cos * sheared - sin * height, 0, sin * width, sin * sheared + cos * height, 0);
    }

    /** Returns this map followed by another. */
    public Affine then(Affine o) {
        return new Affine(
                o.a * a + o.b * d, o.a * b + o.b * e, o.a * c + o.b * f + o.c,
                o.d * a + o.e * d, o.d * b + o.e * e, o.d * c + o.e * f + o.f);
    }

    /** Returns the inverse map. */
    public Affine inverse() {
        double det = a * e - b * d;
        double ia = e / det;
        double ib = -b / det;
        double id = -d / det;
        double ie = a / det;
        return new Affine(ia, ib, -(ia * c + ib * f), id, ie, -(id * c + ie * f));
    }

    /** Returns the factor by which lengths grow on average: the root of the determinant. */
    public double scale() {
        return Math.sqrt(Math.abs(a * e - b * d));
    }

    /** Returns the image's x. */
    public double x(double px, double py) {
        return a * px + b * py + c;
    }

    /** Returns the image's y. */
    public double y(double px, double py) {
        return d * px + e * py + f;
    }
}
