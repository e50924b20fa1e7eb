package glad.datasets.procedural;

import glad.api.Box;
import glad.api.Picture;

/**
 * One training example: a target in a template crop and again, later, in a search crop.
 *
 * @param template the crop round the target, {@code templateSize} pixels square
 * @param templateBox the target in the template as fractions of the crop's side: {@code x, y} the top left corner,
 *     {@code w, h} the size ({@link Box#cx} and {@link Box#cy} give the centre)
 * @param search the later crop, {@code searchSize} pixels square
 * @param searchBox the target in the search crop as fractions of its side; may reach over the edge, its centre doesn't
 * @param sentence a few words about the target from {@link Vocabulary}; empty for none
 * @param wrongSentence the words of the look-alike beside the target in the search crop; empty if there is none
 * @param kind what the target is made of
 * @param templateHidden whether the template was erased, blurred or shrunk until it fits the look-alike as well
 */
public record Pair(
        Picture template,
        Box templateBox,
        Picture search,
        Box searchBox,
        String sentence,
        String wrongSentence,
        PairKind kind,
        boolean templateHidden) {

    /** Tells whether a look-alike stands beside the target, so that its words are needed to be sure. */
    public boolean isAmbiguous() {
        return !wrongSentence.isEmpty();
    }
}
