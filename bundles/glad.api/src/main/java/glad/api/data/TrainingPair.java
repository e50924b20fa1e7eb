package glad.api.data;

import glad.api.Box;
import glad.api.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One training example: a target in a template crop and again, later, in a search crop; or in a clip, with more of either.
 *
 * @param template the crop round the target, square
 * @param templateBox the target in the template as fractions of the crop's side: {@code x, y} the top left corner,
 *     {@code w, h} the size ({@link Box#cx} and {@link Box#cy} give the centre)
 * @param search the later crop, square
 * @param searchBox the target in the search crop as fractions of its side; may reach over the edge, its centre doesn't
 * @param sentence words about the target; empty for none
 * @param wrongSentence the words of a distractor beside the target in the search crop; empty if there is none
 * @param distractorBox that distractor, as fractions like {@code searchBox}; may reach or lie over the edge; null if there is none or
 *     nobody knows where it is
 * @param natural whether the box is one that a person would draw, and not an arbitrary piece of a photograph
 * @param templateDegraded whether the template was erased or blurred until it fits the distractor as well
 * @param laterTemplates a clip's templates after the first, for a tracker that looks at several; of the first one's size
 * @param laterSearches a clip's search regions after the first, in the order in which they are tracked; of the first one's size
 * @param targetWords numbers of the sentence's words that name the target, of those between white space and from 0; null if nobody said
 */
public record TrainingPair(
        Image template,
        Box templateBox,
        Image search,
        Box searchBox,
        String sentence,
        String wrongSentence,
        @Nullable Box distractorBox,
        boolean natural,
        boolean templateDegraded,
        List<Shot> laterTemplates,
        List<Shot> laterSearches,
        @Nullable Set<Integer> targetWords) {

    /** Makes a pair whose words aren't told apart. */
    public TrainingPair(Image template, Box templateBox, Image search, Box searchBox, String sentence, String wrongSentence,
            @Nullable Box distractorBox, boolean natural, boolean templateDegraded) {
        this(template, templateBox, search, searchBox, sentence, wrongSentence, distractorBox, natural, templateDegraded, List.of(), List.of(),
                null);
    }

    /** Copies the lists. */
    public TrainingPair {
        laterTemplates = List.copyOf(laterTemplates);
        laterSearches = List.copyOf(laterSearches);
        targetWords = targetWords == null ? null : Set.copyOf(targetWords);
    }

    /** Makes a pair without a distractor whose place is known. */
    public TrainingPair(Image template, Box templateBox, Image search, Box searchBox, String sentence, String wrongSentence, boolean natural,
            boolean templateDegraded) {
        this(template, templateBox, search, searchBox, sentence, wrongSentence, null, natural, templateDegraded);
    }

    /** Tells whether a distractor stands beside the target, so that the words are needed to be sure. */
    public boolean ambiguous() {
        return !wrongSentence.isEmpty();
    }

    /** Returns all templates. */
    public List<Shot> templates() {
        return all(new Shot(template, templateBox), laterTemplates);
    }

    /** Returns all search regions, in the order in which they are tracked. */
    public List<Shot> searches() {
        return all(new Shot(search, searchBox), laterSearches);
    }

    private static List<Shot> all(Shot first, List<Shot> later) {
        List<Shot> all = new ArrayList<>(List.of(first));
        all.addAll(later);
        return all;
    }
}
