package glad.eval.report;

import glad.api.eval.Track;
import java.util.List;
import java.util.Optional;

/**
 * What there is to say and show of one sequence of a report besides its figures.
 *
 * @param name its name
 * @param sentence its sentence, where it changes with all that apply and their first frames; empty for none
 * @param track what the tracker did, for its overlap over time; empty if that isn't shown
 * @param problem why there is no result; empty if there is one
 * @param strips images of it
 * @param words what became of the sentence's words, beside the images
 */
public record SequenceEntry(
        String name, String sentence, Optional<Track> track, String problem, List<FilmStrip> strips, List<TintedSentence> words) {

    /** An entry that says nothing of words. */
    public SequenceEntry(String name, String sentence, Optional<Track> track, String problem, List<FilmStrip> strips) {
        this(name, sentence, track, problem, strips, List.of());
    }
}
