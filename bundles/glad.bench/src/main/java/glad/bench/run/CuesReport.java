package glad.bench.run;

import glad.api.Box;
import glad.api.data.Sequence;
import glad.bench.cues.SequenceCues;
import glad.eval.report.FilmStrip;
import glad.eval.report.Report;
import glad.eval.report.SequenceEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A page that shows what words and memory did in a video without ground truth. */
public final class CuesReport {

    private CuesReport() {}

    /**
     * Writes it.
     *
     * @param video what was tracked; a few of its frames are read and drawn
     * @param found the boxes, one for each frame
     * @param provenance where they come from
     * @throws glad.api.GladException (failure) if it can't be written
     */
    public static void write(Sequence video, List<Box> found, SequenceCues cues, Map<String, String> provenance, Path page) {
        List<FilmStrip> strips = new ArrayList<>();
        FilmStrips.of(video, found).ifPresent(strips::add);
        strips.addAll(CueStrips.of(video, cues));
        Report.writeStrips("Words and memory in " + video.name(), "What a tracker's words and memory did in the frames shown", List.of(new SequenceEntry(video.name(),
                video.sentences().text(), Optional.empty(), "", strips, CueStrips.words(cues))), provenance, page);
    }
}
