package glad.train;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import glad.api.Box;
import glad.api.Image;
import glad.api.data.Shot;
import glad.api.data.TrainingPair;
import glad.base.ProcessMemory;
import glad.runtime.Composer;
import glad.runtime.ModelSpec;
import glad.runtime.Placement;
import glad.train.pairs.Sampling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a stage of a training takes on one device: memory, computed for what stays and measured for the rest, and time, measured over a
 * few pieces of a batch, and a check, with drawn weights on noise. The time that checks take, and pairs to be read, isn't in it.
 *
 * @param goal what the stage trains
 * @param bytes of arrays that stay, by what they are: weights, gradients, optimiser, average
 * @param working bytes that a piece or a check needs besides while it computes: activations, casts
 * @param process bytes of everything else, such as Java and the native libraries
 * @param available bytes that the device has
 * @param batch examples per update
 * @param microBatch examples per piece, on each device
 * @param devices how many share a batch
 * @param piece seconds of a piece, forward and backward
 * @param step seconds of the optimiser's step
 * @param samples examples of the stage
 */
public record TrainingPlan(String goal, Map<String, Long> bytes, long working, long process, long available, int batch, int microBatch,
        int devices, double piece, double step, long samples) {

    private static final int PIECES = 3;

    /**
     * Measures a stage.
     *
     * @param number the stage's, from 0
     */
    public static TrainingPlan of(Composer composer, ModelSpec model, List<Placement> placements, TrainingSpec spec, int number) {
        StageSpec stageSpec = spec.stages().get(number);
        int micro = Math.min(stageSpec.microBatch(), stageSpec.batch() / placements.size());
        Device device = placements.get(0).device();
        PreparedStage.Source source = new PreparedStage.Source(composer, null, model, placements.subList(0, 1), spec);
        try (PreparedStage stage = PreparedStage.drawn(source, number)) {
            List<TrainingPair> pairs = noise(model, micro, spec.sampling());
            stage.update(pairs, 0, 1); // the first makes what stays
            long stays = used(device);
            ProcessMemory.forgetPeak();
            double[] seconds = new double[2];
            for (int i = 1; i <= PIECES; i++) {
                double[] measured = stage.timed(pairs, i);
                seconds[0] += measured[0] / PIECES;
                seconds[1] += measured[1] / PIECES;
            }
            stage.check(pairs, 0); // keeps casts of all weights, beside what the optimiser has
            long peak = device.isGpu() ? used(device) : ProcessMemory.peak();
            Map<String, Long> bytes = stage.bytes(stageSpec);
            long arrays = bytes.values().stream().mapToLong(Long::longValue).sum();
            return new TrainingPlan(stageSpec.goal().id(), bytes, Math.max(0, peak - stays), Math.max(0, stays - arrays), available(device),
                    stageSpec.batch(), micro, placements.size(), seconds[0], seconds[1], stageSpec.samples());
        }
    }

    /** Returns the bytes in use: of the process, or of a GPU, whose pool keeps what was needed once. */
    private static long used(Device device) {
        return device.isGpu() ? CudaUtils.getGpuMemory(device).getCommitted() : ProcessMemory.resident();
    }

    private static long available(Device device) {
        return device.isGpu() ? CudaUtils.getGpuMemory(device).getMax() : ProcessMemory.machine();
    }

    private static List<TrainingPair> noise(ModelSpec model, int count, Sampling sampling) {
        List<TrainingPair> pairs = new ArrayList<>();
        Random random = new Random(0);
        for (int i = 0; i < count; i++) {
            List<Shot> templates = shots(sampling.templates(), () -> noise(random, model.templateSize()), new Box(0.25, 0.25, 0.5, 0.5));
            List<Shot> searches = shots(sampling.searches(), () -> noise(random, model.searchSize()), new Box(0.4, 0.4, 0.2, 0.2));
            pairs.add(new TrainingPair(templates.get(0).image(), templates.get(0).box(), searches.get(0).image(), searches.get(0).box(),
                    "a red ball", "", null, true, false, templates.subList(1, templates.size()), searches.subList(1, searches.size()), Set.of(2)));
        }
        return pairs;
    }

    private static List<Shot> shots(int count, Supplier<Image> image, Box box) {
        return Stream.generate(() -> new Shot(image.get(), box)).limit(count).toList();
    }

    private static Image noise(Random random, int side) {
        byte[] rgb = new byte[side * side * 3];
        random.nextBytes(rgb);
        return new Image(side, side, rgb);
    }

    /** Returns the most bytes that are in use at once. */
    public long peak() {
        return bytes.values().stream().mapToLong(Long::longValue).sum() + working + process;
    }

    /** Returns examples per second, with each device as fast as the measured one. */
    public double rate() {
        int each = batch / devices;
        return batch / (Math.ceil(each / (double) microBatch) * piece + step);
    }

    /** Returns how long the stage takes. */
    public Duration time() {
        return Duration.ofMillis((long) (1e3 * samples / rate()));
    }
}
