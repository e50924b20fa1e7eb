package glad.shell.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Answers command lines that need no service, so that the launcher asks it before it starts the framework: those that ask for
 * help or the version, and those that are wrong. It reads them with the commands themselves, made without their services.
 */
public final class Usage implements ToIntFunction<String[]> {

    /** The value for a command line that is well formed and isn't answered yet: its command has to run. */
    public static final int UNANSWERED = -1;

    private static final Pattern COMMAND = Pattern.compile("name=\"" + Pattern.quote(Verb.NAME) + "\"[^>]* value=\"([^\"]+)\"");
    private static final Pattern CLASS = Pattern.compile("<implementation class=\"([^\"]+)\"");

    private final Map<String, String> classes;

    /** Knows the commands that the jar of this class declares as components. */
    public Usage() throws IOException, URISyntaxException {
        classes = classes(Path.of(Usage.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
    }

    private static Map<String, String> classes(Path jar) throws IOException {
        Map<String, String> classes = new TreeMap<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (String component : file.getManifest().getMainAttributes().getValue("Service-Component").split("\\s*,\\s*")) {
                try (InputStream in = file.getInputStream(file.getEntry(component))) {
                    String xml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                    Matcher command = COMMAND.matcher(xml);
                    Matcher type = CLASS.matcher(xml);
                    if (command.find() && type.find()) {
                        classes.put(command.group(1), type.group(1));
                    }
                }
            }
        }
        return classes;
    }

    /** Returns the exit code if the words were answered, else {@link #UNANSWERED}. */
    @Override
    public int applyAsInt(String[] words) {
        String first = words.length == 0 ? "" : words[0];
        Map<String, Verb> verbs = new TreeMap<>();
        classes.forEach((name, type) -> {
            if (!classes.containsKey(first) || Verb.serves(name, first)) {
                verbs.put(name, withoutServices(type));
            }
        });
        CommandLine line = CommandLines.of(verbs, new PrintWriter(System.out, true), new PrintWriter(System.err, true));
        line.setExecutionStrategy(parsed -> {
            Integer answered = CommandLine.executeHelpRequest(parsed);
            if (answered == null && !parsed.hasSubcommand()) {
                throw new ParameterException(line, "a command is missing");
            }
            return answered == null ? UNANSWERED : answered;
        });
        return line.execute(words);
    }

    private static Verb withoutServices(String type) {
        try {
            Constructor<?> constructor = Class.forName(type).getConstructors()[0];
            return (Verb) constructor.newInstance(Stream.of(constructor.getParameterTypes())
                    .<Object>map(service -> service == List.class ? List.of() : null).toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("command " + type + " can't be made without its services", e);
        }
    }
}
