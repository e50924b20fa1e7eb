package glad.jobs;

import glad.api.GladException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How this process was started, which is how workers are. */
final class WorkerCommand {

    private WorkerCommand() {}

    /** Returns the command line of a worker: Java with the options and the launcher of this process; empty if the system doesn't tell them. */
    static Optional<List<String>> words() {
        ProcessHandle.Info own = ProcessHandle.current().info();
        List<String> words = Arrays.asList(own.arguments().orElse(new String[0]));
        int jar = words.indexOf("-jar");
        if (own.command().isEmpty() || jar < 0) {
            return Optional.empty();
        }
        List<String> command = new ArrayList<>(List.of(own.command().get()));
        command.addAll(words.subList(0, jar + 2));
        command.add("work");
        return Optional.of(command);
    }

    /** As {@link #words}. @throws GladException (failure) if the system doesn't tell them */
    static List<String> required() {
        return words().orElseThrow(() -> GladException.failure("this system doesn't say how this process was started; start workers by ./glad work"));
    }
}
