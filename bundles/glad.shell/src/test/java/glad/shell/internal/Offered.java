package glad.shell.internal;

import glad.api.data.Dataset;
import glad.api.eval.Metric;
import glad.api.eval.ResultFormat;
import glad.runtime.Registries;
import java.util.Map;

/** Registries filled without a framework. */
public final class Offered {

    private Offered() {}

    public static Registries datasets(Map<String, ? extends Dataset> datasets) {
        Registries registries = new Registries();
        datasets.forEach((id, dataset) -> registries.datasets().offer(id, dataset, "test"));
        return registries;
    }

    public static Registries metrics(Map<String, ? extends Metric> metrics) {
        Registries registries = new Registries();
        metrics.forEach((id, metric) -> registries.metrics().offer(id, metric, "test"));
        return registries;
    }

    public static Registries formats(Map<String, ? extends ResultFormat> formats) {
        Registries registries = new Registries();
        formats.forEach((id, format) -> registries.formats().offer(id, format, "test"));
        return registries;
    }
}
