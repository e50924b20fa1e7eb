package glad.trackers.onnx.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Models that tests make, simple enough to compute what they answer. */
final class OwnModels {

    /** The recipe of {@link #whole}. */
    static final String WHOLE = """
            model: whole.onnx
            template: {input: z, size: 128, factor: 2}
            search: {input: x, size: 256, factor: 4}
            crop: area
            pixels: {std: [255, 255, 255]}
            decode: centre
            outputs: {score: score_map, size: size_map, offset: offset_map}
            window: false
            """;

    /** The recipe of {@link #split}. */
    static final String SPLIT = """
            model: head.onnx
            template: {size: 64, input: kernel, encoder: {model: encoder.onnx, input: image, output: features}}
            search: {size: 128, input: region, encoder: {model: encoder.onnx, input: image, output: features}}
            crop: context
            pixels: {channels: bgr, mean: [127.5, 127.5, 127.5], std: [127.5, 127.5, 127.5]}
            decode: distances
            stride: 8
            penalty: 0
            window: 0
            rate: 0
            """;

    private OwnModels() {}

    private static Object[] ints(String name, Integer... numbers) {
        Object[] attribute = new Object[numbers.length + 1];
        attribute[0] = name;
        System.arraycopy(numbers, 0, attribute, 1, numbers.length);
        return attribute;
    }

    /**
     * Writes a model of template and search region: the score of a cell of 16x16 pixels is its mean red, the size (0.25, 0.125) and the template's mean
     * green and blue, the offset (0.5, 0.25).
     */
    static Path whole(Path folder) throws IOException {
        float[] red = new float[3 * 256];
        Arrays.fill(red, 0, 256, 1 / 256f);
        Object[] stride = ints("strides", 16, 16);
        new OnnxFile().input("z", 1, 3, 128, 128).input("x", 1, 3, 256, 256)
                .output("score_map", 1, 1, 16, 16).output("size_map", 1, 2, 16, 16).output("offset_map", 1, 2, 16, 16)
                .constant("red", red, 1, 3, 16, 16).constant("no", new float[2 * 3 * 256], 2, 3, 16, 16)
                .constant("sides", new float[] {0.25f, 0.125f}, 2).constant("shift", new float[] {0.5f, 0.25f}, 2)
                .constant("pick", new float[] {0, 1, 0, 0, 0, 1}, 2, 3, 1, 1)
                .node("Conv", "score_map", new String[] {"x", "red"}, stride)
                .node("Conv", "plain", new String[] {"x", "no", "sides"}, stride)
                .node("GlobalAveragePool", "mean", new String[] {"z"})
                .node("Conv", "colours", new String[] {"mean", "pick"})
                .node("Add", "size_map", new String[] {"plain", "colours"})
                .node("Conv", "offset_map", new String[] {"x", "no", "shift"}, stride)
                .write(folder.resolve("whole.onnx"));
        return Files.writeString(folder.resolve("whole.yaml"), WHOLE);
    }

    /** Writes an encoder, the means of 8x8 pixels, and a head: the correlation of both crops' features, and distances of 20 all over. */
    static Path split(Path folder) throws IOException {
        new OnnxFile().input("image", 1, 3, -1, -2).output("features", 1, 3, -3, -4)
                .node("AveragePool", "features", new String[] {"image"}, ints("kernel_shape", 8, 8), ints("strides", 8, 8))
                .write(folder.resolve("encoder.onnx"));
        new OnnxFile().input("kernel", 1, 3, -1, -2).input("region", 1, 3, -3, -4).output("score", 1, 1, -5, -6).output("distances", 1, 4, -5, -6)
                .constant("no", new float[4 * 3 * 64], 4, 3, 8, 8).constant("twenty", new float[] {20, 20, 20, 20}, 4)
                .node("Conv", "score", new String[] {"region", "kernel"})
                .node("Conv", "distances", new String[] {"region", "no", "twenty"})
                .write(folder.resolve("head.onnx"));
        return Files.writeString(folder.resolve("split.yaml"), SPLIT);
    }
}
