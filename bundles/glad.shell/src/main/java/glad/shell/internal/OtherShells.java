package glad.shell.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What people type who know other shells, and what is there instead. */
final class OtherShells {

    private static final Map<String, String> INSTEAD = Map.of(
            "ps", "jobs lists the jobs in the queue, jobs JOB the tasks of one",
            "top", "watch JOB shows how far a job in the queue is",
            "kill", "cancel JOB takes a job from the queue; Ctrl-C ends the command in front",
            "fg", "watch JOB shows how far a job in the queue is",
            "bg", "evaluate, ablate and train take --submit or submit by themselves, and workers do the job",
            "rm", "runs remove RUN removes a run",
            "nohup", "evaluate, ablate and train take --submit or submit by themselves, and workers do the job",
            "quit", "exit leaves the shell",
            "logout", "exit leaves the shell");

    private static final Pattern NUMBERED = Pattern.compile("^(\\s*(?:\\w+:)?(?:kill|fg|bg)\\s+)%(\\w+\\s*)$");

    private OtherShells() {}

    /** Returns in one line what there is instead of a command. */
    static Optional<String> instead(String command) {
        return Optional.ofNullable(INSTEAD.get(command)).map(text -> "there is no \"" + command + "\" here; " + text);
    }

    /** Returns a line with a job's number as this shell has it, without a percent sign. */
    static String numbered(String line) {
        return NUMBERED.matcher(line).replaceFirst("$1$2");
    }

    /** Returns the arguments of {@code head} or {@code tail} with {@code -3} written as {@code -n 3}. */
    static List<Object> counted(List<Object> words) {
        List<Object> all = new ArrayList<>(words);
        if (!words.isEmpty() && String.valueOf(words.get(0)).matches("-\\d+")) {
            all.set(0, "-n");
            all.add(1, String.valueOf(words.get(0)).substring(1));
        }
        return all;
    }
}
