package glad.media;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR_RGB;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import glad.api.GladException;
import glad.api.Picture;
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
 * Picture files, decoded and encoded by OpenCV. Reading gives what the official code gets from {@code cv2.imread}
 * followed by a swap to RGB: 8 bits a channel, grey and paletted pictures widened, transparency dropped, and the
 * EXIF orientation applied.
 */
public final class PictureFile {

    private static final int JPEG_QUALITY = 95;

    private PictureFile() {}

    /**
     * Reads a picture of any format OpenCV knows (JPEG, PNG, BMP, TIFF, WebP, ...).
     *
     * @throws IOException naming the file if it is missing, or not a whole picture
     */
    public static Picture read(Path file) throws IOException {
        byte[] encoded;
        try {
            encoded = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IOException("no picture \"" + file + "\"", e);
        }
        return decode(encoded, file.toString());
    }

    /**
     * Decodes a picture in memory.
     *
     * @param encoded the bytes of a picture file
     * @param name how errors name it
     * @throws IOException if the bytes aren't a whole picture
     */
    public static Picture decode(byte[] encoded, String name) throws IOException {
        if (encoded.length == 0) {
            throw new IOException("picture \"" + name + "\" is empty");
        }
        try (Mat bytes = Mats.row(encoded); Mat rgb = imdecode(bytes, IMREAD_COLOR_RGB)) {
            if (rgb.empty()) {
                throw new IOException("\"" + name + "\" is damaged or not a picture");
            }
            return Mats.picture(rgb);
        } catch (RuntimeException e) {
            throw new IOException("\"" + name + "\" is damaged or not a picture", e);
        }
    }

    /**
     * Writes a picture in the format of the file's extension ({@code .png}, {@code .jpg} of quality 95, ...). The
     * file appears whole or not at all.
     *
     * @throws GladException (usage) if the extension isn't one OpenCV can write
     * @throws IOException if the file can't be written
     */
    public static void write(Picture picture, Path file) throws IOException {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        String extension = dot < 0 ? "" : name.substring(dot).toLowerCase(Locale.ROOT);
        byte[] encoded;
        try {
            encoded = encode(picture, extension, JPEG_QUALITY);
        } catch (RuntimeException e) {
            throw GladException.usage(
                    "can't write a picture as \"" + name + "\"; end its name with .png or .jpg");
        }
        WholeFile.write(file, encoded);
    }

    /** Returns the picture as a PNG file in memory (lossless). */
    public static byte[] png(Picture picture) {
        return encode(picture, ".png", JPEG_QUALITY);
    }

    /**
     * Returns the picture as a JPEG file in memory.
     *
     * @param quality 1 (smallest) to 100 (best)
     */
    public static byte[] jpeg(Picture picture, int quality) {
        return encode(picture, ".jpg", quality);
    }

    private static byte[] encode(Picture picture, String extension, int quality) {
        try (Mat mat = Mats.copy(picture);
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
