package glad.api.eval;

import glad.api.Box;
import glad.api.Boxes;
import glad.api.ImageSize;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One finished sequence, ready to be measured. Unchangeable. */
public final class Track {

    private final String sequence;
    private final Boxes groundTruth;
    private final Boxes predicted;
    private final List<Boolean> visible;
    private final List<Double> seconds;
    private final Optional<ImageSize> imageSize;
    private final Rules rules;
    private @Nullable FrameErrors errors;

    /** Makes a track that is measured by {@link Rules#GENERAL}. */
    public Track(
            String sequence, List<Box> groundTruth, List<Box> predicted, List<Boolean> visible, List<Double> seconds) {
        this(sequence, groundTruth, predicted, visible, seconds, Rules.GENERAL);
    }

    /**
     * Makes a track.
     *
     * @param sequence the sequence's name
     * @param groundTruth ground-truth boxes, one per frame
     * @param predicted predicted boxes, the first is the given one; results of others may hold fewer or more than there
     *        are frames, and the rules say what that means
     * @param visible whether the target is visible, per frame; empty if unknown
     * @param seconds seconds spent per frame; empty if not measured
     * @param rules how to treat what isn't clear
     */
    public Track(String sequence, List<Box> groundTruth, List<Box> predicted, List<Boolean> visible, List<Double> seconds,
            Rules rules) {
        this(sequence, groundTruth, predicted, visible, seconds, Optional.empty(), rules);
    }

    /**
     * Makes a track in images of known or unknown size; the rest as above. That of a dataset's sequence is
     * {@link glad.api.data.Sequence#track}.
     *
     * @param imageSize the size of all images, if it is known
     */
    public Track(String sequence, List<Box> groundTruth, List<Box> predicted, List<Boolean> visible, List<Double> seconds,
            Optional<ImageSize> imageSize, Rules rules) {
        this.sequence = sequence;
        this.groundTruth = Boxes.copyOf(groundTruth);
        this.predicted = rules.wholePixels() ? Boxes.copyOf(predicted).truncated() : Boxes.copyOf(predicted);
        this.visible = List.copyOf(visible);
        this.seconds = List.copyOf(seconds);
        this.imageSize = imageSize;
        this.rules = rules;
    }

    /** Returns the sequence's name. */
    public String sequence() {
        return sequence;
    }

    /** Returns the ground-truth boxes, one per frame. */
    public Boxes groundTruth() {
        return groundTruth;
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

    /** Returns the size of the images, if the dataset says it. */
    public Optional<ImageSize> imageSize() {
        return imageSize;
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
