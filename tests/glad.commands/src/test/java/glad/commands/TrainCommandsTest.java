package glad.commands;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The README's commands {@link CommandGroup#TRAIN}, run. */
class TrainCommandsTest {

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> aCommandOfTheReadmeSucceedsAndPrintsNoWarningOfNnpack() throws IOException, InterruptedException {
        return CommandGroup.TRAIN.tests(folder);
    }
}
