package glad.runs;

import glad.api.GladException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A condition on runs: {@code experiment=glad-nano}, {@code success>60}, {@code id~lasot}, {@code tag!=bad}. */
final class Filter implements Predicate<StoredRun> {

    private static final Pattern FORM = Pattern.compile("([\\w.+ -]+?)(!=|>=|<=|=|~|>|<)(.*)");

    private final String key;
    private final String sign;
    private final String value;

    /** Reads one. @throws GladException (usage) if it is none, or compares by size with what is no number */
    Filter(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw GladException.usage("filter \"" + text + "\" says nothing; expected KEY=VALUE, or !=, ~ (holds), >, >=, <, <= between them,"
                    + " such as success>60");
        }
        key = matcher.group(1).strip();
        sign = matcher.group(2);
        value = matcher.group(3).strip();
        if ((sign.startsWith(">") || sign.startsWith("<")) && number(value).isEmpty()) {
            throw GladException.usage("filter \"" + text + "\" compares with \"" + value + "\"; expected a number");
        }
    }

    String key() {
        return key;
    }

    @Override
    public boolean test(StoredRun run) {
        if (key.equals("tag")) {
            return sign.equals("!=") ? !run.tags().contains(value) : run.tags().stream().anyMatch(this::fits);
        }
        Optional<String> own = value(run, key);
        return own.isEmpty() ? sign.equals("!=") : fits(own.get());
    }

    private boolean fits(String own) {
        if (sign.equals("~")) {
            return own.contains(value);
        }
        Optional<Double> a = number(own);
        Optional<Double> b = number(value);
        int order = a.isPresent() && b.isPresent() ? Double.compare(a.get(), b.get()) : own.compareTo(value);
        return switch (sign) {
            case "=" -> order == 0;
            case "!=" -> order != 0;
            case ">" -> a.isPresent() && order > 0;
            case ">=" -> a.isPresent() && order >= 0;
            case "<" -> a.isPresent() && order < 0;
            default -> a.isPresent() && order <= 0;
        };
    }

    /** Returns what a run has under a key; empty if it has nothing. */
    static Optional<String> value(StoredRun run, String key) {
        return switch (key) {
            case "id" -> Optional.of(run.id());
            case "note" -> Optional.of(run.note());
            case "tag" -> Optional.of(String.join(",", run.tags()));
            default -> Optional.ofNullable(run.facts().get(key))
                    .or(() -> Optional.ofNullable(run.figures().get(key)).map(figure -> Double.toString(figure)));
        };
    }

    private static Optional<Double> number(String text) {
        try {
            return Optional.of(Double.valueOf(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Returns what every run can be asked for. */
    static List<String> always() {
        return List.of("id", "note", "tag");
    }

    /** Returns values that differ between two texts by key; null stands for a key that is absent. */
    static boolean differ(Map<String, String> a, Map<String, String> b, String key) {
        return a.containsKey(key) != b.containsKey(key) || a.containsKey(key) && !a.get(key).equals(b.get(key));
    }
}
