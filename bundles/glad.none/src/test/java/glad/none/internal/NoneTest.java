package glad.none.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.model.Diffusion;
import glad.api.model.Fusion;
import glad.api.model.Part;
import glad.api.model.PartFactory;
import glad.api.model.TargetMemory;
import glad.api.model.TextFeatures;
import glad.api.model.Tokens;
import glad.api.model.WordGuidance;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoneTest {

    @Test
    void withoutLanguageThereAreNoTokens() {
        try (NDManager manager = NDManager.newBaseManager()) {
            TextFeatures none = make(new NoTextFactory()).encode(List.of("a", "b"), manager);
            assertEquals(new Shape(2, 0, 0), none.tokens().getShape());
            assertEquals(new Shape(2, 0), none.mask().getShape());
        }
    }

    @Test
    void withoutDiffusionThereAreNoMapsAndNothingIsLearnt() {
        try (NDManager manager = NDManager.newBaseManager(); Diffusion none = make(new NoDiffusionFactory())) {
            assertEquals(0, none.features(manager.zeros(new Shape(1, 3, 9, 9)), null, null, null).size());
            assertEquals(List.of(), none.featureMaps());
            assertEquals(List.of(), none.parameters());
        }
    }

    @Test
    void withoutFusionTokensPassUnchanged() {
        try (Fusion none = make(new NoFusionFactory())) {
            Tokens tokens = new Tokens(null, null, null);
            assertTrue(none.cues(new NDList()).isEmpty());
            assertSame(tokens, none.forward(tokens, new NDList()));
        }
    }

    @Test
    void withoutWordsAndMemorySearchTokensPassUnchangedAndNothingIsKept() {
        try (NDManager manager = NDManager.newBaseManager(); WordGuidance words = make(new NoWordsFactory());
                TargetMemory memory = make(new NoMemoryFactory())) {
            NDArray search = manager.zeros(new Shape(1, 4, 2));
            Tokens tokens = new Tokens(search, search, null);
            assertSame(search, words.forward(tokens, words.cues(null), null));
            NDList state = memory.start(1, manager);
            assertTrue(state.isEmpty() && memory.length() == 0);
            assertNull(memory.recall(tokens, state));
            assertSame(search, memory.forward(tokens, search, state, null).search());
            assertTrue(memory.keep(state, null, null, null).isEmpty());
        }
    }

    private static <P extends Part> P make(PartFactory<P> factory) {
        return factory.create(factory.options().read("none", null), null, null);
    }
}
