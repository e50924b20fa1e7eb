package glad.experiment.run;

import glad.api.Box;
import glad.api.Picture;
import glad.api.data.Frames;
import glad.api.data.Sequence;
import glad.api.eval.Track;
import glad.eval.report.Comparison;
import glad.eval.report.FilmStrip;
import glad.eval.report.ReportInput;
import glad.eval.report.SequenceEntry;
import glad.media.Annotation;
import glad.media.Drawing;
import glad.media.PictureFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns the results of an evaluation into a report: reads a few frames of every sequence and draws the boxes on them. */
public final class EvaluationReport {

    private static final Logger LOG = LoggerFactory.getLogger(EvaluationReport.class);
    private static final int PICTURES = 5;
    private static final int HEIGHT = 240;
    private static final int QUALITY = 90;

    private EvaluationReport() {}

    /**
     * Returns what the report shows.
     *
     * @param title the page's heading
     * @param description one or two sentences below it
     * @param result the evaluation; its outcomes become the report's sequences
     * @param comparisons other trackers on the same sequences
     * @param provenance where the figures come from; its experiment names the tracker
     */
    public static ReportInput of(String title, String description, EvaluationResult result,
            List<Comparison> comparisons, Provenance provenance) {
        List<SequenceEntry> entries = result.outcomes().stream().map(EvaluationReport::entry).toList();
        return new ReportInput(title, description, provenance.experiment(), entries, comparisons, provenance.facts());
    }

    private static SequenceEntry entry(SequenceOutcome outcome) {
        String sentence = outcome.sequence().map(Sequence::sentence).orElse("");
        Set<String> attributes = outcome.sequence().map(Sequence::attributes).orElse(Set.of());
        Optional<Track> track = outcome.track();
        if (track.isEmpty()) {
            return SequenceEntry.missing(outcome.name(), sentence, attributes, outcome.problem());
        }
        List<FilmStrip> strips = strips(outcome.sequence().orElseThrow(), outcome.result().orElseThrow());
        return SequenceEntry.finished(outcome.name(), sentence, attributes, track.get(), strips);
    }

    /** A strip of frames at equal distances from the first to the last; none if they can't be read any more. */
    private static List<FilmStrip> strips(Sequence sequence, SequenceResult result) {
        int count = result.boxes().size();
        int[] places = IntStream.range(0, PICTURES)
                .map(i -> (int) Math.round((count - 1) * (double) i / (PICTURES - 1))).distinct().toArray();
        List<Picture> pictures = new ArrayList<>();
        try (Frames frames = sequence.open()) {
            for (int place : places) {
                Picture frame = frames.frame(place);
                double scale = (double) HEIGHT / frame.height(); // first, so that the lines stay visible
                Box truth = place < sequence.boxes().size() ? scaled(sequence.boxes().get(place), scale) : null;
                Annotation boxes = new Annotation(scaled(result.boxes().get(place), scale), truth, "", Double.NaN);
                pictures.add(Drawing.annotate(Drawing.scale(frame, HEIGHT), boxes));
            }
        } catch (IOException e) {
            LOG.warn("no film strip of sequence {}: {}", sequence.name(), e.getMessage());
            return List.of();
        }
        byte[] strip = PictureFile.jpeg(Drawing.strip(pictures, HEIGHT), QUALITY);
        String caption = IntStream.of(places).mapToObj(Integer::toString)
                .collect(Collectors.joining(", ", "frames ", ""));
        return List.of(new FilmStrip(strip, caption));
    }

    private static Box scaled(Box box, double scale) {
        return new Box(box.x() * scale, box.y() * scale, box.w() * scale, box.h() * scale);
    }
}
