package glad.bench.run;

import glad.experiment.LoadedExperiment;
import java.util.SortedMap;
import java.util.TreeMap;

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
        content.put("device", loaded.model().placement().device().getDeviceType());
        content.put("precision", provenance.precision());
        if (!loaded.switchedOff().isEmpty()) {
            content.put(RunFolder.NOT_RETRAINED, String.join(", ", loaded.switchedOff()));
        }
        provenance.bundles().forEach((bundle, version) -> content.put(RunFolder.BUNDLE + bundle, version));
        return content;
    }
}
