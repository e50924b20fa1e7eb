package glad.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * The id of a component that offers a part, a dataset, a metric or another extension: what experiment files and commands call it.
 * Written beside {@code @Component}, it becomes the service property {@code glad.id}
 * ({@link glad.api.model.PartFactory#ID}). Ids are unique among services of one interface.
 *
 * <pre>{@code
 * @GladId("my-set")
 * @Component(service = Dataset.class)
 * public final class MySet implements Dataset { ... }
 * }</pre>
 */
@Documented
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface GladId {

    /** Returns the id: lower-case words with hyphens, such as {@code fast-itpn-base}. */
    String value();
}
