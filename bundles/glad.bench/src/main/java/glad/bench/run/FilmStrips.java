package glad.bench.run;

import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.Reason;
import glad.api.data.Sequence;
import glad.bench.cues.SequenceCues;
import glad.bench.data.SequenceStrip;
import glad.eval.report.FilmStrip;
import glad.media.Annotation;
import glad.media.ImageFile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Draws tracked sequences for reports. */
public final class FilmStrips {

    private static final Logger LOG = LoggerFactory.getLogger(FilmStrips.class);
    private static final int QUALITY = 90;

    private FilmStrips() {}

    /** Returns a strip with ground-truth and predicted boxes; empty if the images aren't there, which is logged. */
    public static Optional<FilmStrip> of(Sequence sequence, List<Box> predicted) {
        List<Integer> frames = SequenceStrip.frames(predicted.size(), SequenceCues.FRAMES);
        try {
            Image strip = SequenceStrip.of(sequence, frames, frame -> new Annotation(predicted.get(frame),
                    frame < sequence.boxes().size() ? sequence.boxes().get(frame) : null, "", Double.NaN));
            return Optional.of(new FilmStrip(ImageFile.jpeg(strip, QUALITY),
                    frames.stream().map(String::valueOf).collect(Collectors.joining(", ", "frames ", ""))));
        } catch (IOException | GladException e) {
            LOG.info("no film strip of sequence {}: {}", sequence.name(), Reason.of(e));
            return Optional.empty();
        }
    }
}
