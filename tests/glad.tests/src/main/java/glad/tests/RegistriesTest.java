package glad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.data.Dataset;
import glad.api.data.SequenceSet;
import glad.api.options.Options;
import glad.runtime.Registries;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/** Services of bundles that weren't made with care. */
class RegistriesTest {

    private final BundleContext context = FrameworkUtil.getBundle(RegistriesTest.class).getBundleContext();
    private final Registries registries = TestBundles.service(context, Registries.class);
    private ServiceRegistration<Dataset> registration;

    @AfterEach
    void withdraw() {
        registration.unregister();
        assertEquals(List.of(), registries.problems());
    }

    private Dataset offer(String id) {
        Dataset dataset = new Dataset() {

            @Override
            public String description() {
                return "a test's";
            }

            @Override
            public boolean needsRoot() {
                return false;
            }

            @Override
            public SequenceSet open(Path root, Options options) {
                return List.of(SequenceSet.class.cast(null)).get(0);
            }
        };
        Dictionary<String, Object> properties = new Hashtable<>();
        if (id != null) {
            properties.put("glad.id", id);
        }
        registration = context.registerService(Dataset.class, dataset, properties);
        return dataset;
    }

    @Test
    void ofTwoBundlesThatOfferOneIdTheFirstKeepsIt() throws Exception {
        Dataset second = offer("procedural");
        assertNotSame(second, registries.datasets().get("procedural"));
        String listed = Gogo.run(context, "glad:components procedural");
        assertTrue(listed.contains("dataset \"procedural\" of bundle glad.tests isn't used: bundle glad.datasets.procedural was first"),
                listed);
    }

    @Test
    void aServiceWithoutIdIsNamedAsBrokenAndHasNoName() throws Exception {
        offer(null);
        String listed = Gogo.run(context, "glad:components");
        assertTrue(listed.contains("a dataset of bundle glad.tests can't be used: it has no id"), listed);
        assertFalse(listed.contains("null "), listed);
        String unknown = Gogo.run(context, "glad:data verify my-set");
        assertTrue(unknown.contains("unknown dataset \"my-set\"") && unknown.contains("bundle glad.tests can't be used"), unknown);
    }

    @Test
    void whatABundlesCodeThrowsNamesTheBundle() throws Exception {
        offer("thrower");
        String text = Gogo.run(context, "glad:data verify thrower");
        assertTrue(text.startsWith("error: bundle \"glad.tests\" failed: "), text);
        assertEquals(1, text.lines().count(), text);
    }
}
