package glad.commands;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** A folder of five images in which a red box moves to the right. */
final class MovingBox {

    private MovingBox() {}

    /** Draws the images, given their size and the box in the first. */
    static void draw(Path folder, int width, int height, Rectangle box) throws IOException {
        Files.createDirectories(folder);
        for (int i = 0; i < 5; i++) {
            BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = image.createGraphics();
            graphics.setColor(Color.LIGHT_GRAY);
            graphics.fillRect(0, 0, width, height);
            graphics.setColor(Color.RED);
            graphics.fillRect(box.x + 3 * i, box.y, box.width, box.height);
            graphics.dispose();
            ImageIO.write(image, "png", folder.resolve(String.format("%04d.png", i + 1)).toFile());
        }
    }
}
