package glad.nn.weights;

import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * What happened when a file was loaded into parameters.
 *
 * @param loaded names that were filled
 * @param missing parameters that the file doesn't have
 * @param unexpected tensors of the file that no parameter wants
 * @param misshapen "name: wanted (..), file has (..)" for each that couldn't be adapted
 */
public record LoadReport(
        List<String> loaded, List<String> missing, List<String> unexpected, List<String> misshapen) {

    /** Tells whether every parameter was filled and every shape fitted. */
    public boolean complete() {
        return missing.isEmpty() && misshapen.isEmpty();
    }

    /**
     * Returns what happened when another file was loaded after this one: a parameter is missing that neither has.
     *
     * @param next what happened to the other
     */
    public LoadReport and(LoadReport next) {
        return new LoadReport(Stream.concat(loaded.stream(), next.loaded.stream()).distinct().toList(),
                missing.stream().filter(new HashSet<>(next.missing)::contains).toList(),
                Stream.concat(unexpected.stream(), next.unexpected.stream()).toList(),
                Stream.concat(misshapen.stream(), next.misshapen.stream()).toList());
    }

    /** Returns the faults in one line, at most three names of each kind. */
    public String summary() {
        return loaded.size() + " loaded" + some("missing", missing) + some("of another shape", misshapen)
                + some("unexpected", unexpected);
    }

    private static String some(String what, List<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        String first = String.join(", ", names.subList(0, Math.min(3, names.size())));
        return "; " + names.size() + " " + what + " (" + first + (names.size() > 3 ? ", ..." : "") + ")";
    }
}
