package glad.kit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.api.GladException;
import glad.api.Reason;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What every command of the shell has to hold: see {@link #of}. */
public final class CommandChecks {

    private CommandChecks() {}

    /** What a command line printed, and how it ended. */
    private record Ended(int code, String out, String err) {}

    /**
     * Returns the checks of a command: that it is described, its options and parameters too; that its help is printed without running
     * it; that an unknown option is wrong usage. With an example also that this prints a result, in words and as one JSON object.
     *
     * @param command makes a fresh command with picocli's annotations, such as a {@code glad.shell.ShellCommand}
     * @param name what it is called in a command line
     * @param example the words behind its name of a command line that succeeds; null if it can't be run here
     */
    public static List<Check> of(Supplier<? extends Callable<Integer>> command, String name, List<String> example) {
        List<Check> checks = new ArrayList<>(List.of(
                new Check("it is described, with all that it takes", () -> described(new CommandLine(command.get()).getCommandSpec(), name)),
                new Check("its help is printed", () -> {
                    Ended help = run(command, List.of("--help"));
                    Check.that(help.code == 0 && help.out.contains(name), "--help ends with " + help.code + " and prints \"" + help.out
                            + help.err + "\"; expected 0 and the usage of \"" + name + "\"");
                }),
                new Check("an unknown option is wrong usage", () -> {
                    Ended wrong = run(command, List.of("--no-such-option-of-any-command"));
                    Check.that(wrong.code == 2, "an unknown option ends with " + wrong.code + "; expected 2");
                })));
        if (example != null) {
            checks.add(new Check("the example prints a result", () -> Check.that(!succeed(command, example).isBlank(),
                    "nothing is printed; expected a result")));
            checks.add(new Check("the example prints one JSON object with --json", () -> {
                List<String> words = new ArrayList<>(example);
                words.add("--json");
                String printed = succeed(command, words);
                try {
                    Check.that(new JsonMapper().readTree(printed).isObject(), "it prints \"" + printed + "\"; expected one JSON object");
                } catch (JsonProcessingException e) {
                    throw new AssertionError("it prints \"" + printed + "\"; expected one JSON object: " + Reason.of(e), e);
                }
            }));
        }
        return List.copyOf(checks);
    }

    private static void described(CommandSpec spec, String name) {
        Check.that(name.equals(spec.name()), "picocli's name is \"" + spec.name() + "\"; expected \"" + name
                + "\", as the service property says");
        Check.that(spec.usageMessage().description().length > 0, "it has no description; expected a sentence");
        List<ArgSpec> all = new ArrayList<>(spec.options());
        all.addAll(spec.positionalParameters());
        for (ArgSpec argument : all) {
            String said = argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
            Check.that(argument.hidden() || argument.description().length > 0, said + " has no description; expected a sentence");
        }
    }

    private static String succeed(Supplier<? extends Callable<Integer>> command, List<String> words) {
        Ended ended = run(command, words);
        Check.that(ended.code == 0, String.join(" ", words) + " ends with " + ended.code + ": " + ended.err + "; expected 0");
        return ended.out;
    }

    private static Ended run(Supplier<? extends Callable<Integer>> command, List<String> words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = new CommandLine(command.get()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        line.setExecutionExceptionHandler((e, failed, parsed) -> {
            failed.getErr().println(e instanceof GladException ? e.getMessage() : e.toString());
            return e instanceof GladException known ? known.exitCode() : 1;
        });
        int code = line.execute(words.toArray(String[]::new));
        line.getOut().flush();
        line.getErr().flush();
        return new Ended(code, out.toString(), err.toString().strip());
    }
}
