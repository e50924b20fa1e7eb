package glad.testing;

import glad.api.track.TrackerFactory;
import glad.kit.TrackerChecks;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What a tracker has to hold, see {@link TrackerChecks#of}; its test extends this. */
public abstract class TrackerContract {

    /** Returns what makes the tracker. */
    protected abstract TrackerFactory factory();

    @TestFactory
    final Stream<DynamicTest> keepsItsContract() {
        return TrackerChecks.of(factory()).stream().map(check -> DynamicTest.dynamicTest(check.name(), check.body()::run));
    }
}
