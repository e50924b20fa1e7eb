package glad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/** The command {@code demo} as a user runs it. */
class DemoTest {

    private final BundleContext context = FrameworkUtil.getBundle(DemoTest.class).getBundleContext();

    @Test
    void tracksMeasuresAndShowsTheHeldOutSequences(@TempDir Path folder) throws Exception {
        JsonNode json = new JsonMapper().readTree(Gogo.run(context, "glad:demo --json --out " + folder));
        JsonNode nano = json.get("trackers").get("glad-nano-words");
        assertEquals("6/6", nano.get("coverage").textValue(), json.toString());
        assertTrue(json.get("summary").textValue().matches("demo: AUC \\d+\\.\\d precision \\d+\\.\\d normalised precision "
                + "\\d+\\.\\d over 6/6 sequences, \\d+\\.\\d frames/s"), json.get("summary").textValue());
        double still = json.get("trackers").get("static").get("metrics").get("success").get("value").doubleValue();
        double success = nano.get("metrics").get("success").get("value").doubleValue();
        assertTrue(success > still + 20, "AUC " + success + " against " + still + " of the box that never moves");
        assertTrue(Files.size(folder.resolve("demo.mp4")) > 10_000);
        String report = Files.readString(folder.resolve("report.html"));
        assertTrue(report.contains("6/6") && report.contains("<svg"), "report.html lacks coverage or plots");
        assertTrue(report.contains("instead: frames"), "report.html lacks the film strip of the wrong sentence");
    }
}
