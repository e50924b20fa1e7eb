package glad.trackers.process.internal;

import com.fasterxml.jackson.databind.JsonNode;
import glad.api.GladException;
import glad.api.Names;
import glad.trackers.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What {@code trackers.yaml} says of one tracker.
 *
 * @param id what commands call it
 * @param description one line
 * @param command the program and its arguments
 * @param protocol how it is asked
 * @param transport what that goes through
 * @param folder where it runs
 * @param environment variables that it gets besides those of GLAD
 * @param start how long it may take from its start to its first answer
 * @param frame how long it may take over a further frame
 */
record Declaration(String id, String description, List<String> command, Protocol protocol, Transport transport, Path folder,
        SortedMap<String, String> environment, Duration start, Duration frame) {

    /** The key that makes an entry one of these. */
    static final String COMMAND = "command";

    private static final String PROTOCOL = "protocol";
    private static final String TRANSPORT = "transport";
    private static final String FOLDER = "folder";
    private static final String ENVIRONMENT = "environment";
    private static final String START = "start_seconds";
    private static final String FRAME = "frame_seconds";
    private static final String DESCRIPTION = "description";
    private static final List<String> KEYS = List.of(COMMAND, PROTOCOL, TRANSPORT, FOLDER, ENVIRONMENT, START, FRAME, DESCRIPTION);

    /** Models of a few gigabytes are read from a slow disk within it. */
    private static final double USUAL_START = 120;
    private static final double USUAL_FRAME = 30;
    private static final double LONGEST = 86_400;

    /** Copies the lists. */
    Declaration {
        command = List.copyOf(command);
        environment = new TreeMap<>(environment);
    }

    /** Reads an entry; a folder that isn't absolute is seen from where that stands. @throws GladException (usage) naming key, value, and what is expected */
    static Declaration read(Entry entry) {
        entry.only(KEYS);
        Protocol protocol = Protocol.of(entry.what(), entry.text(PROTOCOL, Protocol.JSON_LINES.id()));
        List<String> command = command(entry);
        return new Declaration(entry.id(), entry.text(DESCRIPTION, String.join(" ", command)), command, protocol,
                transport(entry, protocol), entry.file().toAbsolutePath().resolveSibling(entry.text(FOLDER, "")).normalize(), environment(entry),
                seconds(entry, START, USUAL_START), seconds(entry, FRAME, USUAL_FRAME));
    }

    private static Transport transport(Entry entry, Protocol protocol) {
        String text = entry.text(TRANSPORT, Transport.PIPES.id());
        List<String> known = protocol.transports().stream().map(Transport::id).toList();
        return protocol.transports().stream().filter(one -> one.id().equals(text)).findFirst().orElseThrow(() -> GladException.usage(
                Names.unknown("transport of protocol " + protocol.id() + " of " + entry.what(), text, known)));
    }

    private static Duration seconds(Entry entry, String key, double usual) {
        JsonNode value = entry.value(key);
        double seconds = value.isMissingNode() ? usual : value.isNumber() ? value.doubleValue() : Double.NaN;
        if (!(seconds > 0 && seconds <= LONGEST)) {
            throw entry.wrong(key, value, "a number of seconds above 0, at most " + (long) LONGEST);
        }
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    private static List<String> command(Entry entry) {
        JsonNode value = entry.value(COMMAND);
        List<String> words = new ArrayList<>();
        for (JsonNode word : value) {
            if (!word.isValueNode() || word.isNull()) {
                throw entry.wrong(COMMAND, word, "a list of words such as [python3, tracker.py]");
            }
            words.add(word.asText());
        }
        if (!value.isArray() || words.isEmpty() || words.get(0).isBlank()) {
            throw entry.wrong(COMMAND, value, "a list of words such as [python3, tracker.py]");
        }
        return words;
    }

    private static SortedMap<String, String> environment(Entry entry) {
        JsonNode value = entry.value(ENVIRONMENT);
        if (!value.isMissingNode() && !value.isObject()) {
            throw entry.wrong(ENVIRONMENT, value, "names and values of variables");
        }
        SortedMap<String, String> environment = new TreeMap<>();
        value.properties().forEach(variable -> {
            if (!variable.getValue().isValueNode() || variable.getValue().isNull() || !variable.getKey().matches("[^=\\s]+")) {
                throw entry.wrong(ENVIRONMENT + "." + variable.getKey(), variable.getValue(), "a text or a number, behind a name without blanks");
            }
            environment.put(variable.getKey(), variable.getValue().asText());
        });
        return environment;
    }

    /**
     * Returns what decides what the tracker finds: its command, folder and variables, and the hashes of the files that words of the
     * command name. What such a file reads in its turn isn't seen from here.
     *
     * @throws GladException (usage) if its folder or program isn't there; (failure) if a file can't be read
     */
    SortedMap<String, String> content() {
        if (!Files.isDirectory(folder)) {
            throw GladException.usage("folder \"" + folder + "\" of tracker \"" + id + "\" isn't there; make it, or mend \"" + FOLDER
                    + "\" in trackers.yaml");
        }
        if (!isProgramThere()) {
            throw GladException.usage("program \"" + command.get(0) + "\" of tracker \"" + id + "\" isn't there; install it, or mend \""
                    + COMMAND + "\" in trackers.yaml");
        }
        SortedMap<String, String> content = new TreeMap<>();
        content.put(COMMAND, String.join(" ", command));
        content.put(FOLDER, folder.toString());
        content.put(PROTOCOL, protocol.id());
        if (transport != Transport.PIPES) {
            content.put(TRANSPORT, transport.id());
        }
        environment.forEach((name, value) -> content.put(ENVIRONMENT + " " + name, value));
        for (String word : command) {
            Path file = folder.resolve(word);
            if (Files.isRegularFile(file)) {
                content.put("file " + word, Entry.hash(file));
            }
        }
        return content;
    }

    /** Returns how long the program may take from now to its first answer. */
    Patience toStart() {
        return Patience.now(START, start);
    }

    /** Returns how long it may take from now over a further frame. */
    Patience toFrame() {
        return Patience.now(FRAME, frame);
    }

    /** A name without a slash is looked for where the system would. */
    private boolean isProgramThere() {
        String program = command.get(0);
        if (program.contains("/")) {
            return Files.isExecutable(folder.resolve(program));
        }
        Map<String, String> variables = new TreeMap<>(System.getenv());
        variables.putAll(environment);
        return Stream.of(variables.getOrDefault("PATH", "").split(":")).filter(place -> !place.isEmpty())
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }
}
