package glad.shell.internal.plugins;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.api.GladException;
import glad.shell.StopRequest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A command line that runs in a process of its own, started as this one was. */
final class OwnProcess {

    private OwnProcess() {}

    /**
     * Runs a command line and returns the object that it prints.
     *
     * @param words the command line; {@code --json} is added
     * @param stop ends the process too
     * @throws GladException with what the process said, if it prints no object
     */
    static JsonNode run(StopRequest stop, List<String> words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-jar", System.getProperty("java.class.path")));
        command.addAll(words);
        command.add("--json");
        Path out = Files.createTempFile("glad", ".json");
        Path err = Files.createTempFile("glad", ".txt");
        try {
            Process process = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
            int code = stop.during(process::destroy, process::waitFor);
            JsonNode printed = object(Files.readString(out));
            if (printed == null) {
                String said = Files.readString(err).strip();
                String reason = said.isEmpty() ? words.get(0) + " ended with " + code : said.replaceFirst("(?s).*\\Rerror: |^error: ", "");
                throw code == 2 ? GladException.usage(reason) : GladException.failure(reason);
            }
            return printed;
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    private static JsonNode object(String text) {
        try {
            JsonNode node = new JsonMapper().readTree(text);
            return node.isObject() ? node : null;
        } catch (JsonProcessingException e) {
            return null; // what went wrong stands on the other output
        }
    }
}
