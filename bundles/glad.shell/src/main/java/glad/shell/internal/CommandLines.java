package glad.shell.internal;

import glad.api.GladException;
import glad.api.Names;
import glad.api.Reason;
import glad.base.Places;
import glad.runtime.BundleFault;
import glad.runtime.Settings;
import glad.shell.ShellCommand;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** Puts verbs under one {@code glad} command line that reports errors in one line and exits with 2 or 1. */
public final class CommandLines {

    @Command(name = "glad", description = "Vision-language tracking: every part a service, every job a command.",
            versionProvider = Version.class, footer = {"", "./glad COMMAND --help tells more about a command."})
    private static final class Root {

        @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
        private boolean help;

        @Option(names = {"-V", "--version"}, versionHelp = true, description = "Show the version.")
        private boolean version;
    }

    /** Reads the version from the jar that these classes lie in. */
    private static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = CommandLines.class.getPackage().getImplementationVersion();
            return new String[] {"glad " + (version == null ? "of a build without a jar" : version)};
        }
    }

    /** What default values of options are made of: {@code ${bundle:glad.runs}} is the folder for results. */
    private static final class Defaults extends ResourceBundle {

        private static final String RUNS = "glad.runs";

        @Override
        protected Object handleGetObject(String key) {
            return key.equals(RUNS) ? runs().toString() : null;
        }

        /** Help is given even if the settings are damaged; a command that needs them says so. */
        private static Path runs() {
            try {
                return new Settings(System::getProperty).runs();
            } catch (GladException e) {
                return Places.of(System::getProperty).runs(Optional::empty);
            }
        }

        @Override
        public Enumeration<String> getKeys() {
            return Collections.enumeration(List.of(RUNS));
        }
    }

    private CommandLines() {}

    /**
     * Returns a command line.
     *
     * @param verbs fresh command objects by name, in the order of the help; one whose name has two words belongs to the
     *     command of the first, which comes before it
     * @param out where results go
     * @param err where errors, remarks and progress go
     */
    public static CommandLine of(Map<String, ShellCommand> verbs, PrintWriter out, PrintWriter err) {
        CommandLine root = new CommandLine(new Root());
        verbs.forEach((name, verb) -> {
            int space = name.indexOf(' ');
            CommandLine parent = space < 0 ? root : root.getSubcommands().get(name.substring(0, space));
            if (parent != null) {
                parent.addSubcommand(name.substring(space + 1), verb);
            }
        });
        root.setResourceBundle(new Defaults());
        root.setHelpSectionMap(root.getHelpSectionMap().entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey,
                section -> help -> Printable.called(section.getValue().render(help)))));
        root.setOut(out);
        root.setErr(err);
        root.setOverwrittenOptionsAllowed(true);
        root.setUsageHelpAutoWidth(true);
        root.setCaseInsensitiveEnumValuesAllowed(true);
        root.setParameterExceptionHandler(CommandLines::wrongUsage);
        root.setExecutionExceptionHandler((e, line, parsed) -> failed(e, line));
        root.setExecutionStrategy(CommandLines::run);
        return root;
    }

    private static int run(ParseResult parsed) {
        try {
            return new RunLast().execute(parsed);
        } catch (LinkageError e) { // a bundle was built for others than are installed
            List<CommandLine> lines = parsed.asCommandLineList();
            return failed(GladException.failure(BundleFault.reason(e), e), lines.get(lines.size() - 1));
        }
    }

    private static int wrongUsage(ParameterException e, String[] args) {
        CommandLine line = e.getCommandLine();
        boolean root = line.getParent() == null;
        if (root && args.length == 0) {
            line.usage(line.getErr());
            return 2;
        }
        String text = e.getMessage().replaceFirst("^Error: ", "");
        Optional<String> strange = strange(e, args);
        if (strange.isPresent()) {
            String word = strange.get();
            if (root) {
                text = OtherShells.instead(word).orElseGet(() -> Names.unknown("command", word, line.getSubcommands().keySet()));
            } else if (word.startsWith("-")) {
                text = Names.unknown("option", word, options(line.getCommandSpec()));
            } else {
                text = "unexpected argument \"" + word + "\"";
            }
        }
        error(line.getErr(), text + (root ? "" : "; see ./" + line.getCommandSpec().qualifiedName() + " --help"));
        return 2;
    }

    /**
     * Returns the first word that means nothing. A misspelt option is told before the one that is missing because of it.
     */
    private static Optional<String> strange(ParameterException e, String[] args) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            return unmatched.getUnmatched().stream().findFirst();
        }
        Set<String> known = e.getCommandLine().getCommandSpec().optionsMap().keySet();
        return e instanceof MissingParameterException ? Stream.of(args).takeWhile(word -> !word.equals("--"))
                .filter(word -> word.matches("--[a-zA-Z].*") && !known.contains(word.replaceFirst("=.*", ""))).findFirst()
                : Optional.empty();
    }

    private static List<String> options(CommandSpec spec) {
        return spec.options().stream().map(o -> o.longestName()).toList();
    }

    private static int failed(Exception e, CommandLine line) {
        boolean debug = line.getCommand() instanceof ShellCommand verb && verb.debug();
        boolean stopped = line.getCommand() instanceof ShellCommand verb && verb.stop().asked() && !(e instanceof GladException);
        boolean known = e instanceof GladException;
        boolean foreign = BundleFault.bundle(e).isPresent();
        // What an interrupt broke off fails in some way of its own.
        error(line.getErr(), known ? e.getMessage() : stopped ? line.getCommandName() + ": stopped"
                : (foreign ? BundleFault.reason(e) : "unexpected failure: " + Reason.of(e))
                        + (debug ? "" : "; run it again with --debug and report what it prints" + (foreign ? " to who made it" : "")));
        if (debug) {
            e.printStackTrace(line.getErr());
            line.getErr().flush();
        }
        return e instanceof GladException failure ? failure.exitCode() : 1;
    }

    private static void error(PrintWriter err, String text) {
        err.println("error: " + Printable.line(text));
        err.flush();
    }
}
