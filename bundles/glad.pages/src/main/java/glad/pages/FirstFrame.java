package glad.pages;

/**
 * The first frame of a video, on which a person is asked for the target.
 *
 * @param jpeg the frame, a JPEG file
 * @param width of the frame, pixels
 * @param height of the frame, pixels
 * @param sentence about the target, which the person may change
 * @param asksSentence whether a sentence is asked for; otherwise only the box
 */
public record FirstFrame(byte[] jpeg, int width, int height, String sentence, boolean asksSentence) {}
