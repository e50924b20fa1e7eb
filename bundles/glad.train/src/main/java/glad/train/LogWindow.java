package glad.train;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Sums over the updates since the last line of the log; kept in checkpoints, so that a line doesn't tell of a stop. */
final class LogWindow {

    /** Of this process: a stop isn't work. */
    private final long start = System.nanoTime();
    private int own;
    private double waited;
    private int count;
    private double[] sums;

    private LogWindow(int count, double[] sums) {
        this.count = count;
        this.sums = sums;
    }

    /** Begins one. */
    static LogWindow empty() {
        return new LogWindow(0, new double[0]);
    }

    /** Goes on with what {@link #toString} wrote. */
    static LogWindow parse(String text) {
        String[] words = text.split(" ");
        return new LogWindow(Integer.parseInt(words[0]), Arrays.stream(words).skip(1).mapToDouble(Double::parseDouble).toArray());
    }

    /** Takes the values of an update in, and the seconds that it waited for its batch. */
    void add(double[] values, double wait) {
        if (count == 0) {
            sums = new double[values.length];
        }
        for (int i = 0; i < values.length; i++) {
            sums[i] += values[i];
        }
        count++;
        own++;
        waited += wait;
    }

    /** Returns the mean values of the updates. */
    double[] means() {
        return Arrays.stream(sums).map(sum -> sum / count).toArray();
    }

    /** Returns updates per second, of those that this process made. */
    double rate() {
        return own / seconds();
    }

    /** Returns how long this process made them. */
    double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    /** Returns the fraction of that time in which it waited for batches. */
    double waiting() {
        return waited / seconds();
    }

    @Override
    public String toString() {
        return count + Arrays.stream(sums).mapToObj(sum -> " " + sum).collect(Collectors.joining());
    }
}
