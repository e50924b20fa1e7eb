package glad.api.eval;

import glad.api.Box;
import glad.api.Boxes;
import glad.api.PictureSize;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One finished sequence, ready to be measured. Unchangeable. */
public final class Track {

    private final String sequence;
    private final Boxes truth;
    private final Boxes predicted;
    private final List<Boolean> visible;
    private final List<Double> seconds;
    private final Optional<PictureSize> pictureSize;
    private final Rules rules;
    private @Nullable FrameErrors errors;

    /** Makes a track that is measured by {@link Rules#GENERAL}. */
    public Track(
            String sequence, List<Box> truth, List<Box> predicted, List<Boolean> visible, List<Double> seconds) {
        this(sequence, truth, predicted, visible, seconds, Rules.GENERAL);
    }

    /**
     * Makes a track.
     *
     * @param sequence the sequence's name
     * @param truth true boxes, one per frame
     * @param predicted predicted boxes, the first is the given one; results of others may hold fewer or more than there
     *        are frames, and the rules say what that means
     * @param visible whether the target is visible, per frame; empty if unknown
     * @param seconds seconds spent per frame; empty if not measured
     * @param rules how to treat what isn't clear
     */
    public Track(String sequence, List<Box> truth, List<Box> predicted, List<Boolean> visible, List<Double> seconds,
            Rules rules) {
        this(sequence, truth, predicted, visible, seconds, Optional.empty(), rules);
    }

    /**
     * Makes a track in pictures of known or unknown size; the rest as above. That of a dataset's sequence is
     * {@link glad.api.data.Sequence#track}.
     *
     * @param pictureSize the size of all pictures, if it is known
     */
    public Track(String sequence, List<Box> truth, List<Box> predicted, List<Boolean> visible, List<Double> seconds,
            Optional<PictureSize> pictureSize, Rules rules) {
        this.sequence = sequence;
        this.truth = Boxes.copyOf(truth);
        this.predicted = rules.wholePixels() ? Boxes.copyOf(predicted).truncated() : Boxes.copyOf(predicted);
        this.visible = List.copyOf(visible);
        this.seconds = List.copyOf(seconds);
        this.pictureSize = pictureSize;
        this.rules = rules;
    }

    /** Returns the sequence's name. */
    public String sequence() {
        return sequence;
    }

    /** Returns the true boxes, one per frame. */
    public Boxes truth() {
        return truth;
    }

    /** Returns the predicted boxes as the rules take them; there may be fewer or more than frames. */
    public Boxes predicted() {
        return predicted;
    }

    /** Returns whether the target is visible, per frame; empty if unknown. */
    public List<Boolean> visible() {
        return visible;
    }

    /** Returns the seconds spent per frame; empty if not measured. */
    public List<Double> seconds() {
        return seconds;
    }

    /** Returns the size of the pictures, if the dataset says it. */
    public Optional<PictureSize> pictureSize() {
        return pictureSize;
    }

    /** Returns how what isn't clear is treated. */
    public Rules rules() {
        return rules;
    }

    /**
     * Returns what is wrong in each frame, worked out by the first call for all metrics together.
     *
     * @throws glad.api.GladException (failure) as {@link FrameErrors#of} says
     */
    public FrameErrors errors() {
        FrameErrors known = errors; // two threads may both work it out, to the same end
        if (known == null) {
            known = FrameErrors.of(this);
            errors = known;
        }
        return known;
    }
}
