package glad.bench.run;

import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.Reason;
import glad.api.data.Frames;
import glad.api.data.Sequence;
import glad.eval.report.FilmStrip;
import glad.media.Annotation;
import glad.media.Drawing;
import glad.media.ImageFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Draws a tracked sequence as one image: a few frames at equal distances, true and predicted boxes in them. */
public final class SequenceStrip {

    private static final Logger LOG = LoggerFactory.getLogger(SequenceStrip.class);
    private static final int IMAGES = 5;
    private static final int HEIGHT = 240;
    private static final int QUALITY = 90;

    private SequenceStrip() {}

    /** Returns the strip; empty if the images aren't there, which is logged. */
    public static Optional<FilmStrip> of(Sequence sequence, List<Box> predicted) {
        int count = predicted.size();
        int[] places = IntStream.range(0, IMAGES)
                .map(i -> (int) Math.round((count - 1) * (double) i / (IMAGES - 1))).distinct().toArray();
        List<Image> images = new ArrayList<>();
        try (Frames frames = sequence.open()) {
            for (int place : places) {
                Image frame = frames.frame(place);
                double scale = (double) HEIGHT / frame.height(); // first, so that the lines stay visible
                Box groundTruth = place < sequence.boxes().size() ? scaled(sequence.boxes().get(place), scale) : null;
                Annotation boxes = new Annotation(scaled(predicted.get(place), scale), groundTruth, "", Double.NaN);
                images.add(Drawing.annotate(Drawing.scale(frame, HEIGHT), boxes));
            }
        } catch (IOException | GladException e) {
            LOG.info("no film strip of sequence {}: {}", sequence.name(), Reason.of(e));
            return Optional.empty();
        }
        byte[] strip = ImageFile.jpeg(Drawing.strip(images, HEIGHT), QUALITY);
        String caption = IntStream.of(places).mapToObj(Integer::toString)
                .collect(Collectors.joining(", ", "frames ", ""));
        return Optional.of(new FilmStrip(strip, caption));
    }

    private static Box scaled(Box box, double scale) {
        return new Box(box.x() * scale, box.y() * scale, box.w() * scale, box.h() * scale);
    }
}
