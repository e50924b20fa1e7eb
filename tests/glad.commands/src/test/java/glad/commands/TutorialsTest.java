package glad.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Rectangle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the tutorials, one after the other as they stand there. */
class TutorialsTest {

    private static final Pattern COMMANDS = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void yourTrackerOnYourVideo() throws Exception {
        Path walk = folder.resolve("my-videos/walk");
        MovingBox.draw(walk.resolve("img"), 160, 120, new Rectangle(60, 40, 30, 24));
        Files.write(walk.resolve("groundtruth.txt"), List.of("60,40,30,24", "63,40,30,24", "66,40,30,24", "69,40,30,24", "72,40,30,24"));
        Files.writeString(walk.resolve("nlp.txt"), "red box\n");
        String printed = run("docs/TUTORIAL-TRACKING.md");
        assertTrue(printed.contains("verify layout: 0 errors"), printed);
        for (String made : new String[] {"out/track.mp4", "film.png", "runs/glad-nano/layout/report.html", "comparison/report.html"}) {
            assertTrue(Files.size(folder.resolve(made)) > 0, made);
        }
    }

    @Test
    void yourOwnBackbone() throws Exception {
        String printed = run("docs/TUTORIAL-BACKBONE.md");
        assertTrue(printed.contains("plugin check: all is well"), printed);
        assertTrue(printed.contains("my-tracker 6/6 sequences"), printed);
        assertTrue(Files.size(folder.resolve("trained/weights.safetensors")) > 0);
    }

    private String run(String page) throws IOException, InterruptedException {
        Product product = new Product(folder);
        String script = COMMANDS.matcher(Files.readString(product.home().resolve(page))).results().map(MatchResult::group)
                .map(block -> block.substring(block.indexOf('\n') + 1, block.length() - 3)).collect(Collectors.joining());
        Product.Ended ended = product.script(script);
        assertEquals(0, ended.code(), ended.printed());
        return ended.printed();
    }
}
