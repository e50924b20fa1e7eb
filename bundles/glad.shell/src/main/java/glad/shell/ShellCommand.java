package glad.shell;

import glad.shell.internal.Printable;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * One command, the same for {@code ./glad NAME} and Gogo's {@code glad:NAME}. A bundle adds one as a prototype-scoped service of
 * this class with the property {@link #NAME}; picocli's annotations say what it takes:
 *
 * <pre>{@code
 * @Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=hello")
 * @Command(name = "hello", description = "Greet somebody.")
 * public final class HelloCommand extends ShellCommand {
 *
 *     @Parameters(paramLabel = "NAME", description = "Whom.")
 *     private String name;
 *
 *     @Override
 *     protected Result run() {
 *         return new Result(JsonNodeFactory.instance.objectNode().put("greeted", name), "hello " + name);
 *     }
 * }
 * }</pre>
 *
 * Every command line gets a fresh object, whose fields hold what it said. Options for help, {@code --json} and {@code --debug} are
 * there already; a {@link glad.api.GladException} becomes one line on standard error and the exit code.
 */
public abstract class ShellCommand implements Callable<Integer> {

    /** The service property with the command's name: one word, or two for a command below another. */
    public static final String NAME = "glad.command";

    /** The label of options and parameters that are completed from the experiments known at the time. */
    public static final String EXPERIMENT = "EXPERIMENT";

    /** The label of those that are completed from the experiments and the ids of bundles' trackers. */
    public static final String TRACKER = "TRACKER";

    /** The label of those that are completed from the datasets' ids. */
    public static final String DATASET = "DATASET";

    /** The label of those that are completed from the parts' ids. */
    public static final String PART = "ID";

    /** How many problems are printed; an object holds all of them. */
    private static final int SHOWN = 20;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    @Option(names = "--debug", description = "Show the stack trace of an error.")
    private boolean debug;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    private StopRequest stop;

    private int columns = Integer.MAX_VALUE;
    private IntSupplier progressColumns = () -> 0;
    private Progress progress;

    /**
     * Says where this command is shown; without it that is as in a file.
     *
     * @param width how many characters fit a line of what the result is shown on
     * @param progressWidth how many fit a line of progress; 0 if that isn't drawn in place
     */
    public final void shownOn(int width, IntSupplier progressWidth) {
        columns = width;
        progressColumns = progressWidth;
    }

    /** Returns how many characters fit a line of what the result is shown on; {@link Integer#MAX_VALUE} for a file or a pipe. */
    public final int columns() {
        return columns;
    }

    /** Says how this command will be asked to stop; else by interrupting the thread that calls it. */
    public final void stoppedBy(StopRequest request) {
        stop = request;
    }

    /** Returns how this command is asked to stop. */
    public final StopRequest stop() {
        if (stop == null) {
            stop = new StopRequest();
        }
        return stop;
    }

    /** Does the work. Only the result goes to standard output; progress goes to {@link #progress}. */
    protected abstract Result run() throws Exception;

    @Override
    public final Integer call() throws Exception {
        Result result = run();
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? result.json().toPrettyString() : Printable.lines(result.text()));
        out.flush();
        result.problems().stream().limit(SHOWN).forEach(problem -> remark("error: " + problem));
        if (result.problems().size() > SHOWN) {
            remark("error: and " + (result.problems().size() - SHOWN) + " more" + (json ? "" : "; --json lists all"));
        }
        return result.problems().isEmpty() ? 0 : 1;
    }

    /** Returns what the user typed. */
    public final String commandLine() {
        return "glad " + typed().stream().map(w -> w.matches("[\\w./,:=@%+-]+") ? w : "'" + w + "'")
                .collect(Collectors.joining(" "));
    }

    /** Returns the words that the user typed, the command's name first. */
    public final List<String> typed() {
        return List.copyOf(spec.root().commandLine().getParseResult().originalArgs());
    }

    /**
     * Returns a new progress bar on standard error; a command has one at a time.
     *
     * @param what what is done, for example {@code demo}
     * @param unit of what steps are, in the plural; empty if they are only parts of a whole
     */
    public final Progress progress(String what, String unit) {
        progress = new Progress(spec.commandLine().getErr(), progressColumns, what, unit, stop());
        return progress;
    }

    /** Returns standard error for what draws on it; empty unless it is a terminal. */
    public final Optional<PrintWriter> terminal() {
        return progressColumns.getAsInt() > 0 ? Optional.of(spec.commandLine().getErr()) : Optional.empty();
    }

    /** Prints a remark on standard error, above the progress. */
    public final void remark(String line) {
        if (progress != null) {
            progress.hide();
        }
        spec.commandLine().getErr().println(Printable.lines(line));
        spec.commandLine().getErr().flush();
    }

    /** Tells whether the user wants an object instead of text. */
    public final boolean json() {
        return json;
    }

    /** Tells whether the user wants the stack trace of an error. */
    public final boolean debug() {
        return debug;
    }
}
