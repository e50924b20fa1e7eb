package glad.base;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Random draws that repeat from a seed on every JVM: what a source of training examples needs, whose example of a number is always
 * the same. For one thread.
 */
public final class SeededRandom {

    private final SplittableRandom random;

    /** Creates the random of a stream: equal numbers give equal draws. */
    public SeededRandom(long... seeds) {
        long mixed = 0x9E3779B97F4A7C15L;
        for (long seed : seeds) {
            mixed = mix(mixed + seed);
        }
        random = new SplittableRandom(mixed);
    }

    /** The finaliser of MurmurHash3 with the constants of Stafford's variant 13. */
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Returns a number in [low, high). */
    public double uniform(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** Returns a number in [low, high) whose logarithm is uniform. */
    public double logUniform(double low, double high) {
        return Math.exp(uniform(Math.log(low), Math.log(high)));
    }

    /** Returns a number of the normal distribution with mean 0 (Box and Muller). */
    public double normal(double deviation) {
        double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
        return deviation * radius * Math.cos(2 * Math.PI * random.nextDouble());
    }

    /** Returns a normal number cut off at {@code limit} deviations. */
    public double normal(double deviation, double limit) {
        return Math.max(-limit * deviation, Math.min(limit * deviation, normal(deviation)));
    }

    /** Returns true with the given probability. */
    public boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** Returns a whole number in [0, bound). */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** Returns one entry. */
    public <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Returns one entry that isn't {@code other}; the list needs another one. */
    public <T> T pickOther(List<T> list, T other) {
        T entry = pick(list);
        while (entry.equals(other)) {
            entry = pick(list);
        }
        return entry;
    }

    /** Returns 64 random bits. */
    public long bits() {
        return random.nextLong();
    }
}
