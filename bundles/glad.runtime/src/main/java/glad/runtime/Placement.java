package glad.runtime;

import ai.djl.Device;
import glad.api.GladException;
import glad.api.model.Precision;
import glad.nn.Torch;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a model lives and how it computes.
 *
 * @param device holds the arrays
 * @param precision number format of each part's kernels
 * @param seed seeds the initial values of all parameters: same seed and spec, same values
 */
public record Placement(Device device, Precisions precision, long seed) {

    private static final Pattern GPU = Pattern.compile("gpu(\\d{1,3})?");

    /** Makes one with a single number format for all parts. */
    public Placement(Device device, Precision precision, long seed) {
        this(device, Precisions.of(precision), seed);
    }

    /** Returns the CPU in fp32, seed 0. */
    public static Placement cpu() {
        return new Placement(Device.cpu(), Precision.FP32, 0);
    }

    /**
     * Reads the words of a command line.
     *
     * @param device {@code cpu}, {@code gpu} or {@code gpu0}, {@code gpu1}, ...
     * @param precision see {@link Precisions#parse}
     * @param seed seeds the initial values
     * @throws GladException (usage) if a word is unknown or the machine has no such device
     */
    public static Placement parse(String device, String precision, long seed) {
        return new Placement(device(device), Precisions.parse(precision), seed);
    }

    /**
     * Reads the words of a command line for several devices, one model on each.
     *
     * @param devices words of {@link #parse} with commas between; a device named twice gets two models
     * @throws GladException (usage) as {@link #parse} does, or if CPU and GPU are mixed, whose results differ in their last
     *         digits
     */
    public static List<Placement> several(String devices, String precision, long seed) {
        List<Placement> all = Stream.of(devices.split(",", -1)).map(one -> parse(one.strip(), precision, seed)).toList();
        if (all.stream().map(one -> one.device().getDeviceType()).distinct().count() > 1) {
            throw GladException.usage("devices \"" + devices + "\" are of two kinds, whose results differ in their last digits;"
                    + " expected GPUs only, such as gpu0,gpu1, or cpu");
        }
        return all;
    }

    /** Returns the device as command lines name it: {@code cpu}, {@code gpu0}, {@code gpu1}, ... */
    public String deviceName() {
        return device.isGpu() ? "gpu" + device.getDeviceId() : "cpu";
    }

    private static Device device(String word) {
        if (word.equals("cpu")) {
            return Device.cpu();
        }
        Matcher matcher = GPU.matcher(word);
        if (!matcher.matches()) {
            throw GladException.usage("unknown device \"" + word + "\"; expected cpu, gpu0, gpu1, ...");
        }
        int index = matcher.group(1) == null ? 0 : Integer.parseInt(matcher.group(1));
        int count = Torch.engine().getGpuCount();
        if (index >= count) {
            throw GladException.usage("device \"" + word + "\" isn't there: PyTorch found " + (count == 0
                    ? "no GPU; use cpu, or a build with CUDA's libraries"
                    : count + " GPU, from gpu0 to gpu" + (count - 1) + "; use one of these or cpu"));
        }
        return Device.gpu(index);
    }
}
