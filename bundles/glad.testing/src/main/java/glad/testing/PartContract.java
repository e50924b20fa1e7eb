package glad.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import glad.api.model.PartFactory;
import glad.api.model.PartInputs;
import glad.kit.PartChecks;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What every part has to hold; a test of a part extends the contract of its kind. See {@link PartChecks#of}. */
abstract class PartContract<F extends PartFactory<?>> {

    /** Returns what makes the part. */
    protected abstract F factory();

    /** Returns the options that the part is tested with, as in an experiment file: {@code width: 32, depth: 2}. */
    protected String options() {
        return "";
    }

    /** Returns what stands round the part. */
    protected PartInputs inputs() {
        return PartChecks.SMALL;
    }

    @TestFactory
    final Stream<DynamicTest> keepsItsContract() throws JsonProcessingException {
        F factory = factory();
        return PartChecks.of(factory, factory.options().read("the part", new YAMLMapper().readTree("{" + options() + "}")), inputs())
                .stream().map(check -> DynamicTest.dynamicTest(check.name(), check.body()::run));
    }
}
