package glad.bench.look;

import ai.djl.ndarray.NDManager;
import glad.api.model.TextEncoder;
import glad.api.model.TextToken;
import java.util.ArrayList;
import java.util.List;

/** What the tokens of a sentence are called. */
final class TokenNames {

    private static final String START = "(start)";
    private static final String END = "(end)";

    private TokenNames() {}

    /** Returns a name for each token that isn't padding: what it stands for in the sentence, or its number; none without a text encoder. */
    static List<String> of(TextEncoder text, String sentence, NDManager scope) {
        List<TextToken> tokens = text.tokens(sentence);
        List<String> names = new ArrayList<>();
        if (text.length() > 0) {
            for (float used : text.encode(List.of(sentence), scope).mask().toFloatArray()) {
                if (used > 0) {
                    names.add(names.size() < tokens.size() ? name(tokens.get(names.size()), names.isEmpty(), sentence)
                            : "token " + (names.size() + 1));
                }
            }
        }
        return names;
    }

    private static String name(TextToken token, boolean first, String sentence) {
        return token.word() < 0 ? first ? START : END : sentence.substring(token.from(), token.to());
    }
}
