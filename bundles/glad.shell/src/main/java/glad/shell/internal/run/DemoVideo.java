package glad.shell.internal.run;

import glad.api.Image;
import glad.api.data.Frames;
import glad.api.data.Sequence;
import glad.bench.EvaluationRun;
import glad.bench.run.SequenceOutcome;
import glad.bench.run.SequenceResult;
import glad.media.Annotation;
import glad.media.Drawing;
import glad.media.VideoWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** The video of a demo. */
final class DemoVideo {

    private static final double FRAME_RATE = 25;

    private DemoVideo() {
    }

    /** Draws the sequence that is tracked best; failures are shown and called so in the report. */
    static void write(EvaluationRun run, Path file) throws IOException {
        List<SequenceOutcome> finished = run.result().outcomes().stream().filter(o -> o.result().isPresent()).toList();
        if (finished.isEmpty()) {
            return;
        }
        SequenceOutcome shown = finished.stream().max(Comparator.comparingDouble(o ->
                run.analysis().score(run.tracker(), "success", List.of(o.name())).value())).orElseThrow();
        Sequence sequence = shown.sequence().orElseThrow();
        SequenceResult found = shown.result().orElseThrow();
        try (Frames frames = sequence.open(); VideoWriter writer = new VideoWriter(file, FRAME_RATE)) {
            for (int i = 0; i < frames.count(); i++) {
                Image frame = frames.frame(i);
                writer.add(Drawing.annotate(frame, new Annotation(found.boxes().get(i), sequence.boxes().get(i),
                        sequence.sentence(), found.confidences().get(i))));
            }
            writer.finish();
        }
    }
}
