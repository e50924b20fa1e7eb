package glad.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import glad.api.GladException;
import glad.api.model.DiffusionNoise;
import glad.api.model.Precision;
import glad.api.model.Prediction;
import glad.api.model.Template;
import glad.api.model.TextFeatures;
import glad.api.model.WordCues;
import glad.testing.DetFill;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrecisionsTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"fp32; fp32", "bf16; bf16", "fp16; fp16", "bf16,diffusion=fp16; bf16,diffusion=fp16",
        " diffusion=fp16 , bf16; bf16,diffusion=fp16", "diffusion=bf16; fp32,diffusion=bf16", "bf16,head=bf16; bf16",
        "bf16,fusion=fp32,words=fp32,memory=fp32,head=fp32; fp32,text=bf16,diffusion=bf16,backbone=bf16"})
    void whatPeopleWriteHasOneFormAndOneMeaning(String written, String canonical) {
        Precisions read = Precisions.parse(written);
        assertEquals(canonical, read.toString());
        assertEquals(read, Precisions.parse(canonical));
    }

    @Test
    void eachPartHasItsFormatAndTheModelTheirSet() {
        Precisions mixed = Precisions.parse("bf16,diffusion=fp16");
        assertEquals(Precision.FP16, mixed.part(PartKind.DIFFUSION));
        assertEquals(Precision.BF16, mixed.part(PartKind.HEAD));
        assertEquals(EnumSet.of(Precision.BF16, Precision.FP16), mixed.used());
        assertEquals(EnumSet.of(Precision.FP32), Placement.cpu().precision().used());
        assertEquals(Precision.FP32, new Precisions(Map.of(PartKind.TEXT, Precision.BF16)).part(PartKind.HEAD));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"fp8; unknown precision \"fp8\"; expected fp32, bf16 or fp16", "bf16,; unknown precision \"\" in",
        "bf16,fp32; has two words for all parts", "head=bf16,head=fp32; has two words for \"head\"",
        "bf16,diffussion=fp16; did you mean \"diffusion\"?", "=fp16; unknown part", "diffusion=; unknown precision \"\""})
    void wrongWordsAreQuotedWithTheRightOnes(String written, String words) {
        GladException e = assertThrows(GladException.class, () -> Precisions.parse(written));
        assertEquals(2, e.exitCode());
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }

    private static Model model(String precision) {
        return new Composer(TinyGlad.parts()).compose(TinyGlad.spec(), Placement.parse("cpu", precision, 3));
    }

    /** Parts know nothing of each other's formats: a mixture is what its parts compute one by one, to the last bit. */
    @Test
    void aMixtureIsComposedOfWhatEachPartComputesInItsOwnFormat() {
        try (Model mixed = model("bf16,text=fp32,diffusion=fp16"); Model fp32 = model("fp32"); Model bf16 = model("bf16");
                Model fp16 = model("fp16"); NDManager scope = mixed.manager().newSubManager()) {
            NDArray image = DetFill.uniform(scope, "image", 1, 1, 3, 128, 128);
            NDArray search = DetFill.uniform(scope, "search", 1, 1, 3, 64, 64);
            Template template = new Template(image, scope.create(new float[][] {{0.5f, 0.5f, 0.5f, 0.5f}}));
            DiffusionNoise noise = ModelInputs.noise(scope, new Random(5), mixed.diffusion().noiseShape(), 1);
            TextFeatures words = fp32.text().encode(List.of("a red box"), scope);
            NDList maps = fp16.diffusion().features(image, words, fp32.text().encode(List.of(""), scope), noise);
            Prediction hand = bf16.pass().predict(
                    new TargetState(bf16.pass().embed(template), template.box(), bf16.fusion().cues(maps), WordCues.none()), search, null, new StageTimes());
            Prediction whole = mixed.pass().predict(mixed.pass().target(template,
                    mixed.text().encode(List.of("a red box"), scope), mixed.nullText(), noise, new StageTimes()), search, null, new StageTimes());
            assertArrayEquals(hand.score().toFloatArray(), whole.score().toFloatArray());
            assertArrayEquals(hand.boxes().toFloatArray(), whole.boxes().toFloatArray());
            float[] other = bf16.diffusion().features(image, words, fp32.text().encode(List.of(""), scope), noise).get(0).toFloatArray();
            assertTrue(!Arrays.equals(other, maps.get(0).toFloatArray()), "fp16 and bf16 give the same features");
        }
    }
}
