package glad.shell.internal;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferenceScope;
import picocli.AutoComplete;
import picocli.CommandLine;

/**
 * Runs commands. As the service {@code ToIntFunction} with {@code glad.main} it is what the launcher calls with the
 * words behind {@code ./glad}.
 */
@Component(service = {Commands.class, ToIntFunction.class}, property = "glad.main:Boolean=true")
public final class Commands implements ToIntFunction<String[]> {

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
            scope = ReferenceScope.PROTOTYPE_REQUIRED)
    private volatile List<ComponentServiceObjects<Verb>> verbs = List.of();

    @Override
    public int applyAsInt(String[] args) {
        return execute(new PrintWriter(System.out, true), new PrintWriter(System.err, true), args);
    }

    /** Runs one command line and returns its exit code. */
    int execute(PrintWriter out, PrintWriter err, String... args) {
        List<Runnable> release = new ArrayList<>();
        try {
            return CommandLines.of(fresh(release), out, err).execute(args);
        } finally {
            release.forEach(Runnable::run);
        }
    }

    /** Returns what may stand at a place of a command line: options, and ids where they are wanted. */
    List<String> candidates(String[] words, int word, int position) {
        List<Runnable> release = new ArrayList<>();
        try {
            PrintWriter nowhere = new PrintWriter(PrintWriter.nullWriter());
            CommandLine line = CommandLines.of(fresh(release), nowhere, nowhere);
            List<CharSequence> ends = new ArrayList<>();
            AutoComplete.complete(line.getCommandSpec(), words, word, position, 0, ends);
            String begun = word < words.length ? words[word].substring(0, position) : "";
            return ends.stream().map(end -> begun + end).toList();
        } finally {
            release.forEach(Runnable::run);
        }
    }

    private Map<String, Verb> fresh(List<Runnable> release) {
        Map<String, Verb> fresh = new TreeMap<>();
        for (ComponentServiceObjects<Verb> objects : verbs) {
            Verb verb = objects.getService();
            release.add(() -> objects.ungetService(verb));
            fresh.put((String) objects.getServiceReference().getProperty(Verb.NAME), verb);
        }
        return fresh;
    }
}
