package glad.trackers.process.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The example in C++, where there is a compiler. */
class CppExampleTest extends PatchExampleTest {

    @TempDir
    private static Path built;

    @BeforeAll
    static void compile() throws IOException, InterruptedException {
        assumeSuccess("c++", "--version");
        Path said = built.resolve("said.txt");
        int code = new ProcessBuilder("c++", "-std=c++17", "-Wall", "-o", built.resolve("patch").toString(), EXAMPLES.resolve("patch.cpp").toString())
                .redirectErrorStream(true).redirectOutput(said.toFile()).start().waitFor();
        assertEquals("0", code + Files.readString(said), "it compiles without a warning");
    }

    @Override
    List<String> command() {
        return List.of(built.resolve("patch").toString());
    }
}
