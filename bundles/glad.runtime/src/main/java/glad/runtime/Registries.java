package glad.runtime;

import glad.api.data.Dataset;
import glad.api.data.PairSourceFactory;
import glad.api.eval.Metric;
import glad.api.eval.ResultFormat;
import glad.api.model.EmbeddedModel;
import glad.api.track.Protocol;
import glad.api.track.TrackerFactory;
import glad.api.train.TrainingStageFactory;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * A registry for each kind of service that bundles offer by id. The component is immediate, so that it lives as long as its
 * bundle and forgets nobody.
 */
@Component(service = Registries.class, immediate = true)
public final class Registries {

    private final Parts parts;
    private final Registry<Dataset> datasets = new Registry<>("dataset");
    private final Registry<PairSourceFactory> pairs = new Registry<>("source of pairs");
    private final Registry<TrainingStageFactory> stages = new Registry<>("training stage");
    private final Registry<TrackerFactory> trackers = new Registry<>("tracker");
    private final Registry<Protocol> protocols = new Registry<>("protocol");
    private final Registry<Metric> metrics = new Registry<>("metric");
    private final Registry<ResultFormat> formats = new Registry<>("format");
    private final Registry<EmbeddedModel> embedded = new Registry<>("embedded model");

    /** Makes empty registries. */
    public Registries() {
        parts = new Parts();
    }

    /** Makes registries that follow a framework's services. */
    @Activate
    public Registries(BundleContext context, @Reference Parts parts) {
        this.parts = parts;
        datasets.follow(context, Dataset.class);
        pairs.follow(context, PairSourceFactory.class);
        stages.follow(context, TrainingStageFactory.class);
        trackers.follow(context, TrackerFactory.class);
        protocols.follow(context, Protocol.class);
        metrics.follow(context, Metric.class);
        formats.follow(context, ResultFormat.class);
        embedded.follow(context, EmbeddedModel.class);
    }

    /** Returns the parts that trackers are composed of. */
    public Parts parts() {
        return parts;
    }

    /** Returns the datasets. */
    public Registry<Dataset> datasets() {
        return datasets;
    }

    /** Returns what makes training pairs itself. */
    public Registry<PairSourceFactory> pairs() {
        return pairs;
    }

    /** Returns the kinds of training stages. */
    public Registry<TrainingStageFactory> stages() {
        return stages;
    }

    /** Returns the trackers that aren't composed of parts. */
    public Registry<TrackerFactory> trackers() {
        return trackers;
    }

    /** Returns how trackers can be run over sequences. */
    public Registry<Protocol> protocols() {
        return protocols;
    }

    /** Returns the metrics. */
    public Registry<Metric> metrics() {
        return metrics;
    }

    /** Returns the formats that raw results are handed on in. */
    public Registry<ResultFormat> formats() {
        return formats;
    }

    /** Returns the files that bundles carry for experiments. */
    public Registry<EmbeddedModel> embedded() {
        return embedded;
    }

    /** Returns a sentence about each service of any kind that is there and can't be had, see {@link Registry#problems}. */
    public List<String> problems() {
        return Stream.concat(parts.registries().stream(), Stream.of(datasets, pairs, stages, trackers, protocols, metrics, formats, embedded))
                .flatMap(registry -> registry.problems().stream()).toList();
    }
}
