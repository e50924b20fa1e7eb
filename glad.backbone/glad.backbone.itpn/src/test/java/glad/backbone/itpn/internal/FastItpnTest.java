package glad.backbone.itpn.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import glad.api.GladException;
import glad.api.model.Backbone;
import glad.api.model.Parameter;
import glad.api.model.Precision;
import glad.api.model.Template;
import glad.api.model.Tokens;
import glad.nn.weights.LoadReport;
import glad.nn.weights.WeightLoader;
import glad.testing.DetFill;
import glad.testing.Goldens;
import glad.testing.GradientCheck;
import glad.testing.VisionTransformerContract;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FastItpnTest extends VisionTransformerContract {

    private static final String TINY = "dim: 48, depths: [1, 1, 2], heads: 6, drop_path: 0";
    private static final String TYPED = TINY + ", token_types: true, layer_scale: 0.1, channels: 6";

    FastItpnTest() {
        super("fast-itpn", new FastItpnFactory(), TINY, TYPED, "depths: [2, 2, 4], drop_path: 0.5, layer_scale: 1");
    }

    /** Every golden of the family: two that are always there, and those in the shared folder. */
    static List<String> goldens() {
        List<String> names = new ArrayList<>(List.of("fast_itpn_base.safetensors", "fast_itpn_sutrack.safetensors"));
        names.addAll(Goldens.found("tiny", "fast_itpn_.*\\.safetensors"));
        return names;
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void computesWhatTheOfficialNetworkComputes(String name) {
        try (Goldens goldens = name.contains("/") ? Goldens.shared(name, manager) : Goldens.resource(name, manager);
                FastItpn itpn = (FastItpn) make(optionsOf(goldens), searchSize(goldens), Precision.FP32)) {
            LoadReport report = WeightLoader.load(goldens.file(), "w.", itpn.parameters(), manager);
            assertTrue(report.complete(), report.summary());
            assertTrue(report.unexpected().stream().noneMatch(n -> n.startsWith("w.")), report.summary());
            if (goldens.has("in.search")) {
                comparePair(goldens, itpn);
            } else {
                compareImage(goldens, itpn);
            }
        }
    }

    /** One image through all stages, as the network is pretrained. */
    private static void compareImage(Goldens goldens, FastItpn itpn) {
        Stages.Maps maps = itpn.maps(goldens.get("in.image"));
        int last = count(goldens, "out.stage12.block") - 1;
        goldens.assertClose("out.stage12.block" + (last - 1), maps.middle().transpose(0, 3, 1, 2), 1e-5);
        goldens.assertClose("out.stage12.block" + last, maps.coarse().transpose(0, 3, 1, 2), 1e-5);
        NDArray template = maps.coarse().getManager().zeros(new Shape(2, 0, itpn.width()));
        NDArray tokens = itpn.join(maps.coarse(), template);
        goldens.assertClose("out.tokens_in", tokens, 1e-5);
        NDArray main = itpn.main(tokens);
        goldens.assertClose("out.stage3.block" + (count(goldens, "out.stage3.block") - 1), main, 2e-5);
        NDArray normed = NDArrays.concat(new NDList(itpn.normed(main)), 1);
        goldens.assertClose("out.tokens", normed, 1e-5);
        goldens.assertClose("out.forward_features", normed.mean(new int[] {1}), 1e-5);
    }

    /** Template and search region, as SUTrack runs it: its tokens are ordered [search, template, text]. */
    private static void comparePair(Goldens goldens, FastItpn itpn) {
        float[] xywh = goldens.get("in.template_anno_xywh").toFloatArray();
        NDArray search = goldens.get("in.search");
        NDArray box = search.getManager().create(new float[] {xywh[0] + xywh[2] / 2, xywh[1] + xywh[3] / 2, xywh[2],
            xywh[3]}, new Shape(1, 4));
        NDArray template = itpn.embedTemplate(new Template(goldens.get("in.template"), box));
        Tokens tokens = itpn.forward(template, search);
        goldens.assertClose("out.xz_notext", NDArrays.concat(new NDList(tokens.search(), tokens.template()), 1), 1e-5);

        NDArray text = goldens.get("in.text_src");
        NDArray joint = itpn.join(itpn.maps(search).coarse(), template);
        long first = template.getShape().get(1);
        NDArray prepared = NDArrays.concat(
                new NDList(joint.get(":, " + first + ":"), joint.get(":, :" + first), text), 1);
        goldens.assertClose("out.xz_prepared", prepared, 1e-5);
        NDArray normed = NDArrays.concat(new NDList(itpn.normed(itpn.main(prepared))), 1);
        goldens.assertClose("out.xz", normed, 1e-5);
    }

    private static int count(Goldens goldens, String prefix) {
        int count = 0;
        while (goldens.has(prefix + count)) {
            count++;
        }
        return count;
    }

    /** Reads the size of a network off its weights; the goldens' heads are 8 wide, published ones 64. */
    private static String optionsOf(Goldens goldens) {
        long[] embed = shape(goldens, "w.patch_embed.proj.weight");
        long width = 4 * embed[0];
        StringBuilder options = new StringBuilder("drop_path: 0, dim: " + width + ", channels: " + embed[1]
                + ", heads: " + width / (width < 128 ? 8 : 64) + ", depths: [");
        int block = 0;
        for (String merge : List.of("norm.weight", "norm.weight")) {
            int start = block;
            while (!goldens.has("w.blocks." + block + "." + merge)) {
                block++;
            }
            options.append(block++ - start).append(", ");
        }
        int start = block;
        while (goldens.has("w.blocks." + block + ".norm1.weight")) {
            block++;
        }
        options.append(block - start).append("]");
        options.append(", mlp_ratio: ").append((double) shape(goldens, "w.blocks." + start + ".mlp.w1.weight")[0] / width);
        if (goldens.has("w.blocks.0.mlp.fc1.weight")) {
            options.append(", conv_ratio: ").append((double) shape(goldens, "w.blocks.0.mlp.fc1.weight")[0] / embed[0]);
        }
        if (goldens.has("w.blocks." + start + ".gamma_1")) {
            options.append(", layer_scale: 1");
        }
        return options.append(", token_types: ").append(goldens.has("w.search_token")).toString();
    }

    private static int searchSize(Goldens goldens) {
        return (int) shape(goldens, goldens.has("in.search") ? "in.search" : "in.image")[2];
    }

    private static long[] shape(Goldens goldens, String name) {
        return goldens.get(name).getShape().getShape();
    }

    @Test
    void aPretrainedGridServesBothImagesAndIsResizedCornerToCorner() {
        try (Backbone itpn = make(TINY, 64, Precision.FP32)) {
            Parameter table = parameter(itpn, "pos_embed");
            // A plane: bicubic interpolation with corners on corners reproduces it at any side.
            NDArray wanted = plane(4).concat(plane(2), 1);
            for (int side : new int[] {4, 7, 14, 24}) {
                NDArray adapted = table.adapt(plane(side));
                Goldens.assertClose("from side " + side, middle(wanted, 4), middle(adapted, 4), 1e-5);
            }
            NDArray classToken = manager.ones(new Shape(1, 1, 48)).mul(9);
            Goldens.assertClose("the class token is dropped", Goldens.doubles(table.adapt(plane(14))),
                    Goldens.doubles(table.adapt(classToken.concat(plane(14), 1))), 0);
        }
    }

    @Test
    void aTrackersOwnTablesAreResizedEachByItself() {
        try (Backbone small = make(TINY, 64, Precision.FP32); Backbone large = make(TINY, 128, Precision.FP32)) {
            NDArray own = DetFill.uniform(manager, "table", 1, 1, 80, 48);
            assertEquals(new Shape(1, 20, 48), parameter(small, "pos_embed").adapt(own).getShape());
            Goldens.assertClose("its own size is left alone", Goldens.doubles(own),
                    Goldens.doubles(parameter(large, "pos_embed").adapt(own)), 0);
            assertNull(parameter(large, "pos_embed").adapt(manager.zeros(new Shape(1, 12, 48))));
            assertNull(parameter(large, "pos_embed").adapt(manager.zeros(new Shape(1, 196, 32))));
        }
    }

    /** A table whose first channel is the row's fraction of the side and whose second is the column's. */
    private NDArray plane(int side) {
        float[] values = new float[side * side * 48];
        for (int i = 0; i < side * side; i++) {
            values[48 * i] = (float) (i / side) / (side - 1);
            values[48 * i + 1] = (float) (i % side) / (side - 1);
        }
        return manager.create(values, new Shape(1, (long) side * side, 48));
    }

    /** The corners of the search grid: the points where cubic weights that repeat the border still give a plane's values. */
    private static double[] middle(NDArray table, int side) {
        NDArray corners = table.get(":, 0").concat(table.get(":, " + (side * side - 1)), 0);
        return Goldens.doubles(corners.concat(table.get(":, " + (side - 1)), 0));
    }

    @Test
    void filtersForOneImageGiveTheSameMapWhenItIsSeenTwice() {
        try (FastItpn one = (FastItpn) make(TINY, 64, Precision.FP32);
                FastItpn two = (FastItpn) make(TINY + ", channels: 6", 64, Precision.FP32)) {
            parameter(two, "patch_embed.proj.weight").assign(parameter(two, "patch_embed.proj.weight")
                    .adapt(parameter(one, "patch_embed.proj.weight").array()));
            NDArray image = DetFill.uniform(manager, "image", 2, 1, 3, 64, 64);
            Goldens.assertClose("stride-8 map", Goldens.doubles(one.maps(image).middle()),
                    Goldens.doubles(two.maps(image).middle()), 1e-5);
        }
    }

    @Test
    void tokensTellTheTargetFromItsBackground() {
        try (Backbone itpn = make(TYPED, 64, Precision.FP32)) {
            DetFill.fill(itpn.parameters(), "");
            NDArray image = DetFill.uniform(manager, "template", 2, 1, 3, 32, 32);
            NDArray left = itpn.embedTemplate(new Template(image, box(0.25f, 0.5f, 0.5f, 1)));
            NDArray right = itpn.embedTemplate(new Template(image, box(0.75f, 0.5f, 0.5f, 1)));
            NDArray gap = parameter(itpn, "template_foreground_token").array()
                    .sub(parameter(itpn, "template_background_token").array());
            Goldens.assertClose("left column", Goldens.doubles(gap), Goldens.doubles(left.sub(right).get("0, 0")), 1e-6);
            Goldens.assertClose("right column", Goldens.doubles(gap), Goldens.doubles(right.sub(left).get("0, 3")), 1e-6);
        }
    }

    @Test
    void givesTemplateAndSearchTokensAtStride16AndAMapAtStride8() {
        try (Backbone itpn = make(TINY, 128, Precision.FP32)) {
            Tokens tokens = forward(itpn, manager);
            assertEquals(new Shape(2, 16, 48), tokens.template().getShape());
            assertEquals(new Shape(2, 64, 48), tokens.search().getShape());
            assertEquals(new Shape(2, 24, 16, 16), tokens.detail().getShape());
            assertEquals(24, itpn.detailWidth());
            assertEquals(8, itpn.searchSide());
            assertEquals(4, itpn.templateSide());
        }
    }

    @Test
    void searchTokensSeeTheTemplate() {
        try (Backbone itpn = make(TINY, 64, Precision.FP32)) {
            NDArray search = DetFill.uniform(manager, "search", 2, 1, 3, 64, 64);
            NDArray one = itpn.forward(DetFill.uniform(manager, "one", 1, 1, 4, 48), search).search();
            NDArray other = itpn.forward(DetFill.uniform(manager, "other", 1, 1, 4, 48), search).search();
            assertTrue(one.sub(other).abs().max().getFloat() > 1e-5, "the template changed nothing");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TINY, TYPED, TINY + ", relative_positions: blocks", TINY + ", relative_positions: shared"})
    void gradientsAgreeWithDifferences(String options) {
        try (Backbone itpn = make(options, 64, Precision.FP32)) {
            GradientCheck check = gradients(itpn);
            check.reachesEveryParameter();
            // q_proj moves the loss so little (a norm of 0.009 with layer scale) that a short step drowns in fp32 rounding.
            check.agreesWithDifferences("blocks.0.mlp.fc1.weight", 0.1, 0.005);
            check.agreesWithDifferences("blocks.4.attn.q_proj.weight", 0.1, 0.005);
            check.agreesWithDifferences("pos_embed", 0.1, 0.005);
            for (Parameter parameter : itpn.parameters()) {
                if (parameter.name().endsWith("relative_position_bias_table")) {
                    check.agreesWithDifferences(parameter.name(), 0.3, 0.02);
                }
            }
        }
    }

    @Test
    void gradientsInBfloat16PointTheSameWay() {
        try (Backbone exact = make(TINY, 64, Precision.FP32); Backbone rough = make(TINY, 64, Precision.BF16)) {
            double cosine = gradients(rough).cosine("patch_embed.proj.weight", gradients(exact));
            assertTrue(cosine > 0.99, "cosine " + cosine);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"none; blocks.4.gamma_1; set backbone.layer_scale", "none; blocks.3.attn.relative_position_bias_table; "
        + "set backbone.relative_positions to blocks", "none; rel_pos_bias.relative_position_bias_table; to shared",
        "blocks; rel_pos_bias.relative_position_bias_table; other weights", "none; decoder.blocks.0.gamma_1;",
        "none; blocks.3.attn.relative_position_index;", "none; fc_norm.weight;"})
    void whatWouldBeDroppedAlthoughItCountsNamesItsOption(String relative, String tensor, String expected) {
        try (Backbone itpn = make(TINY + ", relative_positions: " + relative, 64, Precision.FP32)) {
            assertEquals(expected != null, itpn.remedy(tensor).isPresent());
            assertTrue(itpn.remedy(tensor).orElse("").contains(expected == null ? "" : expected), tensor);
        }
        try (Backbone scaled = make(TYPED, 64, Precision.FP32)) {
            assertTrue(scaled.parameters().stream().anyMatch(p -> p.name().equals("blocks.4.gamma_1")));
        }
    }

    @Test
    void presetsHaveThePublishedSizes() {
        assertEquals(84_400_000, count(new FastItpnBaseFactory(), 256), 100_000);
        assertEquals(311_000_000, count(new FastItpnLargeFactory(), 384), 2_000_000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "heads: 5; 128; option \"heads\" of backbone \"fast-itpn\" is \"5\"; 192",
        "dim: 50, heads: 5; 128; option \"dim\" of backbone \"fast-itpn\" is \"50\"; multiple of 4",
        "depths: [1, 2]; 128; option \"depths\" of backbone \"fast-itpn\" is \"[1, 2]\"; three numbers",
        "channels: 4; 128; option \"channels\" of backbone \"fast-itpn\" is \"4\"; 3 or 6",
        "heads: 3; 120; the search size is \"120\"; multiple of 32"})
    void contradictingOptionsAreRefused(String options, int searchSize, String start, String expectation) {
        GladException e = assertThrows(GladException.class, () -> make(options, searchSize, Precision.FP32));
        assertTrue(e.getMessage().startsWith(start) && e.getMessage().contains(expectation), e.getMessage());
        assertEquals(2, e.exitCode());
    }
}
