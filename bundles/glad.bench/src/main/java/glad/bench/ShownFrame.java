package glad.bench;

import glad.api.Box;
import glad.api.Image;
import glad.runtime.SearchView;
import java.util.Optional;

/**
 * A frame of a track for somebody who watches it being made.
 *
 * @param index 0 is the first
 * @param count how many frames there are
 * @param frame as it came
 * @param box what was found, pixels
 * @param confidence in [0, 1]
 * @param sentence that is in force; empty means no language
 * @param search what the model saw and said of it; empty in the first frame, whose box is given
 * @param framesPerSecond of the tracking so far
 */
public record ShownFrame(int index, int count, Image frame, Box box, double confidence, String sentence, Optional<SearchView> search, double framesPerSecond) {}
