package glad.trackers.process.internal;

import glad.api.Box;
import glad.api.Image;
import glad.api.track.TrackStep;
import java.io.IOException;
import java.util.Optional;

/** What is said between GLAD and a program about one target, in the words of one protocol. What a program does wrong is an {@link IOException}. */
interface Conversation {

    /** Begins with a target. @param sentence empty for none */
    TrackStep begin(Image image, Box box, String sentence, Patience patience) throws IOException, InterruptedException;

    /**
     * Asks for the target in a further frame.
     *
     * @param frame its number; the first further one is 1
     * @param sentence the one that applies from this frame on, if it is another than before
     */
    TrackStep next(int frame, Image image, Optional<String> sentence, Patience patience) throws IOException, InterruptedException;

    /** Says good-bye, where the protocol has a word for it. */
    void end();
}
