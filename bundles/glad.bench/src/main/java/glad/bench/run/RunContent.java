package glad.bench.run;

import glad.api.track.TrackerFactory;
import glad.experiment.LoadedExperiment;
import glad.runtime.CodeHash;
import glad.runtime.PartKind;
import glad.runtime.Registry;
import java.util.SortedMap;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/** All that decides what a tracker does, by name: two runs of one content give the same boxes. */
public final class RunContent {

    private RunContent() {}

    /**
     * Returns the experiment's keys, the weights' hashes, the precision, the kind of device (not which one of that kind), and the
     * bundles' code.
     *
     * @param provenance of the run, which holds the bundles' hashes: they are costly, so they are taken once
     */
    public static SortedMap<String, String> of(LoadedExperiment loaded, Provenance provenance) {
        SortedMap<String, String> content = new TreeMap<>(loaded.experiment().content());
        loaded.weights().forEach((reference, hash) -> content.put("weights " + reference, hash));
        content.put(RunFolder.DEVICE, loaded.model().placement().device().getDeviceType());
        content.put("precision", loaded.model().placement().precision().toString());
        if (!loaded.switchedOff().isEmpty()) {
            content.put(RunFolder.NOT_RETRAINED, String.join(", ", loaded.switchedOff()));
        }
        provenance.bundles().forEach((bundle, version) -> content.put(RunFolder.BUNDLE + bundle, version));
        for (PartKind kind : PartKind.values()) {
            content.putAll(code(loaded.model().code(kind), provenance));
        }
        return content;
    }

    /**
     * Returns what a tracker of a bundle is: its id, the bundle's code, and what else it says.
     *
     * @throws glad.api.GladException if something that the tracker needs isn't there
     */
    public static SortedMap<String, String> of(Registry.Entry<TrackerFactory> tracker, Provenance provenance) {
        SortedMap<String, String> content = code(tracker.service().getClass(), provenance);
        content.put("tracker", tracker.id());
        tracker.service().content().forEach((name, value) -> content.put("tracker " + name, value));
        return content;
    }

    /** Returns the code of a class's bundle: a plugin isn't among the platform's bundles. Empty outside OSGi. */
    private static SortedMap<String, String> code(Class<?> type, Provenance provenance) {
        SortedMap<String, String> code = new TreeMap<>();
        Bundle bundle = FrameworkUtil.getBundle(type);
        if (bundle != null) {
            String known = provenance.bundles().get(bundle.getSymbolicName());
            code.put(RunFolder.BUNDLE + bundle.getSymbolicName(), known == null ? CodeHash.of(bundle) : known);
        }
        return code;
    }
}
