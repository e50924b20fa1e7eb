package glad.eval.protocols.internal;

import glad.api.Box;
import glad.api.data.ForwardingSequence;
import glad.api.data.FrameRange;
import glad.api.data.Frames;
import glad.api.data.Sentences;
import glad.api.data.Sequence;
import java.io.IOException;
import java.util.List;

/** The frames of a sequence from one on. */
final class LaterStart extends ForwardingSequence {

    private final Sequence sequence;
    private final String run;
    private final int start;

    LaterStart(Sequence sequence, String run, int start) {
        super(sequence);
        this.sequence = sequence;
        this.run = run;
        this.start = start;
    }

    @Override
    public String name() {
        return sequence.name() + "@" + run;
    }

    @Override
    public List<Box> boxes() {
        return sequence.boxes().subList(start, sequence.boxes().size());
    }

    @Override
    public Box initialBox() {
        return sequence.boxes().get(start);
    }

    @Override
    public List<Boolean> visible() {
        return sequence.visible().isEmpty() ? List.of() : sequence.visible().subList(start, sequence.visible().size());
    }

    @Override
    public String sentence() {
        return sentences().first();
    }

    @Override
    public Sentences sentences() {
        return sequence.sentences().from(start);
    }

    @Override
    public Frames open() throws IOException {
        Frames frames = sequence.open();
        return new FrameRange(frames, start, frames.count() - start);
    }
}
