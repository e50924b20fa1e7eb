package glad.bench.run;

import glad.api.GladException;
import glad.api.Image;
import glad.api.Reason;
import glad.api.data.Frames;
import glad.api.data.Sequence;
import glad.bench.cues.CueWord;
import glad.bench.cues.FrameCues;
import glad.bench.cues.SequenceCues;
import glad.eval.report.FilmStrip;
import glad.eval.report.TintedSentence;
import glad.media.Annotation;
import glad.media.Drawing;
import glad.media.Heat;
import glad.media.ImageFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Draws what words and memory did for reports: heat and score map over the frames of the film strip, and tinted sentences. */
final class CueStrips {

    private static final Logger LOG = LoggerFactory.getLogger(CueStrips.class);
    private static final int HEIGHT = 240;
    private static final int QUALITY = 90;

    private CueStrips() {}

    /** Returns a strip of the score maps, and one of the memory's heat if there is a memory; none if the images aren't there, which is logged. */
    static List<FilmStrip> of(Sequence sequence, SequenceCues cues) {
        List<FilmStrip> strips = new ArrayList<>();
        List<FrameCues> looked = cues.frames().stream().filter(one -> one.score().length > 0).toList();
        if (looked.isEmpty()) {
            return strips;
        }
        String frames = looked.stream().map(one -> String.valueOf(one.frame())).collect(Collectors.joining(", "));
        try (Frames all = sequence.open()) {
            strips.add(strip(all, looked, FrameCues::score, "score map of the search region, frames " + frames));
            if (looked.stream().allMatch(one -> one.heat().length > 0)) {
                strips.add(strip(all, looked, FrameCues::heat, "heat, by which search tokens count for the memory, frames " + frames
                        + replaced(cues.replaced())));
            }
        } catch (IOException | GladException e) {
            LOG.info("no cues drawn of sequence {}: {}", sequence.name(), Reason.of(e));
        }
        return strips;
    }

    private static String replaced(List<Integer> frames) {
        return frames.isEmpty() ? "" : frames.stream().map(String::valueOf)
                .collect(Collectors.joining(", ", "; second template taken anew after frames ", ""));
    }

    private static FilmStrip strip(Frames all, List<FrameCues> looked, Function<FrameCues, float[]> map, String caption) throws IOException {
        List<Image> images = new ArrayList<>();
        for (FrameCues one : looked) {
            Image frame = all.frame(one.frame());
            float[] values = map.apply(one);
            Image drawn = new Heat(values, (int) Math.round(Math.sqrt(values.length))).over(frame, one.left(), one.top(), one.side(), one.side());
            images.add(Drawing.annotate(Drawing.scale(drawn, HEIGHT), new Annotation(null, null, "#" + one.frame(), Double.NaN)));
        }
        return new FilmStrip(ImageFile.jpeg(Drawing.strip(images, HEIGHT), QUALITY), caption);
    }

    /**
     * Returns the sentence with its words tinted by how probably they name the target, for each sentence that applied; then for each later frame by
     * what the search tokens on what was found took from them, where the largest is full.
     */
    static List<TintedSentence> words(SequenceCues cues) {
        List<TintedSentence> tinted = new ArrayList<>();
        String last = null;
        for (FrameCues one : cues.frames()) {
            if (!one.sentence().equals(last) && one.words().stream().anyMatch(word -> word.target() != null)) {
                tinted.add(new TintedSentence("names the target", one.words().stream().filter(word -> word.target() != null)
                        .map(word -> word(word, word.target(), 1)).toList()));
            }
            last = one.sentence();
        }
        for (FrameCues one : cues.frames()) {
            add(tinted, one, CueWord::taken, "frame " + one.frame() + " looks at");
            add(tinted, one, CueWord::calibrated, "frame " + one.frame() + ", as calibrated");
        }
        return tinted;
    }

    private static void add(List<TintedSentence> tinted, FrameCues frame, Function<CueWord, Double> weight, String caption) {
        List<CueWord> words = frame.words().stream().filter(word -> weight.apply(word) != null).toList();
        double most = words.stream().mapToDouble(weight::apply).max().orElse(0);
        if (most > 0) {
            tinted.add(new TintedSentence(caption, words.stream().map(word -> word(word, weight.apply(word), most)).toList()));
        }
    }

    private static TintedSentence.Word word(CueWord word, double value, double full) {
        return new TintedSentence.Word(word.text(), String.format(Locale.ROOT, "%.2f", value), value / full);
    }
}
