package glad.trackers.onnx.internal;

import com.fasterxml.jackson.databind.JsonNode;
import glad.api.Image;
import glad.trackers.Entry;
import java.util.List;

/**
 * The numbers that a network sees of an image: {@code (v - mean) / std} of samples v from 0 to 255.
 *
 * @param channels in which order the planes come
 * @param mean of each plane, in that order
 * @param std of each plane, in that order
 */
record Pixels(Order channels, List<Double> mean, List<Double> std) {

    private static final String CHANNELS = "channels";
    private static final String MEAN = "mean";
    private static final String STD = "std";

    /** Orders of planes. */
    enum Order { RGB, BGR }

    static Pixels read(Entry entry) {
        entry.only(List.of(CHANNELS, MEAN, STD));
        return new Pixels(entry.has(CHANNELS) ? Recipe.one(entry, CHANNELS, Order.values()) : Order.RGB, three(entry, MEAN, 0), three(entry, STD, 1));
    }

    private static List<Double> three(Entry entry, String key, double usual) {
        if (!entry.has(key)) {
            return List.of(usual, usual, usual);
        }
        JsonNode value = entry.value(key);
        if (value.size() != 3 || !value.path(0).isNumber() || !value.path(1).isNumber() || !value.path(2).isNumber()
                || key.equals(STD) && (value.path(0).doubleValue() == 0 || value.path(1).doubleValue() == 0 || value.path(2).doubleValue() == 0)) {
            throw entry.wrong(key, value, "three numbers, one for each channel" + (key.equals(STD) ? ", none of them 0" : ""));
        }
        return List.of(value.path(0).doubleValue(), value.path(1).doubleValue(), value.path(2).doubleValue());
    }

    /** Returns the image plane by plane, {@code 3 * height * width} numbers. */
    float[] of(Image image) {
        byte[] rgb = image.rgb();
        float[] planes = new float[rgb.length];
        int plane = rgb.length / 3;
        for (int c = 0; c < 3; c++) {
            int channel = channels == Order.RGB ? c : 2 - c;
            float least = mean.get(c).floatValue();
            float span = std.get(c).floatValue();
            for (int i = 0; i < plane; i++) {
                planes[c * plane + i] = ((rgb[3 * i + channel] & 0xff) - least) / span;
            }
        }
        return planes;
    }
}
