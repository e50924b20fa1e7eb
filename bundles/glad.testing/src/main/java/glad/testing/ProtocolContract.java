package glad.testing;

import glad.api.track.Protocol;
import glad.kit.ProtocolChecks;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What a protocol has to hold, see {@link ProtocolChecks#of}; its test extends this. */
public abstract class ProtocolContract {

    /** Returns the protocol. */
    protected abstract Protocol protocol();

    @TestFactory
    final Stream<DynamicTest> keepsItsContract() {
        return ProtocolChecks.of(protocol()).stream().map(check -> DynamicTest.dynamicTest(check.name(), check.body()::run));
    }
}
