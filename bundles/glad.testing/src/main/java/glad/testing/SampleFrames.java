package glad.testing;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/** A short sequence drawn for tests of datasets: a red square of 12 pixels that moves two pixels a frame through 64x48. */
public final class SampleFrames {

    private SampleFrames() {}

    /**
     * Writes frames as {@code 000001.png} and so on.
     *
     * @param folder made if it is missing
     * @return the box of each frame as {@code x,y,w,h} in 0-based pixels
     */
    public static List<String> write(Path folder, int count) throws IOException {
        Files.createDirectories(folder);
        List<String> boxes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            BufferedImage frame = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
            Graphics2D pen = frame.createGraphics();
            pen.setColor(Color.RED);
            pen.fillRect(4 + 2 * i, 10 + i, 12, 12);
            pen.dispose();
            ImageIO.write(frame, "png", folder.resolve(String.format(Locale.ROOT, "%06d.png", i + 1)).toFile());
            boxes.add(4 + 2 * i + "," + (10 + i) + ",12,12");
        }
        return boxes;
    }
}
