package glad.bench.look;

import glad.api.GladException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What can be looked at. */
public enum View {
    /** How much template and search tokens take from each other, per head and layer, and through all layers. */
    ATTENTION,
    /** Tokens and feature maps, their first three principal components as red, green and blue. */
    FEATURES,
    /** The head's score map over the frame. */
    SCORE,
    /** The template as the diffusion module sees it, and where each word of the sentence goes. */
    DIFFUSION,
    /** What search tokens take from the cues of diffusion module, words and memory. */
    CUES;

    /** The word for all of them. */
    public static final String ALL = "all";

    /** Returns its name as users write it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a list such as {@code score,cues}.
     *
     * @throws GladException (usage) if a name isn't one
     */
    public static Set<View> parse(String list) {
        Set<View> views = EnumSet.noneOf(View.class);
        for (String word : list.split(",")) {
            if (word.strip().equals(ALL)) {
                return EnumSet.allOf(View.class);
            }
            views.add(Arrays.stream(values()).filter(view -> view.key().equals(word.strip())).findFirst()
                    .orElseThrow(() -> GladException.usage("\"" + word.strip() + "\" can't be looked at; expected " + Arrays.stream(values())
                            .map(View::key).collect(Collectors.joining(", ")) + " or " + ALL + ", several with commas between")));
        }
        return views;
    }
}
