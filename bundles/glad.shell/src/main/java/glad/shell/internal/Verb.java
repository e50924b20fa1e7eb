package glad.shell.internal;

import glad.api.model.Precision;
import glad.experiment.Experiment;
import glad.experiment.ExperimentLoader;
import glad.experiment.LoadedExperiment;
import glad.runtime.Placement;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * One command, the same for {@code ./glad NAME} and Gogo's {@code glad:NAME}. A picocli command object holds what its
 * command line said, so every call gets a fresh one: verbs are prototype-scoped components that carry their name in the
 * property {@link #NAME}.
 */
abstract class Verb implements Callable<Integer> {

    /** The service property with the command's name. */
    static final String NAME = "glad.command";

    /** Options and parameters whose label is one of these are completed from the ids known at the time. */
    static final String EXPERIMENT = "EXPERIMENT";
    static final String DATASET = "DATASET";
    static final String PART = "ID";

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

    /** Says how this command will be asked to stop; else by interrupting the thread that calls it. */
    final void stoppedBy(StopRequest request) {
        stop = request;
    }

    /** Returns how this command is asked to stop. */
    final StopRequest stop() {
        if (stop == null) {
            stop = new StopRequest();
        }
        return stop;
    }

    /** Tells whether the verb of a name has a part in a command line that begins with a word; others needn't be made for it. */
    static boolean serves(String name, String first) {
        return name.equals(first) || name.startsWith(first + " ");
    }

    /** Does the work. Only the result goes to standard output; progress goes to {@link #progress}. */
    abstract Result run() throws Exception;

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
    final String commandLine() {
        List<String> words = spec.root().commandLine().getParseResult().originalArgs();
        return "glad " + words.stream().map(w -> w.matches("[\\w./,:=@%+-]+") ? w : "'" + w + "'")
                .collect(Collectors.joining(" "));
    }

    /** Returns a new progress line on standard error. */
    final Progress progress(String what) {
        return new Progress(spec.commandLine().getErr(), what, stop());
    }

    /** Loads an experiment, showing how far it is. */
    final LoadedExperiment load(ExperimentLoader loader, Experiment experiment, Placement placement) {
        if (!placement.device().isGpu() && placement.precision().used().contains(Precision.FP16)) {
            remark("fp16 on a CPU: most take a hundred times as long as in fp32, and few are quick; ./glad doctor measures this one."
                    + " bf16 is quick on more");
        }
        try (Progress line = progress("load")) {
            return loader.load(experiment, placement, p -> line.step(p.filled(), p.parameters(), p.reference()));
        }
    }

    /** Prints a remark on standard error. */
    final void remark(String line) {
        spec.commandLine().getErr().println(Printable.lines(line));
        spec.commandLine().getErr().flush();
    }

    /** Tells whether the user wants an object instead of text. */
    final boolean json() {
        return json;
    }

    final boolean debug() {
        return debug;
    }
}
