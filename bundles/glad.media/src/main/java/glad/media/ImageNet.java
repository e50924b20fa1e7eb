package glad.media;

import glad.api.Image;

/**
 * The colour normalisation of networks pretrained on ImageNet: {@code (v / 255 - mean) / std} per channel in 32-bit
 * floats, with mean (0.485, 0.456, 0.406) and standard deviation (0.229, 0.224, 0.225) for red, green, blue.
 */
public final class ImageNet {

    private static final float[][] TABLE = {table(0.485f, 0.229f), table(0.456f, 0.224f), table(0.406f, 0.225f)};

    private ImageNet() {}

    /** Returns the image channel by channel (CHW), {@code 3 * height * width} normalised values. */
    public static float[] normalise(Image image) {
        float[] chw = new float[image.rgb().length];
        normalise(image, chw, 0);
        return chw;
    }

    /**
     * Writes the image channel by channel (CHW) into a larger array, such as a batch.
     *
     * @param target receives {@code 3 * height * width} values
     * @param offset index of the first of them
     */
    public static void normalise(Image image, float[] target, int offset) {
        byte[] rgb = image.rgb();
        int plane = rgb.length / 3;
        for (int c = 0; c < 3; c++) {
            float[] table = TABLE[c];
            int to = offset + c * plane;
            for (int from = c; from < rgb.length; from += 3) {
                target[to++] = table[rgb[from] & 0xff];
            }
        }
    }

    /**
     * Returns the image that normalised values stand for; what lies beyond black or white is cut off.
     *
     * @param chw {@code 3 * height * width} values
     */
    public static Image image(float[] chw, int width, int height) {
        byte[] rgb = new byte[chw.length];
        int plane = width * height;
        for (int c = 0; c < 3; c++) {
            float black = TABLE[c][0];
            float span = TABLE[c][255] - black;
            for (int i = 0; i < plane; i++) {
                rgb[3 * i + c] = (byte) Math.max(0, Math.min(255, Math.round((chw[c * plane + i] - black) / span * 255)));
            }
        }
        return new Image(width, height, rgb);
    }

    private static float[] table(float mean, float std) {
        float[] table = new float[256];
        for (int v = 0; v < 256; v++) {
            table[v] = (v / 255f - mean) / std;
        }
        return table;
    }
}
