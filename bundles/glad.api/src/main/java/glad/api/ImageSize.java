package glad.api;

/** The size of an image in pixels; both positive. */
public record ImageSize(int width, int height) {

    /** @throws IllegalArgumentException if a side isn't positive */
    public ImageSize {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(width + " x " + height + " is no size of an image");
        }
    }
}
