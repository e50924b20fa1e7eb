package glad.shell.internal;

import glad.base.Places;
import glad.shell.ShellCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Answers command lines that need no service, so that the launcher asks it before it starts the framework: those that ask for
 * help or the version, and those that are wrong. It reads them with the commands themselves, made without their services. Where
 * plugins add commands, only the framework knows all.
 */
public final class Usage implements ToIntFunction<String[]> {

    /** The value for a command line that is well formed and isn't answered yet: its command has to run. */
    public static final int UNANSWERED = -1;

    private static final Pattern COMMAND = Pattern.compile("name=\"" + Pattern.quote(ShellCommand.NAME) + "\"[^>]* value=\"([^\"]+)\"");
    private static final Pattern CLASS = Pattern.compile("<implementation class=\"([^\"]+)\"");

    private final Map<String, String> classes;
    private final boolean others;

    /** Knows the commands that the jar of this class declares as components. */
    public Usage() throws IOException, URISyntaxException {
        this(Path.of(Usage.class.getProtectionDomain().getCodeSource().getLocation().toURI()),
                Places.of(System::getProperty).plugins());
    }

    /**
     * Knows the commands of a jar.
     *
     * @param plugins folders of jars that may add others
     */
    Usage(Path jar, List<Path> plugins) throws IOException {
        classes = classes(jar);
        others = plugins.stream().anyMatch(Usage::addsCommands);
    }

    private static boolean addsCommands(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar")).anyMatch(jar -> {
                try {
                    return !classes(jar).isEmpty();
                } catch (IOException e) {
                    return false; // the framework says what is wrong with it
                }
            });
        } catch (IOException e) {
            return false;
        }
    }

    private static Map<String, String> classes(Path jar) throws IOException {
        Map<String, String> classes = new TreeMap<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            String components = manifest == null ? null : manifest.getMainAttributes().getValue("Service-Component");
            for (String component : components == null ? new String[0] : components.split("\\s*,\\s*")) {
                if (file.getEntry(component) == null) { // a pattern, or damaged
                    continue;
                }
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
        if (others && !classes.containsKey(first)) {
            return UNANSWERED;
        }
        Map<String, ShellCommand> verbs = new TreeMap<>();
        classes.forEach((name, type) -> {
            if (!classes.containsKey(first) || Commands.serves(name, first)) {
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

    private static ShellCommand withoutServices(String type) {
        try {
            Constructor<?> constructor = Class.forName(type).getConstructors()[0];
            return (ShellCommand) constructor.newInstance(Stream.of(constructor.getParameterTypes())
                    .<Object>map(service -> service == List.class ? List.of() : null).toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("command " + type + " can't be made without its services", e);
        }
    }
}
