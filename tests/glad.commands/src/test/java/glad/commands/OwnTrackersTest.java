package glad.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that a user's {@code trackers.yaml} names, evaluated: one that answers, and one that gives up in one of two sequences. */
class OwnTrackersTest {

    /** Both say the same box of every frame, in the language of sed. */
    private static final String ENTRIES = """
            corner:
              command: [sed, -u, -e, 's/.*"do":"init".*/{"frame":0}/', -e, t, -e, 's/.*"frame":\\([0-9]*\\).*/{"frame":\\1,"box":[4,4,40,30]}/']
            moody:
              command: [sh, -c, 'read -r line; case $line in *plain*) echo "no luck" >&2; exit 4;; esac; echo "{\\"frame\\":0}"; exec sed -u "$0"',
                's/.*"frame":\\([0-9]*\\).*/{"frame":\\1,"box":[4,4,40,30],"confidence":0.5}/']
            """;

    @TempDir
    private Path folder;

    @Test
    void oneThatFailsCostsItsSequenceAlone() throws IOException, InterruptedException {
        Product product = new Product(folder);
        Files.writeString(Files.createDirectories(folder.resolve("user/.config/glad")).resolve("trackers.yaml"), ENTRIES);
        Product.Ended ended = product.run("evaluate", "moody", "--trackers", "corner", "--dataset", "procedural", "--data-set", "count=2",
                "--data-set", "frames=4");
        assertEquals(1, ended.code(), ended.printed());
        assertTrue(ended.printed().contains("moody 1/2 sequences") && ended.printed().contains("corner 2/2 sequences"), ended.printed());
        assertTrue(ended.printed().contains("error: moody has no result for sequence \"plain-0001\": tracker \"moody\" ended with exit code 4 without"
                + " an answer, in frame 0; it last wrote \"no luck\" to \"" + folder.resolve("user/.cache/glad/trackers/moody-")), ended.printed());
        Path results = folder.resolve("runs/moody/procedural/results");
        assertTrue(Files.readString(results.resolve("blurred-0002.csv")).contains("4.0,4.0,40.0,30.0,0.5"));
        assertFalse(Files.exists(results.resolve("plain-0001.csv")));
    }
}
