package glad.eval.report;

import glad.api.eval.Track;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One sequence of a report.
 *
 * @param name its name
 * @param sentence its sentence; empty for none
 * @param attributes attributes such as {@code blur}
 * @param track what the tracker did; empty if the sequence wasn't finished
 * @param problem why there is no track; empty if there is one
 * @param strips pictures of it
 */
public record SequenceEntry(
        String name,
        String sentence,
        Set<String> attributes,
        Optional<Track> track,
        String problem,
        List<FilmStrip> strips) {

    /** Returns the entry of a finished sequence. */
    public static SequenceEntry finished(
            String name, String sentence, Set<String> attributes, Track track, List<FilmStrip> strips) {
        return new SequenceEntry(name, sentence, attributes, Optional.of(track), "", strips);
    }

    /** Returns the entry of a sequence without result. */
    public static SequenceEntry missing(String name, String sentence, Set<String> attributes, String problem) {
        return new SequenceEntry(name, sentence, attributes, Optional.empty(), problem, List.of());
    }
}
