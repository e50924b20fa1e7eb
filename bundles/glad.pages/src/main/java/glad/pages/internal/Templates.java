package glad.pages.internal;

import com.github.mustachejava.DefaultMustacheFactory;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The one place where HTML is made: templates whose every value is escaped, since none of them writes the three braces that wouldn't. */
final class Templates {

    private final DefaultMustacheFactory factory = new DefaultMustacheFactory(name ->
            new InputStreamReader(Objects.requireNonNull(Templates.class.getResourceAsStream(name), name), StandardCharsets.UTF_8));

    /** Returns a page. @param view what its template names */
    String html(String template, Object view) {
        return factory.compile(template + ".mustache").execute(new StringWriter(), view).toString();
    }
}
