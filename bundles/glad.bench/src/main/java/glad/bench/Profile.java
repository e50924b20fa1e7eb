package glad.bench;

import glad.api.Box;
import glad.api.Image;
import glad.api.model.Parameter;
import glad.base.ProcessMemory;
import glad.experiment.LoadedExperiment;
import glad.nn.OperatorTrace;
import glad.runtime.FrameThreads;
import glad.runtime.PartKind;
import glad.runtime.Session;
import glad.runtime.Stage;
import glad.runtime.StageTimes;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntConsumer;


/**
 * What a tracker costs.
 *
 * @param parameters how many learned parameters each part has
 * @param multiplyAddsPerSequence multiply-adds of a start
 * @param multiplyAddsPerFrame multiply-adds of a further frame
 * @param millisPerSequence milliseconds of each stage of a start, in their order; those that don't run are left out
 * @param millisPerFrame milliseconds of each stage of a further frame
 * @param frames how many frames were timed
 * @param framesPerSecond over these
 * @param peakKilobytes the process's high-water mark of resident memory, Java's included; 0 where the system doesn't tell
 */
public record Profile(Map<PartKind, Long> parameters, long multiplyAddsPerSequence, long multiplyAddsPerFrame,
        Map<Stage, Double> millisPerSequence, Map<Stage, Double> millisPerFrame, int frames, double framesPerSecond,
        long peakKilobytes) {

    /** Width of the frames that are tracked in, pixels. */
    public static final int WIDTH = 640;
    /** Their height. */
    public static final int HEIGHT = 480;

    private static final int WARM_UP = 10;
    private static final int STARTS = 3;
    /** What is said of the target. */
    static final String SENTENCE = "red ball";

    /** Slow models warm up and are timed for about so long each, whatever the numbers of rounds say. */
    private static final long LONG_ENOUGH = 20_000_000_000L;

    /** Copies the maps. */
    public Profile {
        parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
        millisPerSequence = Collections.unmodifiableMap(new TreeMap<>(millisPerSequence));
        millisPerFrame = Collections.unmodifiableMap(new TreeMap<>(millisPerFrame));
    }

    /** Returns noise as a frame: what it shows doesn't change what it costs, as long as the box keeps its size. */
    static Image frame() {
        byte[] pixels = new byte[WIDTH * HEIGHT * 3];
        new Random(0).nextBytes(pixels);
        return new Image(WIDTH, HEIGHT, pixels);
    }

    /** Returns the target in it. */
    static Box target() {
        return Box.centred(WIDTH / 2.0, HEIGHT / 2.0, 64, 48);
    }

    /**
     * Measures a tracker with a target of 64x48 pixels.
     *
     * @param threads what it computes on
     * @param most how many frames to time at most
     * @param progress told how many are
     */
    public static Profile of(LoadedExperiment loaded, FrameThreads threads, int most, IntConsumer progress) {
        try (Session session = loaded.session(threads)) {
            Image frame = frame();
            Box box = target();
            Runnable start = () -> session.start(frame, box, SENTENCE);
            Runnable next = () -> {
                session.correct(box);
                session.next(frame);
            };
            start.run();
            repeat(WARM_UP, next);
            long perSequence = OperatorTrace.of(start).multiplyAdds();
            long perFrame = OperatorTrace.of(next).multiplyAdds();
            session.times().reset();
            Map<Stage, Double> starts = millis(session.times(), repeat(STARTS, start));
            session.times().reset();
            long moment = System.nanoTime();
            int timed = repeat(most, () -> {
                next.run();
                progress.accept(session.times().count(Stage.BOX));
            });
            double rate = timed * 1e9 / (System.nanoTime() - moment);
            return new Profile(parameters(loaded), perSequence, perFrame, starts, millis(session.times(), timed), timed, rate,
                    ProcessMemory.peak() / 1024);
        }
    }

    private static Map<PartKind, Long> parameters(LoadedExperiment loaded) {
        Map<PartKind, Long> parameters = new EnumMap<>(PartKind.class);
        for (PartKind kind : PartKind.values()) {
            long count = 0;
            for (Parameter parameter : loaded.model().parameters(kind)) {
                count += parameter.learned() ? parameter.shape().size() : 0;
            }
            parameters.put(kind, count);
        }
        return parameters;
    }

    /** Repeats some work up to a number of times, or until it took long enough; returns how often it was done. */
    private static int repeat(int most, Runnable work) {
        long end = System.nanoTime() + LONG_ENOUGH;
        int done = 0;
        while (done == 0 || done < most && System.nanoTime() < end) {
            work.run();
            done++;
        }
        return done;
    }

    private static Map<Stage, Double> millis(StageTimes times, int rounds) {
        Map<Stage, Double> millis = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.values()) {
            if (times.count(stage) > 0) {
                millis.put(stage, times.millis(stage) * times.count(stage) / rounds);
            }
        }
        return millis;
    }

}
