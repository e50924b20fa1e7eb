package glad.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may know whom, as docs/ARCHITECTURE.md draws it. */
class LayersTest {

    /** Modules that a module may use; those of a kind that has no entry of its own go by the longest beginning. */
    private static final Map<String, String> MAY_USE = Map.ofEntries(
            Map.entry("glad.base", ""),
            Map.entry("glad.djl", ""),
            Map.entry("glad.pickle", ""),
            Map.entry("glad.packed", "glad.base glad.api"),
            Map.entry("glad.launcher", "glad.base glad.api glad.platform"),
            Map.entry("glad.platform", "glad.api glad.media glad.runtime glad.experiment glad.bench"),
            Map.entry("glad.api", "glad.base"),
            Map.entry("glad.nn", "glad.base glad.api glad.pickle"),
            Map.entry("glad.kit", "glad.base glad.api glad.nn"),
            Map.entry("glad.media", "glad.base glad.api glad.packed"),
            Map.entry("glad.backbone.", "glad.base glad.api glad.nn glad.backbone.mobilenet"),
            Map.entry("glad.backbone.mobilenet", "glad.base glad.api glad.nn"),
            Map.entry("glad.text.", "glad.base glad.api glad.nn glad.text.tokenizer"),
            Map.entry("glad.text.minilm", "glad.base glad.api glad.nn glad.text.tokenizer glad.text.roberta"),
            Map.entry("glad.text.tokenizer", "glad.base glad.api"),
            Map.entry("glad.diffusion.", "glad.base glad.api glad.nn"),
            Map.entry("glad.context.", "glad.base glad.api glad.nn"),
            Map.entry("glad.nano", "glad.api"),
            Map.entry("glad.none", "glad.api"),
            Map.entry("glad.datasets.", "glad.base glad.api glad.media glad.pickle glad.datasets.files"),
            Map.entry("glad.eval.metrics", "glad.base glad.api"),
            Map.entry("glad.eval.protocols", "glad.api"),
            Map.entry("glad.eval.analysis", "glad.base glad.api"),
            Map.entry("glad.eval.results", "glad.base glad.api glad.datasets.files"),
            Map.entry("glad.eval.report", "glad.base glad.api glad.eval.analysis"),
            Map.entry("glad.runtime", "glad.base glad.api glad.nn glad.media"),
            Map.entry("glad.train", "glad.base glad.api glad.nn glad.media glad.runtime glad.experiment glad.bench"),
            Map.entry("glad.experiment", "glad.base glad.api glad.nn glad.media glad.runtime"),
            Map.entry("glad.bench", "glad.base glad.api glad.nn glad.packed glad.media glad.runtime glad.experiment glad.eval.analysis "
                    + "glad.eval.results glad.eval.report"),
            Map.entry("glad.ablate", "glad.base glad.api glad.runtime glad.experiment glad.bench glad.eval.analysis "
                    + "glad.eval.report glad.jobs glad.train"),
            Map.entry("glad.jobs", "glad.base glad.api glad.runtime"),
            Map.entry("glad.runs", "glad.base glad.api glad.runtime"),
            Map.entry("glad.pages", "glad.base glad.api glad.runs glad.jobs glad.train"),
            Map.entry("glad.trackers", "glad.base glad.api glad.runtime"),
            Map.entry("glad.trackers.", "glad.base glad.api glad.media glad.runtime glad.trackers"),
            Map.entry("glad.shell", "glad.base glad.api glad.nn glad.kit glad.media glad.runtime glad.train glad.experiment glad.bench "
                    + "glad.datasets.files glad.eval.analysis glad.eval.results glad.ablate glad.jobs glad.runs glad.pages"));

    /** Part of no product; may use everything. */
    private static final Set<String> OUTSIDE =
            Set.of("glad.testing", "glad.tests", "glad.tests.part", "glad.commands", "dataset-plugin", "benchmarks");

    /** Reach into internals: benchmarks compose without a framework, so that they name factories. */
    private static final Set<String> SEES_INTERNALS = Set.of("benchmarks");

    @Test
    void aModuleUsesOnlyTheModulesBelowIt() {
        Set<String> wrong = between().filter(use -> !OUTSIDE.contains(use.from))
                .filter(use -> !allowed(use.from).contains(use.to))
                .map(use -> use.from + " uses " + use.to + " (" + use.by + ")").collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), wrong, "see docs/ARCHITECTURE.md, \"who may know whom\"");
    }

    @Test
    void everyModuleHasAPlaceInTheLayers() {
        assertEquals(List.of(), Sources.ALL.modules().keySet().stream()
                .filter(module -> !OUTSIDE.contains(module) && rule(module).isEmpty()).toList());
    }

    @Test
    void noModuleReachesIntoTheInternalsOfAnother() {
        Set<String> wrong = between().filter(use -> !SEES_INTERNALS.contains(use.from))
                .filter(use -> List.of(use.target.getPackageName().split("\\.")).contains("internal"))
                .map(use -> use.by + " uses " + use.target.getName()).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), wrong, "export what others need, or move the code to where it is needed");
    }

    @Test
    void onlyShellAndLauncherPrint() {
        Set<String> wrong = Sources.ALL.classes().stream()
                .filter(type -> !OUTSIDE.contains(module(type)) && !Set.of("glad.shell", "glad.launcher").contains(module(type)))
                .flatMap(type -> type.getFieldAccessesFromSelf().stream())
                .filter(access -> access.getTargetOwner().isEquivalentTo(System.class)
                        && Set.of("out", "err").contains(access.getTarget().getName()))
                .map(access -> access.getOriginOwner().getName()).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), wrong, "hand results to the shell, log what an operator needs");
    }

    @Test
    void allModulesAreSeen() {
        assertTrue(Sources.ALL.classes().size() > 500, Sources.ALL.classes().size() + " classes");
        assertTrue(between().count() > 1000);
    }

    /** One use of a class by a class of another module. */
    private record Use(String from, String by, String to, JavaClass target) {}

    private static Stream<Use> between() {
        return Sources.ALL.classes().stream().flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(d -> Sources.ALL.module(d.getTargetClass().getBaseComponentType()).isPresent())
                .map(d -> new Use(module(d.getOriginClass()), d.getOriginClass().getName(),
                        module(d.getTargetClass().getBaseComponentType()), d.getTargetClass().getBaseComponentType()))
                .filter(use -> !use.from.equals(use.to));
    }

    private static String module(JavaClass type) {
        return Sources.ALL.module(type).orElseThrow();
    }

    private static Set<String> allowed(String module) {
        return rule(module).map(text -> Set.copyOf(Arrays.asList(text.split(" ")))).orElse(Set.of());
    }

    private static Optional<String> rule(String module) {
        if (MAY_USE.containsKey(module)) {
            return Optional.of(MAY_USE.get(module));
        }
        return MAY_USE.entrySet().stream().filter(e -> e.getKey().endsWith(".") && module.startsWith(e.getKey()))
                .map(Map.Entry::getValue).findFirst();
    }
}
