package glad.eval.report;

/**
 * An image of some frames of a sequence side by side, boxes drawn in.
 *
 * @param image a PNG or JPEG file's bytes
 * @param caption what it shows, in words, also for readers who can't see it
 */
public record FilmStrip(byte[] image, String caption) {

    /** @throws IllegalArgumentException if the bytes are neither PNG nor JPEG */
    public FilmStrip {
        mediaType(image);
    }

    /** Returns {@code image/png} or {@code image/jpeg}. */
    public String mediaType() {
        return mediaType(image);
    }

    private static String mediaType(byte[] bytes) {
        if (bytes.length > 3 && (bytes[0] & 0xff) == 0x89 && bytes[1] == 'P' && bytes[2] == 'N' && bytes[3] == 'G') {
            return "image/png";
        }
        if (bytes.length > 2 && (bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == 0xd8) {
            return "image/jpeg";
        }
        throw new IllegalArgumentException("a film strip must be a PNG or JPEG file");
    }
}
