package glad.testing;

import glad.kit.CommandChecks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What a command of the shell has to hold, see {@link CommandChecks#of}; its test extends this. */
public abstract class CommandContract {

    @TempDir
    private Path folder;

    /** Returns a fresh command: a {@code glad.shell.ShellCommand}. */
    protected abstract Callable<Integer> command();

    /**
     * Returns the words behind the command's name of a command line that succeeds.
     *
     * @param folder an empty folder for what it reads and writes
     */
    protected abstract List<String> example(Path folder) throws IOException;

    @TestFactory
    final Stream<DynamicTest> keepsItsContract() throws IOException {
        return CommandChecks.of(this::command, new CommandLine(command()).getCommandName(), example(folder)).stream()
                .map(check -> DynamicTest.dynamicTest(check.name(), check.body()::run));
    }
}
