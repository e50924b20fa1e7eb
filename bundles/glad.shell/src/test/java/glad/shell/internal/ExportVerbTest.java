package glad.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.backbone.mae.internal.MaeVitFactory;
import glad.diffusion.fusion.internal.NoFusionFactory;
import glad.diffusion.head.internal.CenterHeadFactory;
import glad.diffusion.sd.internal.NoDiffusionFactory;
import glad.experiment.ExperimentLoader;
import glad.experiment.Experiments;
import glad.nn.weights.SafetensorsWriter;
import glad.nn.weights.WeightFile;
import glad.runtime.Composer;
import glad.runtime.Model;
import glad.runtime.PartKind;
import glad.runtime.Parts;
import glad.runtime.Placement;
import glad.runtime.WeightStore;
import glad.text.clip.internal.NoTextFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands {@code export} and {@code weights} with a tiny tracker, whose weights lie in a root of their own. */
class ExportVerbTest {

    @TempDir
    private Path folder;
    private Path root;
    private Parts parts;
    private Experiments experiments;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void prepare() throws IOException {
        root = folder.resolve("root");
        parts = new Parts();
        parts.offer(PartKind.TEXT, "none", new NoTextFactory(), "test");
        parts.offer(PartKind.DIFFUSION, "none", new NoDiffusionFactory(), "test");
        parts.offer(PartKind.BACKBONE, "mae-vit", new MaeVitFactory(), "test");
        parts.offer(PartKind.FUSION, "none", new NoFusionFactory(), "test");
        parts.offer(PartKind.HEAD, "center", new CenterHeadFactory(), "test");
        Files.writeString(folder.resolve("tiny.yaml"), """
                text: {id: none}
                diffusion: {id: none}
                backbone: {id: mae-vit, dim: 32, depth: 1, heads: 2}
                fusion: {id: none}
                head: {id: center, channels: 16}
                template: {size: 32}
                search: {size: 64}
                weights: [GLAD_B256.pth.tar]
                """);
        experiments = new Experiments(folder);
    }

    private void write(Path file) {
        try (Model model = new Composer(parts).compose(experiments.read("tiny", List.of()).model(), Placement.cpu())) {
            model.save(file, Map.of(), SafetensorsWriter.Storage.F32);
        }
    }

    private int run(Verb verb, String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return CommandLines.of(Map.of(args[0], verb), new PrintWriter(out), new PrintWriter(err)).execute(args);
    }

    private int export(Path store, String... more) {
        ExportVerb verb = new ExportVerb(experiments,
                new ExperimentLoader(new Composer(parts), parts, new WeightStore(store)));
        List<String> args = new ArrayList<>(
                List.of("export", "tiny", "--json", "--out", folder.resolve("out").toString()));
        args.addAll(List.of(more));
        return run(verb, args.toArray(String[]::new));
    }

    @Test
    void writesAModuleAndTheWeightsFromARootNamedOnTheCommandLine() throws IOException {
        write(root.resolve("GLAD_B256.pth.tar"));
        assertEquals(0, export(folder.resolve("elsewhere"), "--weights", root.toString()), err.toString());
        JsonNode json = new JsonMapper().readTree(out.toString());
        assertTrue(json.get("largestDifference").doubleValue() <= 1e-6, out.toString());
        assertTrue(Files.size(Path.of(json.get("module").textValue())) > 100_000);
        try (WeightFile written = WeightFile.open(Path.of(json.get("weights").textValue()))) {
            assertTrue(written.tensors().containsKey("encoder.blocks.0.attn.qkv.weight"));
        }
    }

    @Test
    void randomWeightsNeedNoFilesAndMissingOnesAreNamed() {
        assertEquals(0, export(root, "--weights", "random"), err.toString());
        assertEquals(1, export(root));
        assertTrue(err.toString().contains("no file \"GLAD_B256.pth.tar\" in the weights root"), err.toString());
    }

    @Test
    void listsWhatIsThereAndWhereTheRestComesFrom() throws IOException {
        assertEquals(0, run(new WeightsVerb(experiments, new WeightStore(root)), "weights"));
        assertTrue(out.toString().contains("missing  GLAD_B256.pth.tar"), out.toString());
        assertTrue(out.toString().contains("Confetti/GLAD"), out.toString());
        write(root.resolve("GLAD_B256.pth.tar"));
        assertEquals(0, run(new WeightsVerb(experiments, new WeightStore(root)), "weights", "tiny", "--json"));
        JsonNode need = new JsonMapper().readTree(out.toString()).get("experiments").get(0).get("needs").get(0);
        assertTrue(need.get("met").booleanValue());
        JsonNode file = need.get("files").get(0);
        assertEquals(Files.size(root.resolve("GLAD_B256.pth.tar")), file.get("bytes").longValue());
        assertEquals(64, file.get("sha256").textValue().length());
        assertTrue(file.get("tensors").get("F32").intValue() > 20);
    }
}
