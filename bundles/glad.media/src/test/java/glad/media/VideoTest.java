package glad.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.GladException;
import glad.api.Image;
import glad.api.data.Frames;
import glad.testing.Goldens;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VideoTest {

    private static final int FRAMES = 30;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"64, 48, 64, 48", "65, 47, 66, 48"})
    void writtenFramesComeBackInOrderWithEvenSides(int width, int height, int evenWidth, int evenHeight)
            throws IOException {
        Path file = write(width, height);
        assertEquals(List.of("video.mp4"), names(), "nothing is left beside the video");
        try (VideoFile video = VideoFile.open(file)) {
            assertEquals(FRAMES, video.count());
            assertEquals(20, video.frameRate(), 0.01);
            for (int i = 0; i < FRAMES; i++) {
                Image frame = video.frame(i);
                assertEquals(evenWidth, frame.width());
                assertEquals(evenHeight, frame.height());
                assertEquals(i, index(frame), "frame " + i);
            }
        }
    }

    @Test
    void anyOrderOfReadingGivesTheSameFrames() throws IOException {
        try (VideoFile video = VideoFile.open(write(64, 48))) {
            for (int i : new int[] {7, 7, 3, 29, 0, 28}) {
                assertEquals(i, index(video.frame(i)));
            }
            assertThrows(IndexOutOfBoundsException.class, () -> video.frame(FRAMES));
        }
    }

    @Test
    void anEncoderForH264IsUsedWhereThereIsOne() throws IOException {
        Path file = write(64, 48);
        String whole = new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
        assertEquals(avcodec.avcodec_find_encoder_by_name("libopenh264") != null, whole.contains("avc1"));
        assertTrue(whole.indexOf("moov") < whole.indexOf("mdat"), "a browser can start before it has the whole file");
    }

    @Test
    void aWriterThatWasNotFinishedLeavesNoFile() throws IOException {
        try (VideoWriter writer = new VideoWriter(folder.resolve("video.mp4"), 20)) {
            writer.add(image(64, 48, 0));
        }
        assertEquals(List.of(), names());
    }

    @Test
    void aFolderThatCannotBeWrittenIsAnErrorThatNamesTheVideo() throws IOException {
        Path file = Files.createFile(folder.resolve("no-folder")).resolve("video.mp4");
        try (VideoWriter writer = new VideoWriter(file, 20)) {
            IOException e = assertThrows(IOException.class, () -> writer.add(image(64, 48, 0)));
            assertTrue(e.getMessage().contains("video.mp4"), e.getMessage());
        } catch (IOException e) {
            throw new AssertionError("closing a writer that wrote nothing", e);
        }
    }

    @Test
    void aLostFrameIsAnErrorForItsOwnIndexAndTheOthersKeepTheirs() throws IOException {
        Path file = folder.resolve("damaged.mkv");
        recordIntraOnly(file);
        byte[] bytes = Files.readAllBytes(file);
        List<Integer> starts = jpegStarts(bytes);
        assertEquals(FRAMES, starts.size());
        Arrays.fill(bytes, starts.get(11), starts.get(12) - 32, (byte) 0);
        Files.write(file, bytes);
        try (VideoFile video = VideoFile.open(file)) {
            assertEquals(FRAMES, video.count());
            for (int i = 0; i < FRAMES; i++) {
                if (i == 11) {
                    IOException e = assertThrows(IOException.class, () -> video.frame(11));
                    assertTrue(e.getMessage().contains("frame 11 ") && e.getMessage().contains("damaged.mkv"));
                } else {
                    assertEquals(i, index(video.frame(i)));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 600})
    void aVideoThatIsCutShortIsAnErrorThatNamesIt(int length) throws IOException {
        Path cut = folder.resolve("cut.mp4");
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(write(64, 48)), length));
        GladException e = assertThrows(GladException.class, () -> FrameSource.open(cut));
        assertEquals(1, e.exitCode());
        assertTrue(e.getMessage().contains("cut.mp4"), e.getMessage());
    }

    @Test
    void aMissingVideoIsAnErrorThatNamesIt() {
        GladException e = assertThrows(GladException.class, () -> FrameSource.open(folder.resolve("gone.mp4")));
        assertTrue(e.getMessage().contains("gone.mp4"), e.getMessage());
    }

    @Test
    void aVideoHeldSidewaysIsTurnedUpright() throws IOException {
        Path file = folder.resolve("sideways.mp4");
        avutil.av_log_set_level(avutil.AV_LOG_QUIET);
        try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), 64, 48, 0)) {
            recorder.setFormat("mp4");
            recorder.setVideoCodec(avcodec.AV_CODEC_ID_MPEG4);
            recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
            recorder.setDisplayRotation(-90);
            recorder.start();
            byte[] rgb = new byte[64 * 48 * 3];
            Arrays.fill(rgb, 0, rgb.length / 2, (byte) 255);
            record(recorder, new Image(64, 48, rgb));
        }
        try (VideoFile video = VideoFile.open(file)) {
            Image upright = video.frame(0);
            assertEquals(48, upright.width());
            assertEquals(64, upright.height());
            // Turned clockwise, the white upper half of the stored frame is on the right.
            assertTrue(upright.sample(40, 32, 0) > 200 && upright.sample(8, 32, 0) < 50);
        }
    }

    @Test
    void everyFrameOfRealVideosCanBeRead() throws IOException {
        Path videos = Goldens.data().resolve("segtrack2");
        Assumptions.assumeTrue(Files.isDirectory(videos), () -> "skipped: no videos at " + videos);
        try (Stream<Path> files = Files.walk(videos)) {
            for (Path file : files.filter(f -> f.endsWith("video.mp4")).toList()) {
                try (Frames frames = FrameSource.open(file)) {
                    Image last = null;
                    for (int i = 0; i < frames.count(); i++) {
                        last = frames.frame(i);
                    }
                    assertArrayEquals(last.rgb(), frames.frame(frames.count() - 1).rgb());
                }
            }
        }
    }

    private Path write(int width, int height) throws IOException {
        Path file = folder.resolve("video.mp4");
        try (VideoWriter writer = new VideoWriter(file, 20)) {
            for (int i = 0; i < FRAMES; i++) {
                writer.add(image(width, height, i));
            }
            writer.finish();
        }
        return file;
    }

    /** Shows the index as five black or white bars. */
    private static Image image(int width, int height, int index) {
        byte[] rgb = new byte[width * height * 3];
        for (int i = 0; i < width * height; i++) {
            int bar = Math.min(4, i % width / 12);
            Arrays.fill(rgb, i * 3, i * 3 + 3, (byte) ((index >> bar & 1) == 1 ? 230 : 20));
        }
        return new Image(width, height, rgb);
    }

    private static int index(Image image) {
        int index = 0;
        for (int bar = 0; bar < 5; bar++) {
            index |= (image.sample(bar * 12 + 5, image.height() / 2, 1) > 128 ? 1 : 0) << bar;
        }
        return index;
    }

    private List<String> names() {
        return List.of(folder.toFile().list());
    }

    private static void recordIntraOnly(Path file) throws IOException {
        avutil.av_log_set_level(avutil.AV_LOG_QUIET);
        try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), 64, 48, 0)) {
            recorder.setFormat("matroska");
            recorder.setVideoCodec(avcodec.AV_CODEC_ID_MJPEG);
            recorder.setPixelFormat(avutil.AV_PIX_FMT_YUVJ420P);
            recorder.start();
            for (int i = 0; i < FRAMES; i++) {
                record(recorder, image(64, 48, i));
            }
        }
    }

    private static void record(FFmpegFrameRecorder recorder, Image image) throws IOException {
        ByteBuffer pixels = ByteBuffer.allocateDirect(image.rgb().length).put(image.rgb()).flip();
        recorder.recordImage(image.width(), image.height(), Frame.DEPTH_UBYTE, 3, image.width() * 3,
                avutil.AV_PIX_FMT_RGB24, pixels);
    }

    private static List<Integer> jpegStarts(byte[] bytes) {
        List<Integer> starts = new java.util.ArrayList<>();
        for (int i = 0; i + 2 < bytes.length; i++) {
            if (bytes[i] == (byte) 0xff && bytes[i + 1] == (byte) 0xd8 && bytes[i + 2] == (byte) 0xff) {
                starts.add(i);
            }
        }
        return starts;
    }
}
