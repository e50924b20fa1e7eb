package glad.shell.internal.jobs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.jobs.Spec;
import glad.jobs.State;
import glad.jobs.TaskControl;
import glad.jobs.TaskRunner;
import glad.shell.StopRequest;
import glad.shell.internal.Commands;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Does command lines that were put into the queue, in the worker's process; what they print goes into the task's log. */
@Component(service = TaskRunner.class)
public final class CommandRunner implements TaskRunner {

    /** The kind of its jobs. */
    static final String KIND = "command";

    private static final String RESUME = "--resume";

    private final Line line;

    /** Runs a command line. */
    @FunctionalInterface
    interface Line {

        /** Returns its exit code. */
        int run(StopRequest stop, PrintWriter out, PrintWriter err, String... words);
    }

    /** Made by the component runtime. */
    @Activate
    public CommandRunner(@Reference Commands commands) {
        this((Line) commands::perform);
    }

    private CommandRunner(Line line) {
        this.line = line;
    }

    /** Returns one that runs command lines otherwise; the component runtime would try a constructor that takes it. */
    static CommandRunner by(Line line) {
        return new CommandRunner(line);
    }

    /** Returns a task. @param onDevice whether the worker's device is added @param checkpoint with which it is resumed, or null */
    static Spec spec(String title, List<String> words, boolean onDevice, Path checkpoint) {
        ObjectNode spec = JsonNodeFactory.instance.objectNode().put("folder", here()).put("onDevice", onDevice);
        words.forEach(spec.withArray("words")::add);
        if (checkpoint != null) {
            spec.put("checkpoint", checkpoint.toAbsolutePath().toString());
        }
        return new Spec(title, spec);
    }

    private static String here() {
        return Path.of("").toAbsolutePath().toString();
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Outcome run(ObjectNode spec, TaskControl control) {
        String folder = spec.path("folder").asText();
        if (!folder.equals(here())) {
            throw GladException.failure("it was submitted in folder \"" + folder + "\", where its paths begin, and this worker is in \"" + here()
                    + "\"; start ./glad work there, then ./glad retry");
        }
        List<String> words = new ArrayList<>();
        spec.path("words").forEach(word -> words.add(word.asText()));
        if (spec.path("onDevice").asBoolean()) {
            words.addAll(List.of("--device", control.device()));
        }
        if (spec.has("checkpoint") && Files.exists(Path.of(spec.path("checkpoint").asText())) && !words.contains(RESUME)) {
            words.add(RESUME);
        }
        StopRequest stop = new StopRequest();
        control.onStop(stop::ask);
        TaskLog said = new TaskLog(control);
        int code;
        try (PrintWriter out = new PrintWriter(said)) {
            code = line.run(stop, out, out, words.toArray(String[]::new));
        }
        if (stop.asked()) {
            return new Outcome(State.WAITING, "");
        }
        if (code != 0) {
            throw GladException.failure(said.error().isEmpty() ? "it ended with exit code " + code : said.error());
        }
        return new Outcome(State.DONE, said.last());
    }
}
