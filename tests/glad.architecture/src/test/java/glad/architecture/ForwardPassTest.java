package glad.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaMethodCall;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The forward pass of a tracker is written down once, for tracking, training and export. */
class ForwardPassTest {

    private static final Set<String> KINDS = Set.of("glad.api.model.Diffusion", "glad.api.model.Fusion",
            "glad.api.model.Backbone", "glad.api.model.Head");
    private static final Set<String> STEPS = Set.of("features", "cues", "embedTemplate", "forward");
    /** Support of tests, checks of plugins and measurements ask single parts. */
    private static final Set<String> OUTSIDE = Set.of("glad.testing", "glad.kit", "benchmarks");

    private static boolean step(JavaMethodCall call) {
        return KINDS.contains(call.getTargetOwner().getName()) && STEPS.contains(call.getName());
    }

    @Test
    void onlyThePassAsksThePartsForTheirSteps() {
        Set<String> callers = Sources.ALL.classes().stream()
                .filter(type -> !OUTSIDE.contains(Sources.ALL.module(type).orElseThrow()))
                .flatMap(type -> type.getMethodCallsFromSelf().stream()).filter(ForwardPassTest::step)
                .map(call -> call.getOriginOwner().getName()).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of("glad.runtime.CachedDiffusion", "glad.runtime.TrackerPass"), callers,
                "take the steps of glad.runtime.TrackerPass");
    }
}
