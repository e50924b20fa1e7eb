package glad.api.data;

import glad.api.Box;
import glad.api.ImageSize;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/** A sequence that is another one but for what a subclass overrides. */
@ConsumerType
public abstract class ForwardingSequence implements Sequence {

    private final Sequence sequence;

    /** @param sequence answers all that isn't overridden */
    protected ForwardingSequence(Sequence sequence) {
        this.sequence = sequence;
    }

    @Override
    public String name() {
        return sequence.name();
    }

    @Override
    public List<Box> boxes() {
        return sequence.boxes();
    }

    @Override
    public Box initialBox() {
        return sequence.initialBox();
    }

    @Override
    public List<Boolean> visible() {
        return sequence.visible();
    }

    @Override
    public String sentence() {
        return sequence.sentence();
    }

    @Override
    public Sentences sentences() {
        return sequence.sentences();
    }

    @Override
    public String officialSentence() {
        return sequence.officialSentence();
    }

    @Override
    public Optional<Set<Integer>> targetWords(int frame) {
        return sequence.targetWords(frame);
    }

    @Override
    public String targetClass() {
        return sequence.targetClass();
    }

    @Override
    public Optional<ImageSize> imageSize() {
        return sequence.imageSize();
    }

    @Override
    public Set<String> attributes() {
        return sequence.attributes();
    }

    @Override
    public Frames open() throws IOException {
        return sequence.open();
    }
}
