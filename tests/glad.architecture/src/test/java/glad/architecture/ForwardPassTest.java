package glad.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaMethodCall;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The forward pass of a tracker is written down once, for tracking, training and export, and so is the loop over the frames of a video, for
 * users' videos, evaluations and programs.
 */
class ForwardPassTest {

    private static final Set<String> KINDS = Set.of("glad.api.model.Diffusion", "glad.api.model.Fusion",
            "glad.api.model.Backbone", "glad.api.model.Head", "glad.api.model.WordGuidance", "glad.api.model.TargetMemory");
    private static final Set<String> STEPS = Set.of("features", "restored", "cues", "embedTemplate", "forward", "recall", "keep");
    /** Support of tests, checks of plugins and measurements ask single parts. */
    private static final Set<String> OUTSIDE = Set.of("glad.testing", "glad.kit", "benchmarks");

    private static final Set<String> OUTSIDE_LOOP = Set.of("glad.testing", "glad.kit", "glad.tests", "benchmarks");

    private static boolean step(JavaMethodCall call) {
        return KINDS.contains(call.getTargetOwner().getName()) && STEPS.contains(call.getName());
    }

    @Test
    void onlyThePassAsksThePartsForTheirSteps() {
        Set<String> callers = Sources.ALL.classes().stream()
                .filter(type -> !OUTSIDE.contains(Sources.ALL.module(type).orElseThrow()))
                .flatMap(type -> type.getMethodCallsFromSelf().stream()).filter(ForwardPassTest::step)
                .filter(call -> !call.getOriginOwner().equals(call.getTargetOwner()))
                .map(call -> call.getOriginOwner().getName()).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of("glad.runtime.CachedDiffusion", "glad.runtime.TemplateSlots", "glad.runtime.TrackerPass"), callers,
                "take the steps of glad.runtime.TrackerPass");
    }

    private static Set<String> callers(String type, String method) {
        return Sources.ALL.classes().stream().filter(caller -> !OUTSIDE_LOOP.contains(Sources.ALL.module(caller).orElseThrow()))
                .flatMap(caller -> caller.getMethodCallsFromSelf().stream())
                .filter(call -> call.getTargetOwner().getName().equals(type) && call.getName().equals(method))
                .map(call -> call.getOriginOwner().getName()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** A profile and a speed card ask for one frame again and again; a program may hand over single images, without a loop. */
    @Test
    void onlyTrackingAsksATrackerForFrameAfterFrame() {
        assertEquals(Set.of("glad.bench.run.Tracking", "glad.platform.internal.ComposedTracker"), callers("glad.api.track.Tracker", "next"),
                "use glad.bench.run.Tracking");
        assertEquals(Set.of("glad.bench.Profile", "glad.bench.SpeedCard", "glad.bench.run.SessionTracker"), callers("glad.runtime.Session", "next"),
                "make it a tracker by glad.bench.run.SessionTracker");
    }
}
