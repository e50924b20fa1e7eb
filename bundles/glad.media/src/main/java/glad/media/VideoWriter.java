package glad.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG4;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;

import glad.api.Image;
import glad.base.WholeFile;
import glad.media.internal.Natives;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;

/**
 * Writes an mp4 video that browsers and players show: H.264 where FFmpeg was built with an encoder for it, MPEG-4
 * otherwise. The first image decides the size; an odd side is made even by repeating the last row or column, and later
 * images of another size are scaled to it. The file appears whole, with {@link #finish}, or not at all.
 */
public final class VideoWriter implements AutoCloseable {

    private static final String H264 = "libopenh264";
    private static final double BITS_PER_PIXEL = 0.25;
    private static final int LEAST_BITRATE = 400_000;

    private final Path file;
    private final double frameRate;

    private WholeFile whole;
    private FFmpegFrameRecorder recorder;
    private ByteBuffer pixels = ByteBuffer.allocateDirect(0);

    /**
     * Prepares a video; nothing is written before the first image.
     *
     * @param file the mp4 file to make
     * @param frameRate frames per second; a rate that isn't a positive number is taken as 25
     */
    public VideoWriter(Path file, double frameRate) {
        this.file = file;
        this.frameRate = frameRate > 0 && Double.isFinite(frameRate) ? frameRate : 25;
    }

    /**
     * Adds a frame.
     *
     * @throws IOException naming the file if it can't be written
     */
    public void add(Image image) throws IOException {
        int width = even(image.width());
        int height = even(image.height());
        try {
            if (recorder == null) {
                recorder = start(width, height);
            }
            fill(image, width, height);
            recorder.recordImage(width, height, Frame.DEPTH_UBYTE, 3, width * 3, AV_PIX_FMT_RGB24, pixels);
        } catch (IOException e) {
            throw new IOException("can't write the video \"" + file + "\"", e);
        }
    }

    /**
     * Completes the file and gives it its name.
     *
     * @throws IOException naming the file if it can't be completed
     * @throws IllegalStateException if no image was added
     */
    public void finish() throws IOException {
        if (recorder == null) {
            throw new IllegalStateException("a video needs at least one image");
        }
        try {
            recorder.stop();
            recorder.close();
            recorder = null;
            whole.finish();
        } catch (IOException e) {
            throw new IOException("can't write the video \"" + file + "\"", e);
        }
    }

    /** Releases the encoder; a video that wasn't finished is removed. */
    @Override
    public void close() throws IOException {
        try (WholeFile closing = whole) {
            if (recorder != null) {
                recorder.close();
                recorder = null;
            }
        }
    }

    private FFmpegFrameRecorder start(int width, int height) throws IOException {
        Natives.silenceFfmpeg();
        whole = WholeFile.begin(file);
        FFmpegFrameRecorder made = new FFmpegFrameRecorder(whole.path().toFile(), width, height, 0);
        made.setFormat("mp4");
        made.setOption("movflags", "faststart");
        if (avcodec_find_encoder_by_name(H264) != null) {
            made.setVideoCodec(AV_CODEC_ID_H264);
            made.setVideoCodecName(H264);
        } else {
            made.setVideoCodec(AV_CODEC_ID_MPEG4);
        }
        made.setPixelFormat(AV_PIX_FMT_YUV420P);
        made.setFrameRate(frameRate);
        made.setGopSize((int) Math.ceil(2 * frameRate));
        made.setVideoBitrate((int) Math.max(LEAST_BITRATE, width * height * frameRate * BITS_PER_PIXEL));
        made.start();
        return made;
    }

    private void fill(Image image, int width, int height) {
        if (pixels.capacity() != width * height * 3) {
            pixels = ByteBuffer.allocateDirect(width * height * 3);
        }
        int row = image.width() * 3;
        for (int y = 0; y < height; y++) {
            int from = Math.min(y, image.height() - 1) * row;
            pixels.put(y * width * 3, image.rgb(), from, row);
            if (width > image.width()) {
                pixels.put(y * width * 3 + row, image.rgb(), from + row - 3, 3);
            }
        }
        pixels.clear();
    }

    private static int even(int side) {
        return side + side % 2;
    }
}
