package glad.eval.report.internal;

import com.github.mustachejava.DefaultMustacheFactory;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The pages' templates, which lie beside this class; {@code {{>style}}} in one takes {@code style.mustache} in. */
final class Templates {

    private Templates() {}

    /**
     * Returns a page as HTML.
     *
     * @param template such as {@code report.mustache}
     * @param shown has the template's names as fields
     */
    static String fill(String template, Object shown) {
        StringWriter out = new StringWriter();
        try {
            new DefaultMustacheFactory(name -> new InputStreamReader(
                    Objects.requireNonNull(Templates.class.getResourceAsStream(name), name), StandardCharsets.UTF_8))
                            .compile(template).execute(out, shown).flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }
}
