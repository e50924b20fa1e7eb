package glad.datasets.procedural.internal;

import glad.base.SeededRandom;


/** Random movements that are smooth in time. */
final class Motion {

    private Motion() {}

    /**
     * Returns a path that keeps within margins: a velocity that wanders and turns back at the edges.
     *
     * @param frames its length
     * @param width room in x
     * @param height room in y
     * @param margin how far it keeps from the edges
     * @param speed typical speed, pixels per frame
     * @return x and y per frame
     */
    static double[][] path(SeededRandom random, int frames, double width, double height, double margin, double speed) {
        double roomX = Math.max(1, width - 2 * margin);
        double roomY = Math.max(1, height - 2 * margin);
        double[] x = axis(random, frames, roomX, speed);
        double[] y = axis(random, frames, roomY, speed);
        for (int t = 0; t < frames; t++) {
            x[t] += 0.5 * (width - roomX);
            y[t] += 0.5 * (height - roomY);
        }
        return new double[][] {x, y};
    }

    private static double[] axis(SeededRandom random, int frames, double room, double speed) {
        double[] out = new double[frames];
        double x = random.uniform(0, room);
        double v = random.normal(speed, 2);
        double brake = Math.min(0.25 * room, 12 * speed);
        for (int t = 0; t < frames; t++) {
            out[t] = x;
            v = 0.97 * v + random.normal(0.24 * speed);
            if (x < brake) {
                v += 0.25 * speed * (1 - x / brake);
            } else if (x > room - brake) {
                v -= 0.25 * speed * (1 - (room - x) / brake);
            }
            x += v;
            if (x < 0 || x > room) {
                x = Math.max(0, Math.min(room, x));
                v = -0.5 * v;
            }
        }
        return out;
    }

    /**
     * Returns a number that wanders about 0: a twice smoothed first-order process.
     *
     * @param deviation of its values
     * @param memory how many frames it takes to change
     */
    static double[] drift(SeededRandom random, int frames, double deviation, double memory) {
        double keep = Math.exp(-1 / memory);
        double push = Math.sqrt(1 - keep * keep);
        double fast = random.normal(1);
        double slow = fast;
        double[] out = new double[frames];
        for (int t = 0; t < frames; t++) {
            out[t] = deviation * slow;
            fast = keep * fast + push * random.normal(1);
            slow += (fast - slow) * Math.min(1, 3 / memory);
        }
        return out;
    }
}
