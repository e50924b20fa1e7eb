package glad.nn;

import ai.djl.pytorch.jni.JniUtils;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.api.GladException;
import glad.api.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What libtorch executed while some work ran: every operator with the shapes of its inputs, and from these the number of
 * multiply-adds of the matrix products, convolutions and attentions, which is what a network costs.
 *
 * @param operators the operators in the order they started
 */
public record OperatorTrace(List<Operator> operators) {

    /**
     * One executed operator.
     *
     * @param name libtorch's name, for example {@code aten::addmm}
     * @param startMicros when it started, microseconds
     * @param durationMicros how long it took, microseconds
     * @param shapes the shapes of its inputs; empty arrays for inputs that aren't tensors
     */
    public record Operator(String name, double startMicros, double durationMicros, List<long[]> shapes) {}

    /**
     * Runs some work under libtorch's profiler. Only one trace can be taken at a time in a JVM; work on other threads
     * isn't seen.
     *
     * @throws GladException if the profiler's file can't be read back
     */
    public static OperatorTrace of(Runnable work) {
        synchronized (OperatorTrace.class) {
            Path file = null;
            try {
                file = Files.createTempFile("glad-operators", ".json");
                JniUtils.startProfile(false, true, false);
                try {
                    work.run();
                } finally {
                    JniUtils.stopProfile(file.toString());
                }
                return parse(new JsonMapper().readTree(file.toFile()));
            } catch (IOException e) {
                throw GladException.failure("the operator trace can't be written or read: " + Reason.of(e)
                        + "; check the folder for temporary files", e);
            } finally {
                delete(file);
            }
        }
    }

    private static void delete(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }

    private static OperatorTrace parse(JsonNode events) {
        List<Operator> list = new ArrayList<>();
        for (JsonNode event : events) {
            if (event.path("name").asText().startsWith("aten::")) {
                List<long[]> shapes = new ArrayList<>();
                for (JsonNode shape : event.path("shape")) {
                    long[] dims = new long[shape.size()];
                    for (int i = 0; i < dims.length; i++) {
                        dims[i] = shape.get(i).asLong();
                    }
                    shapes.add(dims);
                }
                list.add(new Operator(event.path("name").asText(), event.path("ts").asDouble(),
                        event.path("dur").asDouble(), shapes));
            }
        }
        list.sort(Comparator.comparingDouble(Operator::startMicros));
        return new OperatorTrace(List.copyOf(list));
    }

    /** Returns the multiply-adds of all matrix products, convolutions and fused attentions. */
    public long multiplyAdds() {
        long total = 0;
        for (int i = 0; i < operators.size(); i++) {
            total += multiplyAdds(i);
        }
        return total;
    }

    private long multiplyAdds(int index) {
        Operator op = operators.get(index);
        List<long[]> in = op.shapes();
        return switch (op.name()) {
            case "aten::mm" -> product(in.get(0)) * last(in.get(1));
            case "aten::addmm" -> product(in.get(1)) * last(in.get(2));
            case "aten::bmm" -> product(in.get(0)) * last(in.get(1));
            case "aten::baddbmm" -> product(in.get(1)) * last(in.get(2));
            case "aten::convolution" -> convolution(index);
            case "aten::mkldnn_convolution" -> inConvolution(op) ? 0 : convolution(index);
            case "aten::_scaled_dot_product_flash_attention_for_cpu", "aten::_scaled_dot_product_flash_attention",
                    "aten::_scaled_dot_product_efficient_attention" ->
                // (B, H, Nq, D) x (B, H, Nk, D): the scores and their use on values as wide as the keys.
                2 * product(in.get(0)) * in.get(1)[2];
            default -> 0;
        };
    }

    private boolean inConvolution(Operator op) {
        return operators.stream().anyMatch(outer -> outer.name().equals("aten::convolution")
                && outer.startMicros() <= op.startMicros()
                && op.startMicros() < outer.startMicros() + outer.durationMicros());
    }

    /**
     * A convolution costs its output's size times its filter's. The trace doesn't say its stride, so the output's shape is
     * read off the next operator after it that takes a map of the same batch and as many channels as filters.
     */
    private long convolution(int index) {
        Operator op = operators.get(index);
        long[] input = op.shapes().get(0);
        long[] weight = op.shapes().get(1);
        double end = op.startMicros() + op.durationMicros();
        long perOutput = product(weight) / weight[0];
        for (int i = index + 1; i < operators.size(); i++) {
            if (operators.get(i).startMicros() >= end) {
                for (long[] shape : operators.get(i).shapes()) {
                    if (shape.length == input.length && shape[0] == input[0] && shape[1] == weight[0]) {
                        return product(shape) * perOutput;
                    }
                }
            }
        }
        // The last operator of the trace: with stride 1 and full padding, the usual case, its output is as large as its input.
        return product(input) / input[1] * weight[0] * perOutput;
    }

    private static long product(long[] dims) {
        long product = 1;
        for (long dim : dims) {
            product *= dim;
        }
        return product;
    }

    private static long last(long[] dims) {
        return dims[dims.length - 1];
    }
}
