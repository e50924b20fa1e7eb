package glad.datasets.files;

import glad.api.options.Option;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import java.util.List;

/** The option {@code split} of datasets whose sequences are divided into such to test on and such to train on. */
public final class Split {

    private static final String KEY = "split";

    private Split() {}

    /** Returns a schema with the splits of a dataset, of which the first is chosen unless another is asked for. */
    public static OptionSchema schema(String... splits) {
        return OptionSchema.of(option("which sequences", splits));
    }

    /** Returns the option for a schema that has others too, see {@link #schema}. */
    public static Option option(String description, String... splits) {
        return Option.choice(KEY, splits[0], List.of(splits), description);
    }

    /** Returns the split that was chosen. */
    public static String of(Options options) {
        return options.text(KEY);
    }
}
