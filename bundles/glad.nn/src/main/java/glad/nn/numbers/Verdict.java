package glad.nn.numbers;

import glad.api.GladException;
import glad.api.model.Mode;
import glad.api.model.Precision;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@link KnownAnswers} found on one machine.
 *
 * @param checks in the order in which they ran
 * @param seconds of processor time that the comparing thread took
 */
public record Verdict(List<NumberCheck> checks, double seconds) {

    private static final int SHOWN = 3;

    /** Copies the list. */
    public Verdict {
        checks = List.copyOf(checks);
    }

    /** Returns what failed of what models need. */
    public List<NumberCheck> failures() {
        return checks.stream().filter(c -> c.needed() && !c.passed()).toList();
    }

    /**
     * Returns what failed of what a model needs: in the others some of it is computed in fp32, and only training takes gradients.
     */
    public List<NumberCheck> failures(Precision precision, Mode mode) {
        return failures().stream().filter(c -> c.precision() == precision || c.precision() == Precision.FP32)
                .filter(c -> mode == Mode.TRAIN || !c.backward()).toList();
    }

    /** Returns what failed of what models avoid, for people to know. */
    public List<NumberCheck> avoided() {
        return checks.stream().filter(c -> !c.needed() && !c.passed()).toList();
    }

    /** Returns this in a few words. */
    public String summary() {
        long needed = checks.stream().filter(NumberCheck::needed).count();
        List<NumberCheck> failures = failures();
        return failures.isEmpty() ? "all " + needed + " checks of the native library passed"
                : failures.size() + " of " + needed + " checks of the native library failed: " + told(failures);
    }

    private static String told(List<NumberCheck> failures) {
        return failures.stream().limit(SHOWN).map(NumberCheck::toString).collect(Collectors.joining("; "))
                + (failures.size() > SHOWN ? "; and " + (failures.size() - SHOWN) + " more" : "");
    }

    /**
     * Refuses to compute with operators that are wrong.
     *
     * @throws GladException (failure) naming them and what helps, if some that such a model needs failed
     */
    public void require(Precision precision, Mode mode) {
        List<NumberCheck> failures = failures(precision, mode);
        if (failures.isEmpty()) {
            return;
        }
        Optional<String> other = Stream.of(Precision.BF16, Precision.FP32).filter(p -> p != precision && failures(p, mode).isEmpty())
                .filter(p -> precision != Precision.FP32).map(p -> p.name().toLowerCase(Locale.ROOT)).findFirst();
        throw GladException.failure("the native library computes wrongly on this processor in "
                + precision.name().toLowerCase(Locale.ROOT) + (mode == Mode.TRAIN ? " in training" : "") + ": " + told(failures)
                + "; " + other.map(word -> mode == Mode.TRAIN ? "set the stage's precision to " + word + ", or "
                : "use --precision " + word + ", or ").orElse("")
                + "set the environment variable ONEDNN_MAX_CPU_ISA=AVX2 and try again; ./glad doctor --numbers shows every check");
    }
}
