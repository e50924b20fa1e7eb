package glad.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import glad.api.model.Mode;
import glad.api.model.Parameter;
import glad.api.model.Precision;
import glad.api.model.TextEncoder;
import glad.nn.Torch;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every text encoder that is a transformer has to hold beyond its contract; an encoder's own test extends this. */
public abstract class TextTransformerContract extends TextEncoderContract {

    private final String keyBias;

    /**
     * Makes the tests of one text encoder.
     *
     * @param keyBias how the names of the biases of attention keys end
     */
    protected TextTransformerContract(String keyBias) {
        this.keyBias = keyBias;
    }

    /** Makes a small encoder whose tokenizer knows "a red box". */
    protected abstract TextEncoder small(NDManager manager, Precision precision);

    @ParameterizedTest
    @CsvSource({"BF16, 0.1, 1e-4", "FP16, 0.015, 1e-5"})
    void otherPrecisionsStayCloseToFp32(Precision precision, double most, float least) {
        try (NDManager manager = Torch.manager();
                TextEncoder exact = small(manager, Precision.FP32);
                TextEncoder coarse = small(manager, precision)) {
            DetFill.fill(exact.parameters(), "");
            DetFill.fill(coarse.parameters(), "");
            NDArray a = exact.encode(List.of("a red box"), manager).tokens();
            NDArray b = coarse.encode(List.of("a red box"), manager).tokens();
            assertEquals(DataType.FLOAT32, b.getDataType());
            Goldens.assertClose(precision + " against fp32", Goldens.doubles(a), Goldens.doubles(b), most);
            assertTrue(a.sub(b).abs().max().getFloat() > least, precision + " really ran");
        }
    }

    @Test
    void gradientsReachEveryParameter() {
        try (NDManager manager = Torch.manager(); TextEncoder text = small(manager, Precision.FP32)) {
            text.mode(Mode.TRAIN);
            for (Parameter parameter : text.parameters()) {
                parameter.array().setRequiresGradient(true);
            }
            try (NDManager step = manager.newSubManager();
                    GradientCollector collector = Torch.engine().newGradientCollector()) {
                NDArray tokens = text.encode(List.of("a red box", "red"), step).tokens();
                assertEquals(new Shape(2, text.length(), text.width()), tokens.getShape());
                collector.backward(tokens.mul(DetFill.uniform(step, "direction", 1, tokens.getShape().getShape())).sum());
                for (Parameter parameter : text.parameters()) {
                    // A bias of the keys moves all logits of a query alike, so its gradient is zero by nature.
                    if (!parameter.name().endsWith(keyBias)) {
                        float size = parameter.array().getGradient().abs().sum().getFloat();
                        assertTrue(size > 1e-6, parameter.name() + " got a gradient of " + size);
                    }
                }
            }
        }
    }

    @Test
    void encodingLeavesNothingButItsResult() {
        try (NDManager manager = Torch.manager(); TextEncoder text = small(manager, Precision.BF16)) {
            text.encode(List.of("a red box"), manager);
            int before = manager.getManagedArrays().size();
            text.encode(List.of("a red box"), manager);
            assertEquals(before + 2, manager.getManagedArrays().size());
        }
    }
}
