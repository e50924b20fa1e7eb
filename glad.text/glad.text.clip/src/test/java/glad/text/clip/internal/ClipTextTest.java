package glad.text.clip.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.model.PartContext;
import glad.api.model.PartInputs;
import glad.api.model.Precision;
import glad.api.model.TextEncoder;
import glad.api.model.TextEncoderFactory;
import glad.api.model.TextFeatures;
import glad.nn.Torch;
import glad.testing.DetFill;
import glad.testing.Goldens;
import glad.testing.TestFiles;
import glad.testing.TextTransformerContract;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClipTextTest extends TextTransformerContract {

    ClipTextTest() {
        super("k_proj.bias");
    }

    @Override
    protected TextEncoderFactory factory() {
        return new ClipTextFactory(new TestFiles());
    }

    @Override
    protected String options() {
        return tiny().toString().replaceAll("^\\{|}$", "");
    }

    @Override
    protected TextEncoder small(NDManager manager, Precision precision) {
        return make(manager, tiny(), precision);
    }

    private static final PartInputs INPUTS = new PartInputs(128, 64, 0, 0, List.of(), 0, 0, 0, 0);

    /** The size of the goldens. */
    private static ObjectNode tiny() {
        return new JsonMapper().createObjectNode().put("vocabulary", 99).put("width", 32).put("layers", 2)
                .put("heads", 4).put("mlp_ratio", 2.0).put("tokenizer", "embedded:test/tokenizer.json");
    }

    private static ClipText make(NDManager manager, ObjectNode options, Precision precision) {
        ClipTextFactory factory = new ClipTextFactory(new TestFiles());
        return (ClipText) factory.create(factory.options().read("text encoder \"clip-text\"", options), INPUTS,
                new PartContext(manager, precision, 1));
    }

    @Test
    void computesWhatTheOfficialTransformerComputes() {
        try (NDManager manager = Torch.manager();
                Goldens goldens = Goldens.resource("clip_text.safetensors", manager);
                ClipText text = make(manager, tiny(), Precision.FP32)) {
            DetFill.fill(text.parameters(), "");
            NDArray ids = goldens.get("in.input_ids");
            List<NDArray> states = text.states(ids, manager.ones(ids.getShape()));
            for (int i = 0; i < 3; i++) {
                goldens.assertClose("out.hidden_states." + i, states.get(i), 1e-5);
            }
            NDArray last = text.finish(states.get(2));
            goldens.assertClose("out.last_hidden_state", last, 1e-5);
            long[] ends = ids.argMax(1).toLongArray();
            NDList pooled = new NDList();
            for (int i = 0; i < ends.length; i++) {
                pooled.add(last.get(new NDIndex("{}, {}", i, ends[i])));
            }
            goldens.assertClose("out.pooler_output", NDArrays.stack(pooled), 1e-5);
        }
    }

    @Test
    void hidesPaddingWhenAsked() {
        try (NDManager manager = Torch.manager();
                Goldens goldens = Goldens.resource("clip_text.safetensors", manager);
                ClipText text = make(manager, tiny().put("hide_padding", true), Precision.FP32)) {
            DetFill.fill(text.parameters(), "");
            NDArray mask = goldens.get("in.attention_mask").toType(DataType.FLOAT32, true);
            List<NDArray> states = text.states(goldens.get("in.input_ids"), mask);
            goldens.assertClose("out.masked.last_hidden_state", text.finish(states.get(2)), 1e-5);
        }
    }

    @Test
    void encodesSentencesAsThePipelineOfTheGoldensDoes() {
        try (NDManager manager = Torch.manager();
                Goldens goldens = Goldens.resource("clip_text.safetensors", manager);
                ClipText text = make(manager, tiny(), Precision.FP32)) {
            DetFill.fill(text.parameters(), "");
            TextFeatures features = text.encode(List.of("", "a red box"), manager);
            NDArray expected = goldens.get("out.last_hidden_state").get("0:2");
            Goldens.assertClose("the goldens' first two sentences", Goldens.doubles(expected),
                    Goldens.doubles(features.tokens()), 1e-5);
            assertArrayEquals(new float[] {2, 5}, features.mask().sum(new int[] {1}).toFloatArray());
            assertEquals(new Shape(2, 77), features.mask().getShape());
        }
    }

    @Test
    void cutsALongSentenceButKeepsItsEnd() {
        try (NDManager manager = Torch.manager();
                ClipText text = make(manager, tiny().put("length", 4), Precision.FP32)) {
            DetFill.fill(text.parameters(), "");
            TextFeatures two = text.encode(List.of("a red", "a red box box box"), manager);
            Goldens.assertClose("both are: start, a, red, end", Goldens.doubles(two.tokens().get("0")),
                    Goldens.doubles(two.tokens().get("1")), 0);
            assertArrayEquals(new float[] {4, 4}, two.mask().sum(new int[] {1}).toFloatArray());
        }
    }

    @Test
    void aTokenizerWithMoreIdsThanTheTableIsRefused() {
        try (NDManager manager = Torch.manager()) {
            GladException e = assertThrows(GladException.class,
                    () -> make(manager, tiny().put("vocabulary", 60), Precision.FP32));
            assertTrue(e.getMessage().contains("vocabulary has 60"), e.getMessage());
        }
    }

    @Test
    void aMissingTokenizerAndHeadsThatDontDivideTheWidthAreRefused() {
        try (NDManager manager = Torch.manager()) {
            GladException none = assertThrows(GladException.class,
                    () -> make(manager, tiny().put("tokenizer", ""), Precision.FP32));
            assertTrue(none.getMessage().contains("\"tokenizer\""), none.getMessage());
            GladException heads = assertThrows(GladException.class,
                    () -> make(manager, tiny().put("heads", 5), Precision.FP32));
            assertEquals(2, heads.exitCode());
        }
    }
}
