package glad.api.data;

import glad.api.Box;
import glad.api.GladException;
import glad.api.ImageSize;
import glad.api.eval.Rules;
import glad.api.eval.Track;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A video with one target: its boxes, its sentence, and access to its frames. Everything but {@link #open} is annotation
 * and needs no images.
 */
@ConsumerType
public interface Sequence {

    /** Returns the name, unique in its dataset and usable as a file name. */
    String name();

    /** Returns one ground-truth box per frame in 0-based pixels; a box without positive size marks a frame without target. */
    List<Box> boxes();

    /**
     * Returns the box that a tracker begins with in the first frame, pixels: the first ground-truth box, unless a
     * {@linkplain glad.api.track.Protocol protocol} begins beside it.
     *
     * @throws glad.api.GladException (failure) if there is none, or it can't be told without images that aren't there
     */
    default Box initialBox() {
        if (boxes().isEmpty()) {
            throw GladException.failure("sequence \"" + name() + "\" has no ground-truth box to begin with");
        }
        return boxes().get(0);
    }

    /** Returns whether the target is visible, per frame; empty if the dataset doesn't say. */
    List<Boolean> visible();

    /** Returns the sentence as the dataset has it, of the first frame where {@link #sentences} change; empty for none. */
    String sentence();

    /** Returns the sentences by frame: unless a dataset says otherwise, {@link #sentence} all the time. */
    default Sentences sentences() {
        return Sentences.of(sentence());
    }

    /**
     * Returns the sentence that the official reader of the dataset hands to a tracker, with the damage it does to some.
     * Unless such a reader is known to differ, this is {@link #sentence}.
     */
    default String officialSentence() {
        return sentence();
    }

    /**
     * Returns the numbers of the words that name the target in the sentence of a frame, of those between white space and from 0, where the
     * dataset says it.
     */
    default Optional<Set<Integer>> targetWords(int frame) {
        return Optional.empty();
    }

    /** Returns what kind of thing the target is, such as {@code airplane}; empty if the dataset doesn't say. */
    default String targetClass() {
        return "";
    }

    /** Returns the size of all images, where the annotation says it; figures that need it are coarser without. */
    default Optional<ImageSize> imageSize() {
        return Optional.empty();
    }

    /** Returns attributes such as {@code blur} or {@code distractor}. */
    Set<String> attributes();

    /**
     * Returns predicted boxes of this sequence beside its ground truth, ready to be measured.
     *
     * @param predicted predicted boxes, the first is the given one; the rules say what fewer or more than frames mean
     * @param seconds seconds spent per frame; empty if not measured
     * @param rules how to treat what isn't clear
     */
    default Track track(List<Box> predicted, List<Double> seconds, Rules rules) {
        return new Track(name(), boxes(), predicted, visible(), seconds, imageSize(), rules);
    }

    /**
     * Opens the frames; the caller closes them.
     *
     * @throws glad.api.GladException if they aren't there, or don't fit the boxes in number
     */
    Frames open() throws IOException;
}
