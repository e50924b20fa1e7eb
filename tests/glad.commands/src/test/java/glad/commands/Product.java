package glad.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The checkout's {@code ./glad}, run in a folder of its own, on a processor that NNPACK doesn't know if one can be played here. */
final class Product {

    /** What NNPACK answers on processors that it doesn't know; put before libtorch's own. */
    private static final String UNKNOWN_PROCESSOR = "int nnp_initialize(void) { return 51; }\n";
    private static final long LIMIT_SECONDS = 300;

    private final Path home = Path.of("../..").toAbsolutePath().normalize();
    private final Path folder;
    private final Optional<Path> preloaded;

    /** What a command printed on both of its outputs, and how it ended. */
    record Ended(int code, String printed) {
    }

    /** Prepares to run in a folder. */
    Product(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        assumeTrue(System.getProperty("os.name").equals("Linux"), "./glad is tried on Linux");
        preloaded = unknownProcessor();
    }

    /** Returns the text of the README. */
    String readme() throws IOException {
        return Files.readString(home.resolve("README.md"));
    }

    /** Returns the path of the jar for programs. */
    String jar() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("bundles/glad.launcher/target"))) {
            return files.filter(file -> file.getFileName().toString().matches("glad\\.launcher-.*(?<!-sources)\\.jar")).findFirst().orElseThrow().toString();
        }
    }

    /** Starts a command. */
    Process start(Path printed, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(home.resolve("glad").toString()));
        command.addAll(List.of(words));
        return start(printed, command);
    }

    private Process start(Path printed, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(printed.toFile()).redirectInput(nothing().toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("GLAD_SETTINGS", folder.resolve("settings.yaml").toString());
        // The user's own places, so that no test meets what lies in the real ones.
        builder.environment().put("XDG_CONFIG_HOME", user().resolve(".config").toString());
        builder.environment().put("XDG_DATA_HOME", user().resolve(".local/share").toString());
        builder.environment().put("XDG_CACHE_HOME", user().resolve(".cache").toString());
        preloaded.ifPresent(library -> builder.environment().put("LD_PRELOAD", library.toString()));
        return builder.start();
    }

    /** Runs a command to its end. */
    Ended run(String... words) throws IOException, InterruptedException {
        Path printed = Files.createTempFile(folder, "printed", ".txt");
        return ended(start(printed, words), printed);
    }

    /**
     * Runs lines of a shell in which {@code ./glad}, {@code ./mvnw} and {@code ~} are what they are to a user, in the folder; the first
     * that fails ends them.
     */
    Ended script(String lines) throws IOException, InterruptedException {
        Files.createSymbolicLink(folder.resolve("glad"), home.resolve("glad"));
        // Maven keeps its own home: what it has downloaded lies there.
        Path maven = Files.writeString(folder.resolve("mvnw"),
                "#!/bin/sh\nHOME='" + System.getProperty("user.home") + "' exec '" + home.resolve("mvnw") + "' -q \"$@\"\n");
        maven.toFile().setExecutable(true);
        Path printed = Files.createTempFile(folder, "printed", ".txt");
        return ended(start(printed, List.of("sh", "-ec", "HOME='" + Files.createDirectories(user()) + "'\n" + lines)), printed);
    }

    /** Returns the checkout's folder. */
    Path home() {
        return home;
    }

    private Path user() {
        return folder.resolve("user");
    }

    private static Ended ended(Process process, Path printed) throws IOException, InterruptedException {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return new Ended(process.exitValue(), Files.readString(printed));
    }

    /** Runs a command that must succeed, and returns what it printed. */
    String succeed(String... words) throws IOException, InterruptedException {
        Ended ended = run(words);
        assertEquals(0, ended.code(), ended.printed());
        return ended.printed();
    }

    private Path nothing() throws IOException {
        Path nothing = folder.resolve("nothing.txt");
        return Files.exists(nothing) ? nothing : Files.writeString(nothing, "");
    }

    private Optional<Path> unknownProcessor() throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("unknown.c"), UNKNOWN_PROCESSOR);
        Path library = folder.resolve("unknown.so");
        try {
            Process compiler = new ProcessBuilder("cc", "-shared", "-fPIC", "-o", library.toString(), source.toString())
                    .redirectErrorStream(true).redirectOutput(folder.resolve("cc.txt").toFile()).start();
            return compiler.waitFor() == 0 ? Optional.of(library) : Optional.empty();
        } catch (IOException e) {
            // No C compiler: the commands are run all the same, on the processor that is here.
            return Optional.empty();
        }
    }
}
