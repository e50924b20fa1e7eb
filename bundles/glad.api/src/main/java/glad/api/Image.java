package glad.api;

/**
 * An image in memory: 8-bit RGB, row by row, three bytes a pixel (HWC, no padding). The array is shared, not copied:
 * whoever holds an image must not write to it.
 *
 * @param width pixels per row
 * @param height rows
 * @param rgb {@code height * width * 3} bytes
 */
public record Image(int width, int height, byte[] rgb) {

    /** @throws IllegalArgumentException if the array's length isn't {@code width * height * 3} */
    public Image {
        if (width < 1 || height < 1 || rgb.length != width * height * 3) {
            throw new IllegalArgumentException(
                    "an image of " + width + "x" + height + " needs " + 3L * width * height + " bytes, got " + rgb.length);
        }
    }

    /** Returns a sample in 0..255. */
    public int sample(int x, int y, int channel) {
        return rgb[(y * width + x) * 3 + channel] & 0xff;
    }
}
