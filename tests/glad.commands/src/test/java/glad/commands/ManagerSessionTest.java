package glad.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code examples/session.glad}, and what it hands to another machine's folder. */
class ManagerSessionTest {

    @TempDir
    private Path here;

    @TempDir
    private Path there;

    @Test
    void aSessionIsAScriptAndItsRunsGoToAnotherFolder() throws IOException, InterruptedException {
        Product product = new Product(here);
        String printed = product.succeed("shell", product.home().resolve("examples/session.glad").toString());
        for (String line : List.of("evaluate-2 has ended: 1 cancelled", "1 task of evaluate-2 is in the queue again", "evaluate-1 is held;",
                "2 tasks ended", "evaluate-1 has ended: 1 done", "static/second/procedural - correlation/first/procedural",
                "correlation/first/procedural: 3 of 3 results are the same to the last byte")) {
            assertTrue(printed.contains(line), line + " isn't in:\n" + printed);
        }
        assertTrue(printed.lines().anyMatch(line -> line.matches(" *static/second/procedural +procedural +0 +[0-9-]+ +[0-9.]+ *")), "no colours in a file: " + printed);
        Path script = Files.writeString(there.resolve("other.glad"), "runs import " + here.resolve("session.zip") + "\nruns --filter tag=good\n"
                + "runs import " + here.resolve("session.zip") + "\n");
        Product.Ended again = new Product(there).run("shell", script.toString());
        assertEquals(2, again.code(), again.printed());
        assertTrue(again.printed().lines().anyMatch(line -> line.matches(" *correlation/first/procedural +procedural +0 +good .*")), again.printed());
        assertTrue(again.printed().contains("other.glad line 3 failed"), again.printed());
        assertEquals(-1, Files.mismatch(here.resolve("runs/static/second/procedural/results/tiny-0003.csv"),
                there.resolve("runs/static/second/procedural/results/tiny-0003.csv")));
    }
}
