package glad.shell.internal.machine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.model.Precision;
import glad.nn.numbers.NumberCheck;
import glad.nn.numbers.Processor;
import glad.nn.numbers.Verdict;
import glad.shell.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What the known-answer test says, in words and as an object. For one test. */
final class NumberTexts {

    private final StringBuilder text = new StringBuilder();
    private final ObjectNode json = JsonNodeFactory.instance.objectNode();

    /**
     * Returns a line for each operator and precision, with the largest errors over all shapes.
     *
     * @param processor that it ran on
     * @param settings the variables that change routines
     * @param verdict what it says
     */
    Result of(Processor processor, Map<String, String> settings, Verdict verdict) {
        MachineTexts.put(json, processor);
        line("processor", processor.title());
        line("", MachineTexts.sets(processor));
        settings.forEach(json.putObject("settings")::put);
        line("settings", settings.isEmpty() ? "none" : settings.entrySet().stream().map(Object::toString)
                .collect(Collectors.joining(" ")));
        json.put("summary", verdict.summary()).put("seconds", verdict.seconds());
        ArrayNode checks = json.putArray("checks");
        Map<String, List<NumberCheck>> rows = new LinkedHashMap<>();
        for (NumberCheck check : verdict.checks()) {
            checks.addObject().put("operator", check.operator()).put("precision", MachineTexts.word(check.precision()))
                    .put("backward", check.backward()).put("shape", check.shape()).put("error", check.error())
                    .put("tolerance", check.tolerance()).put("needed", check.needed()).put("passed", check.passed());
            rows.computeIfAbsent(check.operator() + (check.needed() ? "" : " (*)"), key -> new ArrayList<>()).add(check);
        }
        text.append(String.format("%n%-24s%-10s%8s%10s%10s%10s%n", "operator", "precision", "shapes", "forward", "backward", "at most"));
        rows.forEach((operator, all) -> {
            for (Precision precision : Precision.values()) {
                List<NumberCheck> some = all.stream().filter(c -> c.precision() == precision).toList();
                if (!some.isEmpty()) {
                    text.append(String.format(Locale.ROOT, "%-24s%-10s%8d%10s%10s%10.0e%s%n", operator, MachineTexts.word(precision),
                            some.stream().filter(c -> !c.backward()).count(), worst(some, false), worst(some, true),
                            some.get(0).tolerance(), some.stream().allMatch(NumberCheck::passed) ? "" : "  WRONG"));
                }
            }
        });
        text.append(String.format(Locale.ROOT, "%nErrors are norms of differences over norms of answers, the largest over all shapes.%n"
                + "(*) with channels that aren't multiples of 16: layers of GLAD never hand these to the library%s%n%s, in %.2f s of"
                + " processor time", verdict.avoided().isEmpty() ? "" : ", which computes them wrongly here",
                verdict.summary(), verdict.seconds()));
        return new Result(json, text.toString(), verdict.failures().stream().map(c -> "the native library is wrong here: " + c).toList());
    }

    private static String worst(List<NumberCheck> checks, boolean backward) {
        // NaN is the largest of all.
        return checks.stream().filter(c -> c.backward() == backward).map(NumberCheck::error).max(Double::compare)
                .map(error -> Double.isFinite(error) ? String.format(Locale.ROOT, "%.1e", error)
                        : Double.isNaN(error) ? "NaN" : "refused").orElse("");
    }

    private void line(String what, String says) {
        text.append(String.format("%-11s%s%n", what, says));
    }
}
