package glad.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.opencv.global.opencv_core.ROTATE_180;
import static org.bytedeco.opencv.global.opencv_core.ROTATE_90_CLOCKWISE;
import static org.bytedeco.opencv.global.opencv_core.ROTATE_90_COUNTERCLOCKWISE;
import static org.bytedeco.opencv.global.opencv_core.rotate;

import glad.api.GladException;
import glad.api.Image;
import glad.api.data.Frames;
import glad.media.internal.Mats;
import glad.media.internal.Natives;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The frames of a video file, decoded by FFmpeg and turned upright where the file says how it was held.
 *
 * <p>Frames are counted when the file is opened, by reading its packets without decoding them. A frame that the decoder
 * drops because it is damaged is an error for its own index; the others keep theirs. Reading backwards starts over from
 * the first frame.
 */
public final class VideoFile implements Frames {

    private final Path file;
    private final int stream;
    private final int count;
    /** Presentation times in rising order; empty where the file doesn't give them. */
    private final long[] times;
    private final double frameRate;
    private final int rotation;

    private FFmpegFrameGrabber decoder;
    private Image decoded;
    private int decodedIndex;

    private VideoFile(Path file, int stream, int count, long[] times, double frameRate, int rotation) {
        this.file = file;
        this.stream = stream;
        this.count = count;
        this.times = times;
        this.frameRate = frameRate;
        this.rotation = rotation;
    }

    /**
     * Opens a video file.
     *
     * @throws GladException (failure) if it isn't a video that FFmpeg can decode
     */
    public static VideoFile open(Path file) {
        Natives.silenceFfmpeg();
        try (FFmpegFrameGrabber packets = new FFmpegFrameGrabber(file.toFile())) {
            packets.start();
            int stream = av_find_best_stream(packets.getFormatContext(), AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
            long[] times = times(packets, stream);
            if (times.length == 0) {
                throw GladException.failure("no images in the video \"" + file + "\"; it is empty or cut short");
            }
            boolean timed = given(times);
            // FFmpeg states the angle counter-clockwise.
            int rotation = Math.floorMod(-(int) Math.round(packets.getDisplayRotation()), 360);
            return new VideoFile(
                    file, stream, times.length, timed ? times : new long[0], packets.getVideoFrameRate(), rotation);
        } catch (IOException e) {
            throw GladException.failure(
                    "can't open \"" + file + "\" as a video; it is damaged, or of a kind FFmpeg can't decode", e);
        }
    }

    /** Returns the frames per second that the file states. */
    public double frameRate() {
        return frameRate;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public Image frame(int index) throws IOException {
        if (index < 0 || index >= count) {
            throw new IndexOutOfBoundsException(index);
        }
        try {
            if (decoder == null || index < decodedIndex) {
                restart();
            }
            while (decodedIndex < index) {
                advance(index);
            }
        } catch (IOException e) {
            throw new IOException(describe(index), e);
        }
        if (decodedIndex != index) {
            throw new IOException(describe(index));
        }
        return decoded;
    }

    @Override
    public void close() throws IOException {
        decoded = null;
        if (decoder != null) {
            FFmpegFrameGrabber closing = decoder;
            decoder = null;
            closing.close();
        }
    }

    private void restart() throws IOException {
        close();
        decoder = new FFmpegFrameGrabber(file.toFile());
        decoder.setVideoStream(stream);
        decoder.setPixelFormat(AV_PIX_FMT_RGB24);
        decodedIndex = -1;
        decoder.start();
    }

    /** Decodes the next frame that isn't lost, and keeps its pixels unless it only lies on the way. */
    private void advance(int wanted) throws IOException {
        Frame frame = decoder.grabImage();
        if (frame == null) {
            decodedIndex = count;
            return;
        }
        int found = Arrays.binarySearch(times, ((AVFrame) frame.opaque).best_effort_timestamp());
        decodedIndex = found >= 0 ? found : decodedIndex + 1;
        if (decodedIndex >= wanted) {
            decoded = image(frame);
        }
    }

    private Image image(Frame frame) {
        int row = frame.imageWidth * 3;
        byte[] rgb = new byte[row * frame.imageHeight];
        ByteBuffer source = (ByteBuffer) frame.image[0];
        for (int y = 0; y < frame.imageHeight; y++) {
            source.get(y * frame.imageStride, rgb, y * row, row);
        }
        return upright(new Image(frame.imageWidth, frame.imageHeight, rgb));
    }

    private Image upright(Image image) {
        int code = switch (rotation) {
            case 90 -> ROTATE_90_CLOCKWISE;
            case 180 -> ROTATE_180;
            case 270 -> ROTATE_90_COUNTERCLOCKWISE;
            default -> -1;
        };
        if (code < 0) {
            return image;
        }
        try (Mat held = Mats.copy(image); Mat upright = new Mat()) {
            rotate(held, upright, code);
            return Mats.image(upright);
        }
    }

    private String describe(int index) {
        return "can't read frame " + index + " of the video \"" + file + "\": it is damaged or missing";
    }

    /** Returns the presentation time of each frame in rising order. */
    private static long[] times(FFmpegFrameGrabber packets, int stream) throws IOException {
        long[] times = new long[256];
        int count = 0;
        for (AVPacket packet = packets.grabPacket(); packet != null; packet = packets.grabPacket()) {
            if (packet.stream_index() == stream && (packet.flags() & AV_PKT_FLAG_DISCARD) == 0) {
                if (count == times.length) {
                    times = Arrays.copyOf(times, 2 * count);
                }
                times[count++] = packet.pts();
            }
        }
        times = Arrays.copyOf(times, count);
        Arrays.sort(times);
        return times;
    }

    private static boolean given(long[] times) {
        for (int i = 0; i < times.length; i++) {
            if (times[i] == AV_NOPTS_VALUE || i > 0 && times[i] == times[i - 1]) {
                return false;
            }
        }
        return true;
    }
}
