package glad.testing;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import glad.api.train.TrainingModel;
import glad.api.train.TrainingStageFactory;
import glad.kit.TrainingStageChecks;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What a training stage has to hold, see {@link TrainingStageChecks#of}; its test extends this. */
public abstract class TrainingStageContract {

    /** Returns what makes the stage. */
    protected abstract TrainingStageFactory factory();

    /** Returns the options that the stage is tested with, as in an experiment file: {@code weight: 0.5, margin: 2}. */
    protected String options() {
        return "";
    }

    /**
     * Returns a tracker to train, with a template of 32 pixels and a search region of 64.
     *
     * @param manager owner of its arrays
     */
    protected TrainingModel model(NDManager manager) {
        return TrainingStageChecks.small(manager);
    }

    @TestFactory
    final Stream<DynamicTest> keepsItsContract() throws JsonProcessingException {
        TrainingStageFactory factory = factory();
        return TrainingStageChecks.of(factory, factory.options().read("the stage", new YAMLMapper().readTree("{" + options() + "}")),
                this::model).stream().map(check -> DynamicTest.dynamicTest(check.name(), check.body()::run));
    }
}
