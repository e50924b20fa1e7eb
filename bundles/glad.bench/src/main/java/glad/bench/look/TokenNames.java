package glad.bench.look;

import ai.djl.ndarray.NDManager;
import glad.api.model.TextEncoder;
import java.util.ArrayList;
import java.util.List;

/** What the tokens of a sentence are called. */
final class TokenNames {

    private TokenNames() {}

    /** Returns a name for each token that isn't padding; none without a text encoder. */
    static List<String> of(TextEncoder text, String sentence, NDManager scope) {
        List<String> names = new ArrayList<>();
        if (text.length() > 0) {
            for (float used : text.encode(List.of(sentence), scope).mask().toFloatArray()) {
                if (used > 0) {
                    names.add("token " + (names.size() + 1));
                }
            }
        }
        return names;
    }
}
