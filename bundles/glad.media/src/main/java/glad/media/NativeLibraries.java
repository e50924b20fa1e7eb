package glad.media;

import glad.media.internal.Natives;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.opencv.global.opencv_core;

/**
 * The native libraries that images and video go through.
 *
 * @param openCv OpenCV's version
 * @param ffmpeg FFmpeg's version
 */
public record NativeLibraries(String openCv, String ffmpeg) {

    /**
     * Loads them and asks for their versions.
     *
     * @throws LinkageError if one can't be loaded
     */
    public static NativeLibraries read() {
        Natives.silenceFfmpeg();
        return new NativeLibraries(opencv_core.getVersionString().getString().strip(), avutil.av_version_info().getString());
    }
}
