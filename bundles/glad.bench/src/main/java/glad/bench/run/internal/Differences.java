package glad.bench.run.internal;

import glad.bench.run.RunFolder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;

/** Says in a few words in what two contents of runs differ. */
public final class Differences {

    private static final int SHOWN = 3;
    private static final int LONG = 40;

    private Differences() {}

    /** Returns the first few differences, those that a user makes before those of the program itself. */
    public static String of(SortedMap<String, String> before, SortedMap<String, String> now) {
        TreeSet<String> keys = new TreeSet<>(Comparator.comparing((String key) -> key.startsWith(RunFolder.BUNDLE))
                .thenComparing(Comparator.naturalOrder()));
        keys.addAll(before.keySet());
        keys.addAll(now.keySet());
        List<String> differences = new ArrayList<>();
        for (String key : keys) {
            String was = before.get(key);
            String is = now.get(key);
            if (was == null || is == null || !was.equals(is)) {
                differences.add(difference(key, was, is));
            }
        }
        List<String> shown = differences.subList(0, Math.min(SHOWN, differences.size()));
        return String.join(", ", shown) + (differences.size() > SHOWN ? ", and " + (differences.size() - SHOWN) + " more" : "");
    }

    private static String difference(String key, String was, String is) {
        if (was != null && is != null && Math.max(was.length(), is.length()) > LONG) {
            return key + " has changed";
        }
        return key + " was " + quoted(was) + " and is " + quoted(is);
    }

    private static String quoted(String value) {
        return value == null ? "not set" : value.length() > LONG ? "set" : "\"" + value + "\"";
    }
}
