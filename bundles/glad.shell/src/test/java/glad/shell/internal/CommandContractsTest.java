package glad.shell.internal;

import glad.kit.CommandChecks;
import glad.shell.ShellCommand;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/** Every command that comes with GLAD keeps the contract of commands, as far as it can be told without its services. */
class CommandContractsTest {

    private static final Path CLASSES = Path.of("target/classes");

    @TestFactory
    Stream<DynamicTest> everyCommandKeepsItsContract() throws IOException {
        try (Stream<Path> files = Files.walk(CLASSES)) {
            List<Path> verbs = files.filter(file -> file.toString().endsWith("Verb.class")).sorted().toList();
            return Stream.concat(Stream.of(DynamicTest.dynamicTest("all are found", () -> {
                if (verbs.size() < 20) {
                    throw new AssertionError(verbs + "");
                }
            })), verbs.stream().flatMap(CommandContractsTest::checks));
        }
    }

    private static Stream<DynamicTest> checks(Path file) {
        String type = CLASSES.relativize(file).toString().replace(file.getFileSystem().getSeparator(), ".").replaceFirst("\\.class$", "");
        String name = new CommandLine(fresh(type)).getCommandName();
        return CommandChecks.of(() -> fresh(type), name, null).stream()
                .map(check -> DynamicTest.dynamicTest(name + ": " + check.name(), check.body()::run));
    }

    private static ShellCommand fresh(String type) {
        try {
            Constructor<?> constructor = Class.forName(type).getConstructors()[0];
            return (ShellCommand) constructor.newInstance(Stream.of(constructor.getParameterTypes())
                    .<Object>map(service -> service == List.class ? List.of() : null).toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " can't be made without its services", e);
        }
    }
}
