package glad.bench.run;

import glad.api.Box;
import glad.api.Image;
import glad.api.data.Sequence;
import org.osgi.annotation.versioning.ConsumerType;

/** Is told what a {@link SessionTracker} does, to look into its session meanwhile. */
@ConsumerType
public interface FrameWatch {

    /** Hears of the sequence that comes next. */
    void sequence(Sequence next);

    /** Hears that the session began with a target in a frame, and a sentence. */
    void started(Image first, Box box, String sentence);

    /** Hears of another sentence, which applies from the next frame on. */
    void told(String sentence);

    /** Sees a frame before the target is looked for in it. */
    void before(Image frame);

    /** Hears that the target was looked for. */
    void after();
}
