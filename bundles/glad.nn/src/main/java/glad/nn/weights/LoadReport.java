package glad.nn.weights;

import java.util.List;

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
