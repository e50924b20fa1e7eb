package glad.eval.protocols.internal;

import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.ImageSize;
import glad.api.Reason;
import glad.api.data.ForwardingSequence;
import glad.api.data.Frames;
import glad.api.data.Sequence;
import java.io.IOException;

/** A sequence that is begun beside its ground truth. */
final class ShiftedStart extends ForwardingSequence {

    private final Sequence sequence;
    private final BoxShift shift;

    ShiftedStart(Sequence sequence, BoxShift shift) {
        super(sequence);
        this.sequence = sequence;
        this.shift = shift;
    }

    @Override
    public String name() {
        return sequence.name() + "@" + shift.id();
    }

    /** Asks for the size of the images, which means the first frame where the annotation doesn't say it. */
    @Override
    public Box initialBox() {
        return shift.of(sequence.initialBox(), sequence.imageSize().orElseGet(this::sizeOfFirstFrame));
    }

    private ImageSize sizeOfFirstFrame() {
        try (Frames frames = sequence.open()) {
            Image first = frames.frame(0);
            return new ImageSize(first.width(), first.height());
        } catch (IOException e) {
            throw GladException.failure("the first frame of sequence \"" + sequence.name() + "\" can't be read: " + Reason.of(e), e);
        }
    }
}
