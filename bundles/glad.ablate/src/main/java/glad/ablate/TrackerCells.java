package glad.ablate;

import glad.api.data.SequenceSet;
import glad.api.track.TrackerFactory;
import glad.bench.EvaluationPlan;
import glad.bench.EvaluationRun;
import glad.bench.Staleness;
import glad.bench.data.Datasets;
import glad.bench.run.Provenance;
import glad.bench.run.RunContent;
import glad.bench.run.RunFolder;
import glad.experiment.SentenceMode;
import glad.jobs.State;
import glad.jobs.TaskControl;
import glad.jobs.TaskRunner.Outcome;
import glad.runtime.Registries;
import glad.runtime.Registry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Evaluates cells of trackers that are no experiments: a bundle's, and those that {@code trackers.yaml} names. */
@Component(service = TrackerCells.class)
public final class TrackerCells {

    private static final SentenceMode TOLD = SentenceMode.WRITTEN;

    private final Registries registries;
    private final Datasets datasets;
    private final CellStore store;

    /** Made by the component runtime. */
    @Activate
    public TrackerCells(@Reference Registries registries, @Reference Datasets datasets, @Reference CellStore store) {
        this.registries = registries;
        this.datasets = datasets;
        this.store = store;
    }

    /** Returns the ids of the trackers that there are. */
    List<String> ids() {
        return registries.trackers().ids();
    }

    /** @throws glad.api.GladException (usage) if there is no such tracker, naming the nearest */
    void check(String id) {
        registries.trackers().find(id);
    }

    /** Returns why the results of a cell don't count any more; empty if they do. @param set the cell's dataset */
    Optional<String> stale(Cell cell, SequenceSet set) {
        Sweep.Data data = cell.data();
        return stale(registries.trackers().find(cell.tracker()), new EvaluationPlan(data.id(), data.options(), set, cell.sequences(), Optional.empty(),
                datasets.rules(data.id()), Map.of(), List.of(), 1, false), store.folder(cell.id()));
    }

    private static Optional<String> stale(Registry.Entry<TrackerFactory> tracker, EvaluationPlan plan, Path folder) {
        return new Staleness(plan).reason(RunFolder.open(folder), RunContent.of(tracker, Provenance.now("", tracker.id(), "")), TOLD);
    }

    /** Evaluates a tracker into a cell's folder, on the processor whatever the worker's device is. */
    Outcome run(String id, EvaluationPlan plan, Path folder, TaskControl control) {
        Registry.Entry<TrackerFactory> tracker = registries.trackers().find(id);
        Optional<String> stale = stale(tracker, plan, folder);
        if (stale.isPresent() && !control.replacing()) {
            return new Outcome(State.STALE, stale.get());
        }
        stale.ifPresent(reason -> store.aside(folder));
        EvaluationRun run = EvaluationRun.begin(plan, RunFolder.open(folder), tracker, TOLD, Provenance.now("glad work", id, ""));
        return CellRunner.evaluated(run, listener -> run.run(tracker, TOLD, listener), control, 0);
    }
}
