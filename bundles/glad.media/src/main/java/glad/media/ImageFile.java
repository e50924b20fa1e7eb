package glad.media;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR_RGB;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import glad.api.GladException;
import glad.api.Image;
import glad.base.WholeFile;
import glad.media.internal.Mats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Image files, decoded and encoded by OpenCV. Reading gives what the official code gets from {@code cv2.imread}
 * followed by a swap to RGB: 8 bits a channel, grey and paletted images widened, transparency dropped, and the
 * EXIF orientation applied.
 */
public final class ImageFile {

    private static final int JPEG_QUALITY = 95;

    private ImageFile() {}

    /**
     * Reads an image of any format OpenCV knows (JPEG, PNG, BMP, TIFF, WebP, ...).
     *
     * @throws IOException naming the file if it is missing, or not a whole image
     */
    public static Image read(Path file) throws IOException {
        byte[] encoded;
        try {
            encoded = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IOException("no image \"" + file + "\"", e);
        }
        return decode(encoded, file.toString());
    }

    /**
     * Decodes an image in memory.
     *
     * @param encoded the bytes of an image file
     * @param name how errors name it
     * @throws IOException if the bytes aren't a whole image
     */
    public static Image decode(byte[] encoded, String name) throws IOException {
        if (encoded.length == 0) {
            throw new IOException("image \"" + name + "\" is empty");
        }
        try (Mat bytes = Mats.row(encoded); Mat rgb = imdecode(bytes, IMREAD_COLOR_RGB)) {
            if (rgb.empty()) {
                throw new IOException("\"" + name + "\" is damaged or not an image");
            }
            return Mats.image(rgb);
        } catch (RuntimeException e) {
            throw new IOException("\"" + name + "\" is damaged or not an image", e);
        }
    }

    /**
     * Writes an image in the format of the file's extension ({@code .png}, {@code .jpg} of quality 95, ...). The
     * file appears whole or not at all.
     *
     * @throws GladException (usage) if the extension isn't one OpenCV can write
     * @throws IOException if the file can't be written
     */
    public static void write(Image image, Path file) throws IOException {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        String extension = dot < 0 ? "" : name.substring(dot).toLowerCase(Locale.ROOT);
        byte[] encoded;
        try {
            encoded = encode(image, extension, JPEG_QUALITY);
        } catch (RuntimeException e) {
            throw GladException.usage(
                    "can't write an image as \"" + name + "\"; end its name with .png or .jpg");
        }
        WholeFile.write(file, encoded);
    }

    /** Returns the image as a PNG file in memory (lossless). */
    public static byte[] png(Image image) {
        return encode(image, ".png", JPEG_QUALITY);
    }

    /**
     * Returns the image as a JPEG file in memory.
     *
     * @param quality 1 (smallest) to 100 (best)
     */
    public static byte[] jpeg(Image image, int quality) {
        return encode(image, ".jpg", quality);
    }

    private static byte[] encode(Image image, String extension, int quality) {
        try (Mat mat = Mats.copy(image);
                BytePointer encoded = new BytePointer();
                IntPointer parameters = new IntPointer(IMWRITE_JPEG_QUALITY, quality)) {
            // The encoders expect BGR. Parameters of another format are ignored by them.
            cvtColor(mat, mat, COLOR_RGB2BGR);
            if (!imencode(extension, mat, encoded, parameters)) {
                throw new IllegalArgumentException("no encoder for \"" + extension + "\"");
            }
            byte[] bytes = new byte[Math.toIntExact(encoded.limit())];
            encoded.get(bytes);
            return bytes;
        }
    }
}
