package glad.shell.internal;

import glad.bench.data.Datasets;
import glad.experiment.Experiments;
import glad.jobs.JobQueue;
import glad.kit.plugins.Plugins;
import glad.runs.RunStore;
import glad.runtime.PartInfo;
import glad.runtime.Registries;
import glad.shell.ShellCommand;
import glad.shell.StopRequest;
import glad.shell.internal.jobs.JobTexts;
import glad.shell.internal.plugins.DiagVerb;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferenceScope;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Runs commands. As the service {@code ToIntFunction} with {@code glad.main} it is what the launcher calls with the
 * words behind {@code ./glad}.
 */
@Component(service = {Commands.class, ToIntFunction.class}, property = "glad.main:Boolean=true")
public final class Commands implements ToIntFunction<String[]> {

    /** Commands that tell about plugins themselves, or need none. */
    private static final Set<String> WITHOUT_PLUGINS = Set.of("plugins", "plugin", "new", "shell");

    /** The label of parameters that are completed from the ids of runs. */
    private static final String RUN = "RUN";

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
            scope = ReferenceScope.PROTOTYPE_REQUIRED)
    private volatile List<ComponentServiceObjects<ShellCommand>> verbs = List.of();

    private final BundleContext framework;
    private final Experiments experiments;
    private final Datasets datasets;
    private final Registries registries;
    private final Plugins plugins;
    private final JobQueue queue;
    private final RunStore runs;

    /** Made by the component runtime; experiments, datasets and registries are asked for ids to complete. */
    @Activate
    public Commands(BundleContext context, @Reference Experiments experiments, @Reference Datasets datasets,
            @Reference Registries registries, @Reference Plugins plugins, @Reference JobQueue queue, @Reference RunStore runs) {
        this.queue = queue;
        this.runs = runs;
        framework = context.getBundle(0).getBundleContext();
        this.experiments = experiments;
        this.datasets = datasets;
        this.registries = registries;
        this.plugins = plugins;
    }

    @Override
    public int applyAsInt(String[] args) {
        return execute(new StopRequest(), Display.ofProcess(), args);
    }

    /**
     * Runs one command line and returns its exit code. If the process is asked to end meanwhile, by Ctrl-C or SIGTERM, a command
     * that has something to save does so first, and says so.
     */
    int execute(StopRequest stop, Display display, String... args) {
        try (Ending ending = new Ending(framework, stop)) {
            return perform(stop, display, args);
        }
    }

    /** Runs one command line as a part of something else, which asks it to stop, and returns its exit code. */
    public int perform(StopRequest stop, PrintWriter out, PrintWriter err, String... args) {
        return perform(stop, Display.ofFile(out, err), args);
    }

    private int perform(StopRequest stop, Display display, String... args) {
        List<Runnable> release = new ArrayList<>();
        try {
            String first = args.length == 0 ? "" : args[0];
            Map<String, ShellCommand> fresh = fresh(release, name -> serves(name, first));
            fresh.values().forEach(verb -> {
                verb.stoppedBy(stop);
                verb.shownOn(display.columns(), display.progressColumns());
            });
            tellUnused(display.err(), name -> serves(name, first));
            if (!WITHOUT_PLUGINS.contains(first)) {
                plugins.problems().forEach(problem -> display.err().println("plugin " + Printable.line(problem)));
            }
            return CommandLines.of(fresh, display.out(), display.err()).execute(args);
        } finally {
            release.forEach(Runnable::run);
        }
    }

    /** Tells whether the command of a name has a part in a command line that begins with a word; others needn't be made for it. */
    static boolean serves(String name, String first) {
        return name.equals(first) || name.startsWith(first + " ");
    }

    /** Returns the names of a command's options without their dashes; empty for an unknown command. */
    List<String> options(String command) {
        List<Runnable> release = new ArrayList<>();
        try {
            PrintWriter nowhere = new PrintWriter(PrintWriter.nullWriter());
            CommandLine line = CommandLines.of(fresh(release, name -> true), nowhere, nowhere).getSubcommands().get(command);
            return line == null ? List.of() : line.getCommandSpec().options().stream()
                    .map(option -> option.longestName().replaceFirst("^-+", "")).toList();
        } finally {
            release.forEach(Runnable::run);
        }
    }

    /** Returns what may stand at a place of a command line: options, and ids where they are wanted. */
    List<String> candidates(String[] words, int word, int position) {
        List<Runnable> release = new ArrayList<>();
        try {
            PrintWriter nowhere = new PrintWriter(PrintWriter.nullWriter());
            CommandLine line = CommandLines.of(fresh(release, name -> true), nowhere, nowhere);
            line.getSubcommands().values().forEach(command -> offerIds(command.getCommandSpec()));
            List<CharSequence> ends = new ArrayList<>();
            AutoComplete.complete(line.getCommandSpec(), words, word, position, 0, ends);
            String begun = word < words.length ? words[word].substring(0, position) : "";
            return ends.stream().map(end -> begun + end).toList();
        } finally {
            release.forEach(Runnable::run);
        }
    }

    /** Lets options and parameters whose label names a kind of id be completed from the ids known now. */
    private void offerIds(CommandSpec spec) {
        for (OptionSpec option : List.copyOf(spec.options())) {
            List<String> ids = ids(option.paramLabel());
            if (!ids.isEmpty()) {
                spec.remove(option);
                spec.addOption(OptionSpec.builder(option).completionCandidates(ids).build());
            }
        }
        for (PositionalParamSpec parameter : List.copyOf(spec.positionalParameters())) {
            List<String> ids = ids(parameter.paramLabel());
            if (!ids.isEmpty()) {
                spec.remove(parameter);
                spec.addPositional(PositionalParamSpec.builder(parameter).completionCandidates(ids).build());
            }
        }
    }

    private List<String> ids(String label) {
        return switch (label) {
            case ShellCommand.EXPERIMENT -> experiments.names();
            case ShellCommand.TRACKER ->
                Stream.concat(experiments.names().stream(), registries.trackers().ids().stream()).toList();
            case ShellCommand.DATASET -> datasets.ids();
            case JobTexts.JOB -> queue.ids();
            case RUN -> runs.ids();
            case DiagVerb.BUNDLE -> Stream.of(framework.getBundles()).map(Bundle::getSymbolicName).toList();
            case ShellCommand.PART -> registries.parts().list().stream().map(PartInfo::id).distinct().toList();
            default -> List.of();
        };
    }

    /** Makes the verbs of some names; all of them if there is none of such a name. */
    private Map<String, ShellCommand> fresh(List<Runnable> release, Predicate<String> which) {
        Map<String, ShellCommand> fresh = new TreeMap<>();
        Map<String, ComponentServiceObjects<ShellCommand>> all = byName();
        boolean none = all.keySet().stream().noneMatch(which);
        all.forEach((name, objects) -> {
            if (none || which.test(name)) {
                ShellCommand verb = objects.getService();
                release.add(() -> release(objects, verb));
                fresh.put(name, verb);
            }
        });
        return fresh;
    }

    /** Returns what offers each name: the first that came. */
    private Map<String, ComponentServiceObjects<ShellCommand>> byName() {
        Map<String, ComponentServiceObjects<ShellCommand>> all = new TreeMap<>();
        inOrder().forEach(objects -> name(objects).ifPresent(name -> all.putIfAbsent(name, objects)));
        return all;
    }

    private Stream<ComponentServiceObjects<ShellCommand>> inOrder() {
        return verbs.stream().sorted(Comparator.comparing(objects -> (Long) objects.getServiceReference().getProperty(Constants.SERVICE_ID)));
    }

    private static Optional<String> name(ComponentServiceObjects<ShellCommand> objects) {
        return Optional.ofNullable(objects.getServiceReference().getProperty(ShellCommand.NAME)).filter(String.class::isInstance)
                .map(String.class::cast);
    }

    /** Tells of commands that bundles offer in vain: without a name, or with one of those asked for that another had before. */
    private void tellUnused(PrintWriter err, Predicate<String> which) {
        Map<String, ComponentServiceObjects<ShellCommand>> used = byName();
        inOrder().filter(objects -> name(objects).map(name -> which.test(name) && used.get(name) != objects).orElse(true))
                .forEach(objects -> err.println("a command of bundle " + bundle(objects) + " can't be used: " + name(objects)
                        .map(name -> "bundle " + bundle(used.get(name)) + " was first to offer \"" + name + "\"")
                        .orElse("it has no name in its property " + ShellCommand.NAME)));
    }

    private static String bundle(ComponentServiceObjects<ShellCommand> objects) {
        Bundle bundle = objects.getServiceReference().getBundle();
        return bundle == null ? "that was removed" : bundle.getSymbolicName();
    }

    private static void release(ComponentServiceObjects<ShellCommand> objects, ShellCommand verb) {
        try {
            objects.ungetService(verb);
        } catch (IllegalStateException e) {
            // The framework stopped meanwhile, and took the verb back: the command "shell" ends so.
        }
    }
}
