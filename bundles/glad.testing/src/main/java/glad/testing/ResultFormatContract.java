package glad.testing;

import glad.api.eval.ResultFormat;
import glad.kit.ResultFormatChecks;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What a format of results has to hold, see {@link ResultFormatChecks#of}; its test extends this. */
public abstract class ResultFormatContract {

    /** Returns the format. */
    protected abstract ResultFormat format();

    @TestFactory
    final Stream<DynamicTest> keepsItsContract() {
        return ResultFormatChecks.of(format()).stream().map(check -> DynamicTest.dynamicTest(check.name(), check.body()::run));
    }
}
