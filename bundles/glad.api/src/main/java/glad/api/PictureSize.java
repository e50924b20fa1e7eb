package glad.api;

/** The size of a picture in pixels; both positive. */
public record PictureSize(int width, int height) {

    /** @throws IllegalArgumentException if a side isn't positive */
    public PictureSize {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(width + " x " + height + " is no size of a picture");
        }
    }
}
