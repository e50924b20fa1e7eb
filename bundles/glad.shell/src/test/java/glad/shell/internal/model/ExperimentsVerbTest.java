package glad.shell.internal.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.experiment.Experiments;
import glad.shell.internal.CommandLines;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentsVerbTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        ExperimentsVerb verb = new ExperimentsVerb(new Experiments(folder.resolve("experiments")));
        return CommandLines.of(Map.of("experiments", verb), new PrintWriter(out), new PrintWriter(err)).execute(args);
    }

    @Test
    void importsAnOfficialConfigurationAndNamesWhatItCantMap() throws IOException {
        Path file = Files.writeString(folder.resolve("baseline.yaml"),
                "MODEL: {HEAD_TYPE: CENTER, HIDDEN_DIM: 768}\nTRAIN: {POOL_MULTIPLIER: 0.4}\n");
        assertEquals(0, run("experiments", "import", file.toString(), "--as", "mine"), err.toString());
        assertTrue(out.toString().contains("not mapped: TRAIN.POOL_MULTIPLIER = 0.4"), out.toString());
        assertEquals(0, run("experiments", "mine", "--json"), err.toString());
        JsonNode shown = new JsonMapper().readTree(out.toString());
        assertEquals("mae-vit-base", shown.get("backbone").get("id").textValue());
        assertEquals(2, run("experiments", "import", file.toString(), "--as", "mine"));
        assertTrue(err.toString().contains("\"mine\" already"), err.toString());
    }

    @Test
    void anImportWithoutFileOrNameIsRefused() {
        assertEquals(2, run("experiments", "import"));
        assertTrue(err.toString().contains("expected: experiments import FILE --as NAME"), err.toString());
        assertEquals(2, run("experiments", "mine", "--as", "yours"));
        assertTrue(err.toString().contains("belong to \"import\""), err.toString());
    }
}
