package glad.backbone.mae.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import glad.api.GladException;
import glad.api.model.Backbone;
import glad.api.model.Parameter;
import glad.api.model.PartContext;
import glad.api.model.Precision;
import glad.api.model.Template;
import glad.api.model.Tokens;
import glad.nn.Init;
import glad.nn.LayerContext;
import glad.nn.weights.LoadReport;
import glad.nn.weights.WeightFile;
import glad.nn.weights.WeightLoader;
import glad.testing.DetFill;
import glad.testing.Goldens;
import glad.testing.GradientCheck;
import glad.testing.PublishedWeights;
import glad.testing.VisionTransformerContract;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaeVitTest extends VisionTransformerContract {

    private static final String TINY = "dim: 48, depth: 2, heads: 4, drop_path: 0";
    private static final String NANO = "stem: conv, mark_target: true, tied_qk: true, mlp_ratio: 3";
    private static final String MOBILE = "stem: mobilenet-v2, mark_target: true, tied_qk: true, mlp_ratio: 3, correlate: true";

    MaeVitTest() {
        super("mae-vit", new MaeVitFactory(), "depth: 1", NANO, "depth: 4, drop_path: 0.5");
    }

    @Test
    void computesWhatTheOfficialNetworkComputesFromAnMaeCheckpoint() {
        try (Backbone vit = make(TINY, 64, Precision.FP32);
                Goldens goldens = Goldens.resource("vit_mae.safetensors", manager)) {
            LoadReport report = WeightLoader.load(goldens.file(), "ckpt.", vit.parameters(), manager);
            assertTrue(report.complete(), report.summary());
            assertEquals(List.of("ckpt.cls_token"), report.unexpected());
            goldens.assertClose("out.pos_embed_t", parameter(vit, "pos_embed_t").array(), 1e-6);
            goldens.assertClose("out.pos_embed_s", parameter(vit, "pos_embed_s").array(), 1e-6);
            NDArray template = vit.embedTemplate(new Template(goldens.get("in.template"), null));
            Tokens tokens = vit.forward(template, goldens.get("in.search"));
            goldens.assertClose("out.template_tokens", tokens.template(), 1e-5);
            goldens.assertClose("out.search_tokens", tokens.search(), 1e-5);
            assertNull(tokens.detail());
        }
    }

    @Test
    void takesAPublishedCheckpointOfPyTorchAsTheOfficialLoaderDoes(@TempDir Path folder) {
        try (Backbone vit = make(TINY, 64, Precision.FP32);
                Goldens goldens = Goldens.resource("vit_mae.safetensors", manager)) {
            List<PublishedWeights.Tensor> published = goldens.file().tensors().values().stream()
                    .filter(t -> t.name().startsWith("ckpt."))
                    .map(t -> new PublishedWeights.Tensor(t.name().substring(5), "F32", t.shape(),
                            () -> goldens.get(t.name()).toFloatArray())).toList();
            Path file = folder.resolve("mae_pretrain_vit_tiny.pth");
            PublishedWeights.torchZip(file, "model", published);
            try (WeightFile weights = WeightFile.open(file)) {
                LoadReport report = WeightLoader.load(weights, "", vit.parameters(), manager);
                assertTrue(report.complete(), report.summary());
                assertEquals(List.of("cls_token"), report.unexpected());
            }
            goldens.assertClose("out.pos_embed_t", parameter(vit, "pos_embed_t").array(), 1e-6);
            goldens.assertClose("out.pos_embed_s", parameter(vit, "pos_embed_s").array(), 1e-6);
            NDArray template = vit.embedTemplate(new Template(goldens.get("in.template"), null));
            goldens.assertClose("out.search_tokens", vit.forward(template, goldens.get("in.search")).search(), 1e-5);
        }
    }

    @Test
    void everyBlockComputesWhatTheOfficialOneComputes() {
        try (Goldens goldens = Goldens.resource("vit_mae.safetensors", manager)) {
            NDArray x = goldens.get("out.embed");
            for (int i = 0; i < 2; i++) {
                LayerContext context = new LayerContext(new PartContext(manager, Precision.FP32, 1));
                try (VitBlock block = new VitBlock(context, 48, 4, 192, 0, Init.xavier())) {
                    DetFill.fill(block.parameters(), "mae.blocks." + i + ".");
                    x = block.forward(x);
                    goldens.assertClose("out.block" + i, x, 1e-5);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"256, 8_16", "384, 12_24", "320, 10_20"})
    void positionTablesAreInterpolatedToEachGrid(int searchSize, String grids) {
        try (Backbone vit = make(TINY, searchSize, Precision.FP32);
                Goldens goldens = Goldens.resource("pos_embed_interp.safetensors", manager)) {
            NDArray source = goldens.get("in.pos_embed");
            goldens.assertClose("out." + grids + ".pos_embed_t", parameter(vit, "pos_embed_t").adapt(source), 1e-6);
            goldens.assertClose("out." + grids + ".pos_embed_s", parameter(vit, "pos_embed_s").adapt(source), 1e-6);
        }
    }

    @Test
    void aSearchGridOfTheCheckpointsOwnSideTakesItsTableUnchanged() {
        try (Backbone vit = make(TINY, 224, Precision.FP32);
                Goldens goldens = Goldens.resource("pos_embed_interp.safetensors", manager)) {
            NDArray source = goldens.get("in.pos_embed");
            // The official code puts this table under the template's name by mistake and leaves the search's random.
            goldens.assertClose("out.7_14.pos_embed_t", parameter(vit, "pos_embed_s").adapt(source), 0);
            assertEquals(new Shape(1, 49, 48), parameter(vit, "pos_embed_t").adapt(source).getShape());
        }
    }

    @Test
    void aTableThatIsNotOfASquareGridOrOfAnotherWidthIsRefused() {
        try (Backbone vit = make(TINY, 64, Precision.FP32)) {
            Parameter table = parameter(vit, "pos_embed_s");
            assertNull(table.adapt(manager.zeros(new Shape(1, 12, 48))));
            assertNull(table.adapt(manager.zeros(new Shape(1, 196, 32))));
        }
    }

    @Test
    void theConvolutionalStemGivesAFinerMapAndTheMarkDependsOnTheBox() {
        try (Backbone vit = make(NANO, 128, Precision.FP32)) {
            NDArray image = DetFill.uniform(manager, "template", 2, 1, 3, 64, 64);
            NDArray middle = vit.embedTemplate(new Template(image, box(0.5f, 0.5f, 0.5f, 0.5f)));
            NDArray left = vit.embedTemplate(new Template(image, box(0.125f, 0.5f, 0.25f, 1)));
            assertEquals(new Shape(1, 16, 192), middle.getShape());
            NDArray mark = parameter(vit, "target_embed").array().flatten();
            // Cell 5 lies inside the middle box and outside the left one, cell 4 the other way round.
            Goldens.assertClose("cell 5", Goldens.doubles(mark), Goldens.doubles(middle.sub(left).get("0, 5")), 1e-6);
            Goldens.assertClose("cell 4", Goldens.doubles(mark), Goldens.doubles(left.sub(middle).get("0, 4")), 1e-6);

            Tokens tokens = vit.forward(middle, DetFill.uniform(manager, "search", 2, 1, 3, 128, 128));
            assertEquals(new Shape(1, 64, 192), tokens.search().getShape());
            assertEquals(new Shape(1, 96, 16, 16), tokens.detail().getShape());
            assertEquals(96, vit.detailWidth());
            assertEquals(8, vit.searchSide());
            assertEquals(4, vit.templateSide());
        }
    }

    @Test
    void thePretrainedStemTakesItsWeightsUnderTheirOwnNamesAndGivesAFinerMap() {
        try (Backbone vit = make(MOBILE, 128, Precision.FP32)) {
            List<String> names = vit.parameters().stream().filter(p -> p.name().startsWith("stem.mobilenet."))
                    .map(p -> p.pretrainedNames().get(0)).toList();
            assertEquals(78, names.size());
            assertTrue(names.contains("features.0.weight") && names.contains("features.13.project.bias"), names.toString());
            Tokens tokens = forward(vit, manager);
            assertEquals(new Shape(2, 64, 192), tokens.search().getShape());
            assertEquals(new Shape(2, 96 + 64, 16, 16), tokens.detail().getShape());
        }
    }

    @Test
    void theCorrelationFindsTheTargetsOwnCellsInTheSearchRegion() {
        try (Backbone vit = make(NANO + ", correlate: true", 128, Precision.FP32)) {
            NDArray image = DetFill.uniform(manager, "template", 2, 1, 3, 64, 64);
            NDArray search = manager.zeros(new Shape(1, 3, 128, 128));
            search.set(new NDIndex(":, :, 32:96, 48:112"), image);
            NDArray template = vit.embedTemplate(new Template(image, box(0.5f, 0.5f, 0.5f, 0.5f)));
            NDArray detail = vit.forward(template, search).detail();
            assertEquals(vit.detailWidth(), detail.getShape().get(1));
            assertEquals(new Shape(1, 96 + 64, 16, 16), detail.getShape());
            NDArray same = detail.get("0, 96:");
            // Tokens are row-major, four cells each: cell (3, 3) of the template's 8x8 is the last of token 5.
            NDArray inside = same.get(5 * 4 + 3);
            assertEquals((4 + 3) * 16 + 6 + 3, inside.flatten().argMax().getLong());
            assertEquals(1, inside.max().getFloat(), 0.05);
            assertEquals(0, same.get(0).abs().max().getFloat(), "a cell that the target doesn't cover");
        }
    }

    @Test
    void aLaterTemplateHasItsOwnSlotAndSaysNothingInTheCorrelationUntilThatIsTrained() {
        try (Backbone one = make(NANO + ", correlate: true", 128, Precision.FP32);
                Backbone two = make(NANO + ", correlate: true, templates: 2", 128, Precision.FP32)) {
            assertEquals(2, two.templates());
            assertEquals(one.detailWidth(), two.detailWidth());
            for (Parameter parameter : one.parameters()) {
                parameter(two, parameter.name()).array().set(parameter.array().toFloatArray());
            }
            Template first = new Template(DetFill.uniform(manager, "template", 2, 1, 3, 64, 64), box(0.5f, 0.5f, 0.5f, 0.5f));
            Template later = new Template(DetFill.uniform(manager, "later", 2, 1, 3, 64, 64), box(0.4f, 0.5f, 0.5f, 0.5f));
            NDArray search = DetFill.uniform(manager, "search", 2, 1, 3, 128, 128);
            NDArray embedded = two.embedTemplate(first, 0);
            NDArray mark = parameter(two, "slot_embed.1").array().flatten();
            Goldens.assertClose("slot 1", Goldens.doubles(mark), Goldens.doubles(two.embedTemplate(first, 1).sub(embedded).get("0, 3, :192")), 1e-6);

            Tokens alone = one.forward(one.embedTemplate(first), search);
            Tokens both = two.forward(embedded.concat(two.embedTemplate(later, 1), 1), search);
            assertEquals(new Shape(1, 32, 192), both.template().getShape());
            assertEquals(new Shape(1, 64, 192), both.search().getShape());
            assertEquals(0, alone.detail().sub(both.detail()).abs().max().getFloat(), 1e-5);
            assertTrue(alone.search().sub(both.search()).abs().max().getFloat() > 0.01, "search tokens attend to the later template");

            NDArray weights = parameter(two, "correlation.later.weight").array();
            weights.set(new NDIndex("23, 7"), 0.5f);
            NDArray mixed = two.forward(embedded.concat(two.embedTemplate(later, 1), 1), search).detail().sub(both.detail());
            NDArray expected = one.forward(one.embedTemplate(later), search).detail().get("0, " + (96 + 7)).mul(0.5f);
            Goldens.assertClose("cell 23", Goldens.doubles(expected), Goldens.doubles(mixed.get("0, " + (96 + 23))), 1e-5);
        }
    }

    @Test
    void tiedQueryAndKeyStartNearlyEqual() {
        try (Backbone vit = make(NANO, 128, Precision.FP32)) {
            NDArray qkv = parameter(vit, "blocks.0.attn.qkv.weight").array();
            NDArray q = qkv.get(":192");
            NDArray k = qkv.get("192:384");
            double cosine = q.mul(k).sum().getFloat() / (q.norm().getFloat() * k.norm().getFloat());
            assertTrue(cosine > 0.95 && cosine < 0.9999, "cosine " + cosine);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TINY, NANO + ", depth: 2, drop_path: 0", NANO + ", depth: 2, drop_path: 0, correlate: true",
            MOBILE + ", depth: 2, drop_path: 0", NANO + ", depth: 2, drop_path: 0, correlate: true, templates: 2"})
    void gradientsAgreeWithDifferences(String options) {
        try (Backbone vit = make(options, 64, Precision.FP32)) {
            GradientCheck check = gradients(vit);
            check.reachesEveryParameter();
            check.agreesWithDifferences("blocks.0.attn.qkv.weight", 1e-2, 0.02);
            check.agreesWithDifferences("pos_embed_t", 1e-2, 0.02);
        }
    }

    @Test
    void gradientsInBfloat16PointTheSameWay() {
        String options = NANO + ", depth: 2, drop_path: 0";
        try (Backbone exact = make(options, 64, Precision.FP32); Backbone rough = make(options, 64, Precision.BF16)) {
            for (String name : List.of("blocks.0.attn.qkv.weight", "blocks.1.mlp.fc2.bias", "stem.conv1.weight")) {
                double cosine = gradients(rough).cosine(name, gradients(exact));
                assertTrue(cosine > 0.99, name + ": cosine " + cosine);
            }
        }
    }

    @Test
    void presetsHaveThePublishedSizes() {
        assertEquals(86_000_000, count(new MaeVitBaseFactory(), 256), 1_000_000);
        assertEquals(304_000_000, count(new MaeVitLargeFactory(), 384), 2_000_000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "heads: 5; 128; option \"heads\" of backbone \"mae-vit\" is \"5\"; 192",
        "depth: 1; 120; the search size is \"120\"; multiple of 32",
        "stem: conv, stem_channels: [32, 64]; 128; option \"stem_channels\"; three multiples of 8",
        "correlate: true; 128; option \"correlate\" of backbone \"mae-vit\" is \"true\"; stem: conv or mobilenet-v2",
        "stem: conv, patch: 8; 128; option \"patch\" of backbone \"mae-vit\" is \"8\"; expected 16"})
    void contradictingOptionsAreRefused(String options, int searchSize, String start, String expectation) {
        GladException e = assertThrows(GladException.class, () -> make(options, searchSize, Precision.FP32));
        assertTrue(e.getMessage().startsWith(start) && e.getMessage().contains(expectation), e.getMessage());
        assertEquals(2, e.exitCode());
    }
}
