package glad.train;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A pattern for whole parameter names, in which {@code *} stands for any characters: {@code encoder.*} is every parameter of
 * the backbone and none of {@code text_encoder.}.
 *
 * @param text as written
 */
public record NamePattern(String text) {

    /** Tells whether the pattern fits a whole name. */
    public boolean fits(String name) {
        return name.matches(Arrays.stream(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    @Override
    public String toString() {
        return text;
    }
}
