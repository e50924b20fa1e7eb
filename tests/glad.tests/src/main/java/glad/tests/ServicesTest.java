package glad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.data.Dataset;
import glad.api.eval.Metric;
import glad.api.model.PartFactory;
import glad.api.track.Protocol;
import glad.nn.Torch;
import glad.runtime.PartInfo;
import glad.runtime.PartKind;
import glad.runtime.Parts;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;

/** What the product offers once it has started. */
class ServicesTest {

    private final BundleContext context = FrameworkUtil.getBundle(ServicesTest.class).getBundleContext();

    @Test
    void everyBundleIsActive() {
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
                assertEquals(Bundle.ACTIVE, bundle.getState(), bundle.getSymbolicName());
            }
        }
    }

    @Test
    void everyPartIsThere() {
        Map<PartKind, Set<String>> found = TestBundles.service(context, Parts.class).list().stream().collect(
                Collectors.groupingBy(PartInfo::kind, Collectors.mapping(PartInfo::id, Collectors.toSet())));
        assertTrue(found.get(PartKind.BACKBONE).containsAll(List.of("mae-vit", "mae-vit-base", "mae-vit-large")), "" + found);
        assertTrue(found.get(PartKind.TEXT).containsAll(List.of("clip-text", "clip-vit-l14", "none")), "" + found);
        assertTrue(found.get(PartKind.DIFFUSION).containsAll(List.of("sd-lcm", "sd15-lcm", "none")), "" + found);
        assertTrue(found.get(PartKind.FUSION).containsAll(List.of("glad-decoder", "none")), "" + found);
        assertTrue(found.get(PartKind.WORDS).containsAll(List.of("atc-words", "none")), "" + found);
        assertTrue(found.get(PartKind.MEMORY).containsAll(List.of("atc-memory", "none")), "" + found);
        assertTrue(found.get(PartKind.HEAD).containsAll(List.of("center", "corner")), "" + found);
    }

    @Test
    void datasetsAndMetricsAreThere() throws Exception {
        assertTrue(ids(Dataset.class).containsAll(List.of("procedural", "otb-folder", "otb100", "otb99-lang", "lasot",
                "lasot-ext", "tnl2k", "got10k", "trackingnet", "vasttrack", "mgit", "uav123", "nfs", "tc128", "vot", "coco",
                "refcoco", "refcoco+", "refcocog", "folder", "layout", "manifest")), "" + ids(Dataset.class));
        assertTrue(ids(Protocol.class).containsAll(List.of("one-pass", "temporal-robustness", "spatial-robustness")),
                "" + ids(Protocol.class));
        assertTrue(ids(Metric.class).containsAll(List.of("success", "op50", "op75", "precision", "normalised-precision",
                "average-overlap", "success-rate-50", "success-rate-75", "failures", "recovery")),
                "" + ids(Metric.class));
    }

    private Set<String> ids(Class<?> type) throws Exception {
        Set<String> ids = new TreeSet<>();
        for (ServiceReference<?> reference : context.getAllServiceReferences(type.getName(), null)) {
            ids.add((String) reference.getProperty(PartFactory.ID));
        }
        return ids;
    }

    @Test
    void theLauncherFindsTheCommandLine() throws Exception {
        assertNotNull(context.getAllServiceReferences(ToIntFunction.class.getName(), "(glad.main=true)"));
    }

    @Test
    void theEngineStartsInsideFelix() {
        try (NDManager manager = Torch.manager(); NDArray ones = manager.ones(new Shape(2, 3))) {
            assertEquals(6, ones.sum().getFloat());
        }
    }
}
