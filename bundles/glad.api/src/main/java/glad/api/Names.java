package glad.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Helps a user who mistyped a name: finds the nearest known one. */
public final class Names {

    private static final int LISTED = 60;

    private Names() {}

    /**
     * Returns the known name with the smallest edit distance to the given one, if it is near enough to be a slip (at
     * most a third of its length, at least two edits allowed).
     */
    public static Optional<String> nearest(String name, Collection<String> known) {
        String wanted = name.toLowerCase(Locale.ROOT);
        String best = null;
        int bestDistance = Integer.MAX_VALUE;
        for (String candidate : known) {
            int distance = distance(wanted, candidate.toLowerCase(Locale.ROOT));
            if (distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return bestDistance <= Math.max(2, name.length() / 3) ? Optional.of(best) : Optional.empty();
    }

    /**
     * Returns the standard text for an unknown name: {@code unknown KIND "NAME"; did you mean "X"? Known: a, b, c}. Of very
     * many known names only the first are listed.
     *
     * @param kind what was looked for, for example {@code backbone}
     */
    public static String unknown(String kind, String name, Collection<String> known) {
        List<String> sorted = new ArrayList<>(known);
        sorted.sort(null);
        String hint = nearest(name, sorted).map(n -> "; did you mean \"" + n + "\"?").orElse(";");
        return "unknown " + kind + " \"" + name + "\"" + hint + " Known: "
                + (sorted.isEmpty() ? "none" : String.join(", ", sorted.subList(0, Math.min(LISTED, sorted.size()))))
                + (sorted.size() > LISTED ? ", ... (" + sorted.size() + " in all)" : "");
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitution, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
