package glad.shell.internal.plugins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.kit.plugins.Plugin;
import glad.kit.plugins.PluginTrial;
import glad.kit.plugins.PluginTrial.Outcome;
import glad.shell.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What came of the trial of a plugin, as an object that another process may have made. */
final class TrialReport {

    private TrialReport() {}

    /** Tries a plugin, and returns what came of it. */
    static ObjectNode of(PluginTrial trial, Path file, Path data, ObjectNode options) {
        Plugin plugin = trial.install(file);
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("file", file.toString()).put("bundle", plugin.bundle())
                .put("version", plugin.version()).put("problem", plugin.problem());
        ArrayNode checks = json.putArray("checks");
        for (Outcome outcome : plugin.problem().isEmpty() ? trial.check(data, options) : List.<Outcome>of()) {
            checks.addObject().put("offer", outcome.offer().toString()).put("check", outcome.check()).put("fault", outcome.fault());
        }
        return json;
    }

    /** Returns a report in both of its forms. */
    static Result result(JsonNode json) {
        List<String> problems = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        String problem = json.path("problem").asText();
        if (problem.isEmpty()) {
            text.append(json.path("bundle").asText()).append(' ').append(json.path("version").asText()).append(" starts\n");
        } else {
            problems.add("plugin " + problem);
        }
        for (JsonNode check : json.path("checks")) {
            String what = check.path("offer").asText() + ": " + check.path("check").asText();
            String fault = check.path("fault").asText();
            text.append(fault.isEmpty() ? "ok    " : "fails ").append(what).append('\n');
            if (!fault.isEmpty()) {
                problems.add(what + ": " + fault);
            }
        }
        text.append(problems.isEmpty() ? "plugin check: all is well" : "plugin check: failed");
        return new Result(json, text.toString(), problems);
    }
}
