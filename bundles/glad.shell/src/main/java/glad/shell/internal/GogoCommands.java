package glad.shell.internal;

import glad.api.GladException;
import glad.api.Names;
import glad.api.Reason;
import glad.shell.ShellCommand;
import java.util.Collection;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.CommandSessionListener;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Job;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Offers every verb to the Gogo shell as {@code glad:NAME}, with {@code glad:help} and the completion that the shell's
 * profile asks for. Without Gogo it stays inactive.
 */
@Component(service = {}, immediate = true)
public final class GogoCommands {

    /** What only the shell's profile asks for. */
    private static final Set<String> HIDDEN = Set.of("names", "options", "candidates", "default", "head", "tail", "kill", "ps");

    /** The session's variable with the exit code of the command that ran last. */
    static final String STATUS = "status";

    private final BundleContext context;
    private final Commands commands;
    private final SessionJobs jobs = new SessionJobs();
    /** What an "exit" found running, and said so. */
    private final Set<Job> told = ConcurrentHashMap.newKeySet();
    private final Map<String, ServiceRegistration<Function>> offered = new ConcurrentHashMap<>();
    /** How many bundles offer a command of a name. */
    private final Map<String, Integer> bundles = new HashMap<>();

    /** Made by the component runtime; the processor is only there to wait for Gogo. */
    @Activate
    public GogoCommands(BundleContext context, @Reference CommandProcessor processor, @Reference Commands commands) {
        this.context = context;
        this.commands = commands;
        offer("help", this::help);
        offer("names", (session, words) -> offered.keySet().stream().filter(own -> !HIDDEN.contains(own)).sorted().toList());
        offer("options", (session, words) -> commands.options(words.isEmpty() ? "" : String.valueOf(words.get(0))));
        offer("candidates", this::candidates);
        offer("exit", this::exit);
        offer("kill", this::kill);
        offer("ps", (session, words) -> {
            List<Job> others = SessionJobs.others(session);
            others.forEach(job -> System.out.println(Printable.line(SessionJobs.line(job, job.status()))));
            return others.isEmpty() ? "nothing runs behind this prompt; jobs lists the jobs in the queue" : null;
        });
        offer("default", this::other);
        offer("head", (session, words) -> counted(session, "gogo:head", words));
        offer("tail", (session, words) -> counted(session, "gogo:tail", words));
        context.registerService(CommandSessionListener.class, jobs, null);
    }

    @Reference(service = ShellCommand.class, cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addVerb(ServiceReference<ShellCommand> verb) {
        // One of two words is reached through the first; which of two bundles' commands of one name is run, Commands says.
        if (verb.getProperty(ShellCommand.NAME) instanceof String name && name.indexOf(' ') < 0) {
            synchronized (bundles) {
                if (bundles.merge(name, 1, Integer::sum) == 1) {
                    offer(name, (session, words) -> execute(session, Stream.concat(Stream.of(name), words.stream())));
                }
            }
        }
    }

    void removeVerb(ServiceReference<ShellCommand> verb) {
        if (verb.getProperty(ShellCommand.NAME) instanceof String name && name.indexOf(' ') < 0) {
            synchronized (bundles) {
                if (bundles.merge(name, -1, (count, one) -> count + one == 0 ? null : count + one) == null) {
                    offered.remove(name).unregister();
                }
            }
        }
    }

    private void offer(String name, Function function) {
        offered.put(name, context.registerService(Function.class, function, new Hashtable<>(Map.of(
                CommandProcessor.COMMAND_SCOPE, "glad", CommandProcessor.COMMAND_FUNCTION, name))));
    }

    private Object execute(CommandSession session, Stream<?> words) {
        String[] line = words.map(String::valueOf).toArray(String[]::new);
        try {
            session.put(STATUS, jobs.run(stop -> commands.execute(stop, Display.of(session), line)));
        } finally {
            Thread.interrupted(); // it was meant for the command, the thread is Gogo's
        }
        return null;
    }

    /** {@code help}, {@code help glad:NAME}, {@code help NAME}; other bundles' commands are left to their own help. */
    private Object help(CommandSession session, List<Object> words) throws Exception {
        String wanted = words.isEmpty() ? "" : String.valueOf(words.get(0));
        String name = wanted.startsWith("glad:") ? wanted.substring(5) : wanted;
        if (wanted.isEmpty() || offered.containsKey(name)) {
            execute(session, Stream.of(name, "--help").filter(w -> !w.isEmpty()));
            if (wanted.isEmpty()) {
                System.out.println("The framework's, with bundles by name or number: " + names(session, "felix:") + System.lineSeparator()
                        + "The shell's own: " + names(session, "gogo:") + ", kill, ps; \"help NAME\" tells more.");
            }
            return null;
        }
        return session.execute("felix:help " + wanted);
    }

    private static String names(CommandSession session, String scope) {
        return ((Collection<?>) session.get(".commands")).stream().map(String::valueOf).filter(command -> command.matches(scope + "[a-z]+"))
                .map(command -> command.substring(scope.length())).distinct().sorted().collect(Collectors.joining(", "));
    }

    /**
     * {@code default NAME ARGUMENT...}: what Gogo calls for a name that this scope lacks. A command of another bundle is run;
     * what it throws is told in words, and so is a name that nobody knows.
     */
    private Object other(CommandSession session, List<Object> words) {
        String name = String.valueOf(words.get(0));
        List<String> known = ((Collection<?>) session.get(".commands")).stream().map(String::valueOf).toList();
        Object command = Stream.of("gogo", "felix").map(scope -> scope + ":" + name).filter(known::contains).findFirst()
                .or(() -> known.stream().filter(other -> other.endsWith(":" + name)).findFirst()).map(session::get).orElse(null);
        try {
            if (command instanceof Function function) {
                List<Object> arguments = words.subList(1, words.size());
                return function.execute(session, !BundleWords.COMMANDS.contains(name) ? arguments
                        : BundleWords.numbered(context.getBundle(0).getBundleContext().getBundles(), arguments));
            }
            session.put(STATUS, 2);
            tell(OtherShells.instead(name).orElseGet(() ->
                    Names.unknown("command", name, offered.keySet().stream().filter(own -> !HIDDEN.contains(own)).toList())));
        } catch (GladException e) {
            session.put(STATUS, e.exitCode());
            tell(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            boolean misfit = e instanceof IllegalArgumentException && String.valueOf(e.getMessage()).startsWith("Cannot coerce");
            tell(misfit ? "\"" + name + "\" doesn't take these arguments; see help " + name : Reason.of(e));
        }
        return null;
    }

    /** Gogo's own take a number of lines by -n only, and fail without a word of use on others. */
    private static Object counted(CommandSession session, String own, List<Object> words) throws Exception {
        return ((Function) session.get(own)).execute(session, OtherShells.counted(words));
    }

    private static void tell(String problem) {
        System.err.println("error: " + Printable.line(problem));
    }

    /** Leaves, but not without a word while something runs behind the prompt. */
    private Object exit(CommandSession session, List<Object> words) throws BundleException {
        List<Job> others = SessionJobs.others(session);
        if (told.containsAll(others)) {
            context.getBundle(0).stop();
            return null;
        }
        told.addAll(others);
        return "still running: " + others.stream().map(job -> "[" + job.id() + "] " + job.command()).collect(Collectors.joining(", "))
                + "; another exit stops it and leaves";
    }

    /** {@code kill NUMBER...}: stops commands that run behind the prompt. */
    private Object kill(CommandSession session, List<Object> words) {
        if (words.isEmpty()) {
            session.put(STATUS, 2);
            tell("kill takes the number of a command behind this prompt, which ps tells; cancel JOB takes a job from the queue");
        }
        for (Object word : words) {
            SessionJobs.others(session).stream().filter(job -> String.valueOf(word).equals(String.valueOf(job.id()))).findFirst()
                    .ifPresentOrElse(jobs::stop, () -> {
                        session.put(STATUS, 2);
                        tell("no command \"" + word + "\" runs behind this prompt; ps lists those that do, cancel JOB takes a job from the queue");
                    });
        }
        return null;
    }

    /** {@code candidates WORDS INDEX POSITION}: what may stand at that place of a command line. */
    private Object candidates(CommandSession session, List<Object> words) {
        if (words.size() < 3) {
            return List.of();
        }
        List<?> line = (List<?>) words.get(0);
        String[] all = line.stream().map(w -> String.valueOf(w).replaceFirst("^glad:", "")).toArray(String[]::new);
        if (BundleWords.COMMANDS.contains(all[0])) {
            all[0] = "diag"; // it takes bundles, too
        }
        return commands.candidates(all, Integer.parseInt(String.valueOf(words.get(1))),
                Integer.parseInt(String.valueOf(words.get(2))));
    }
}
