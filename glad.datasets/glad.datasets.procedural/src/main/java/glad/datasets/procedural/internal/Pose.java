package glad.datasets.procedural.internal;

import glad.api.Box;

/**
 * Where and how a sprite stands. Its own coordinates run over -1..1 along its longer side, with the origin in the middle.
 *
 * @param map from the sprite's coordinates to the scene's
 * @param bend a curvature: the sprite's point (u, v) is drawn where (u - bend v v, v) would be
 */
public record Pose(Affine map, double bend) {

    /** Returns this pose seen through a further map. */
    public Pose then(Affine view) {
        return new Pose(map.then(view), bend);
    }

    /** Returns left, top, right, bottom of points given as x, y, x, y, ... */
    double[] bounds(double[] points) {
        double[] out = {Double.MAX_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE, -Double.MAX_VALUE};
        for (int i = 0; i < points.length; i += 2) {
            double u = points[i] - bend * points[i + 1] * points[i + 1];
            double x = map.x(u, points[i + 1]);
            double y = map.y(u, points[i + 1]);
            out[0] = Math.min(out[0], x);
            out[1] = Math.min(out[1], y);
            out[2] = Math.max(out[2], x);
            out[3] = Math.max(out[3], y);
        }
        return out;
    }

    /** Returns the box round a sprite's opaque part. */
    public Box box(Sprite sprite) {
        double[] b = bounds(sprite.outline());
        return new Box(b[0], b[1], b[2] - b[0], b[3] - b[1]);
    }
}
