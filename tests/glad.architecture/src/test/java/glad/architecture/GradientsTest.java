package glad.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaMethodCall;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What would make gradients wrong now and then, and so isn't found by running. */
class GradientsTest {

    /** Their backward pass reads the other factor. */
    private static final Set<String> KEPT = Set.of("mul", "muli", "div", "divi", "pow", "powi", "mod", "modi");

    private static boolean byNumber(JavaMethodCall call) {
        return call.getTargetOwner().getName().equals("ai.djl.ndarray.NDArray") && KEPT.contains(call.getName())
                && call.getTarget().getRawParameterTypes().get(0).getName().equals(Number.class.getName());
    }

    /** DJL makes an array of the number's memory and frees it when the product is made. */
    @Test
    void nothingIsMultipliedByAJavaNumber() {
        Set<String> callers = Sources.ALL.classes().stream()
                .filter(type -> !Sources.ALL.module(type).orElseThrow().equals("benchmarks")) // measures without gradients
                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                .filter(GradientsTest::byNumber).map(JavaMethodCall::getDescription).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), callers, "multiply by an array of the scope, see docs/KERNELS.md");
    }
}
