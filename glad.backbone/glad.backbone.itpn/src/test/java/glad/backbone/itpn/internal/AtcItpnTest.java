package glad.backbone.itpn.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import glad.api.model.BackboneFactory;
import glad.api.model.Parameter;
import glad.api.model.PartContext;
import glad.api.model.PartInputs;
import glad.api.model.Precision;
import glad.api.model.Tokens;
import glad.nn.Torch;
import glad.nn.weights.LoadReport;
import glad.nn.weights.WeightLoader;
import glad.testing.BackboneContract;
import glad.testing.Goldens;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AtcItpnTest {

    private static final String SMALL = "dim: 32, heads: 2, depths: [1, 1, 2], drop_path: 0";

    private static NDManager manager;

    @BeforeAll
    static void open() {
        manager = Torch.manager();
    }

    @AfterAll
    static void close() {
        manager.close();
    }

    @Nested
    class Contract extends BackboneContract {

        @Override
        protected BackboneFactory factory() {
            return new AtcItpnFactory();
        }

        @Override
        protected String options() {
            return SMALL;
        }
    }

    private static AtcItpn make(String options, int searchSize) {
        try {
            AtcItpnFactory factory = new AtcItpnFactory();
            return (AtcItpn) factory.create(factory.options().read("backbone", new YAMLMapper().readTree("{" + options + "}")),
                    new PartInputs(128, searchSize, 0, 0, List.of(), 0, 0, 0, 0), new PartContext(manager, Precision.FP32, 1));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    static List<String> backbones() {
        return Goldens.found("context", "backbone(_held)?\\.safetensors");
    }

    @ParameterizedTest
    @MethodSource("backbones")
    void seesTwoTemplatesAndAClassTokenAsTheOfficialNetworkDoes(String name) {
        try (Goldens goldens = Goldens.shared(name, manager);
                AtcItpn itpn = make("dim: " + width(goldens) + ", heads: "
                        + goldens.get("size.backbone_heads").toLongArray()[0] + ", depths: "
                        + Arrays.toString(goldens.get("size.backbone_depths").toLongArray()) + ", layer_scale: 1, drop_path: 0",
                        (int) goldens.get("in.search").getShape().get(2))) {
            List<Parameter> parameters = itpn.parameters();
            LoadReport own = WeightLoader.load(goldens.file(), "w.backbone.", parameters, manager);
            assertTrue(own.missing().stream().allMatch(n -> n.equals("cls_prompts_pos.weight")) && own.misshapen().isEmpty(), own.summary());
            LoadReport rest = WeightLoader.load(goldens.file(), "w.", parameters, manager);
            assertTrue(rest.loaded().contains("w.cls_prompts_pos.weight"), rest.summary());
            compare(goldens, itpn);
        }
    }

    private static int width(Goldens goldens) {
        return (int) goldens.get("out.tokens").getShape().get(2);
    }

    private static void compare(Goldens goldens, AtcItpn itpn) {
        NDList templates = new NDList();
        for (int slot = 0; slot < 2; slot++) {
            templates.add(itpn.embed(goldens.get("in.template" + slot), goldens.get("in.mask" + slot), slot));
        }
        NDArray embedded = NDArrays.concat(templates, 1);
        NDArray search = goldens.get("in.search");
        NDArray x = itpn.join(itpn.stages().maps(search).coarse(), embedded);
        goldens.assertClose("out.with_positions", x, 1e-5);
        // The same before the positions came to it.
        NDArray positions = NDArrays.concat(new NDList(parameter(itpn, "pos_embed_z"), parameter(itpn, "pos_embed_x")), 1);
        goldens.assertClose("out.joined", x.get(":, 1:").sub(positions), 1e-5);
        int block = 0;
        for (AttentionBlock each : itpn.stages().blocks()) {
            x = each.forward(x, null);
            goldens.assertClose("out.block" + block++, x, 1e-5);
        }
        Tokens tokens = itpn.forward(embedded, search);
        goldens.assertClose("out.tokens", NDArrays.concat(new NDList(tokens.classToken(), tokens.template(), tokens.search()), 1), 1e-5);
        assertEquals(parameter(itpn, "pos_embed_x"), tokens.positions());
    }

    private static NDArray parameter(AtcItpn itpn, String name) {
        return itpn.parameters().stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow().array();
    }

    @ParameterizedTest
    @MethodSource("backbones")
    void startsFromTheTableOfPretraining(String name) {
        try (Goldens goldens = Goldens.shared(name, manager); AtcItpn itpn = make("dim: " + width(goldens) + ", heads: 1, depths: [0, 0, 1]",
                (int) goldens.get("in.search").getShape().get(2))) {
            LoadReport report = WeightLoader.load(goldens.file(), "ckpt.", itpn.parameters(), manager);
            assertEquals(List.of(), report.misshapen());
            for (String table : List.of("pos_embed_z", "pos_embed_x", "cls_token")) {
                goldens.assertClose("out.start." + table, parameter(itpn, table), 1e-5);
            }
        }
    }

    @Test
    void withoutARowForItTheClassTokenStartsAsTheMeanPosition() {
        try (NDManager scope = manager.newSubManager(); AtcItpn itpn = make(SMALL, 64)) {
            NDArray table = scope.randomNormal(new Shape(1, 196, 32));
            Parameter token = itpn.parameters().stream().filter(p -> p.name().equals("cls_token")).findFirst().orElseThrow();
            try (NDArray started = token.adapt(table)) {
                Goldens.assertClose("class token", Goldens.doubles(table.mean(new int[] {1}, true)), Goldens.doubles(started), 1e-6);
            }
        }
    }

    static List<String> masks() {
        return Goldens.found("context", "template_masks(_held)?\\.safetensors");
    }

    @ParameterizedTest
    @MethodSource("masks")
    void marksTheTargetInATemplateByTheOfficialRectangles(String name) {
        try (Goldens goldens = Goldens.shared(name, manager); AtcItpn itpn = make(SMALL, 256)) {
            double[] boxes = goldens.get("in.track.boxes_xywh").toDoubleArray();
            double[] factors = goldens.get("in.track.resize_factor").toDoubleArray();
            float[] fractions = new float[4 * factors.length];
            for (int i = 0; i < factors.length; i++) {
                fractions[4 * i] = 0.5f;
                fractions[4 * i + 1] = 0.5f;
                fractions[4 * i + 2] = down(boxes[4 * i + 2] * factors[i] / 128);
                fractions[4 * i + 3] = down(boxes[4 * i + 3] * factors[i] / 128);
            }
            goldens.assertClose("out.track.mask", itpn.mask(manager.create(fractions, new Shape(factors.length, 4)), false), 0);
            NDArray train = goldens.get("in.train.boxes_xywh");
            NDArray centred = train.get(":, :2").add(train.get(":, 2:").div(2)).concat(train.get(":, 2:"), 1);
            goldens.assertClose("out.train.mask", itpn.mask(centred, true), 0);
        }
    }

    /** Rounds towards zero, as a session does, so that whole pixels keep their number. */
    private static float down(double value) {
        float near = (float) value;
        return near > value ? Math.nextDown(near) : near;
    }
}
