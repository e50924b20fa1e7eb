package glad.ablate;

import glad.api.GladException;
import glad.api.data.SequenceSet;
import glad.bench.EvaluationPlan;
import glad.bench.Staleness;
import glad.bench.data.Datasets;
import glad.bench.run.Provenance;
import glad.bench.run.RunContent;
import glad.bench.run.RunFolder;
import glad.experiment.Experiment;
import glad.experiment.ExperimentLoader;
import glad.experiment.LoadedExperiment;
import glad.runtime.Composer;
import glad.runtime.Model;
import glad.runtime.Placement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Finds the finished cells whose code, weights or data have changed since. No model is filled and no image read for it. */
@Component(service = StaleCells.class)
public final class StaleCells {

    private final ExperimentLoader loader;
    private final Composer composer;
    private final Datasets datasets;
    private final CellStore store;

    /** Made by the component runtime. */
    @Activate
    public StaleCells(@Reference ExperimentLoader loader, @Reference Composer composer, @Reference Datasets datasets,
            @Reference CellStore store) {
        this.loader = loader;
        this.composer = composer;
        this.datasets = datasets;
        this.store = store;
    }

    /** Returns why cells are stale, by the ids of those that are. @param sets the opened datasets */
    Map<String, String> among(List<Cell> finished, Map<Sweep.Data, SequenceSet> sets) {
        Map<String, String> reasons = new LinkedHashMap<>();
        Map<Variant, List<Cell>> variants = new LinkedHashMap<>();
        finished.forEach(cell -> variants.computeIfAbsent(cell.variant(), variant -> new ArrayList<>()).add(cell));
        Map<Sweep.Data, Staleness> compared = new HashMap<>();
        Map<List<String>, Map<String, String>> hashes = new HashMap<>();
        Optional<Provenance> code = Optional.empty();
        for (List<Cell> cells : variants.values()) {
            Experiment first = cells.get(0).experiment();
            Placement placement = Placement.parse("cpu", first.precision().toString(), first.seed());
            try (Model model = composer.compose(first.model(), placement)) {
                Map<String, String> weights = hashes.computeIfAbsent(first.weights(), references -> loader.hashes(first));
                // Taking the code's hashes is what takes long.
                code = code.or(() -> Optional.of(Provenance.now("", first.name(), placement, Optional.empty(), Map.of())));
                for (Cell cell : cells) {
                    LoadedExperiment now = new LoadedExperiment(cell.experiment(), model, Optional.empty(), weights, List.of()).on(cell.data().id());
                    compared.computeIfAbsent(cell.data(), data -> new Staleness(plan(cell, sets.get(data))))
                            .reason(RunFolder.open(store.folder(cell.id())), RunContent.of(now, code.get()), now.experiment().sentence())
                            .ifPresent(reason -> reasons.put(cell.id(), reason));
                }
            } catch (GladException e) {
                cells.forEach(cell -> reasons.putIfAbsent(cell.id(), "can't be compared with what there is now: " + e.getMessage()));
            }
        }
        return reasons;
    }

    private EvaluationPlan plan(Cell cell, SequenceSet set) {
        return new EvaluationPlan(cell.data().id(), cell.data().options(), set, cell.sequences(), Optional.empty(),
                datasets.rules(cell.data().id()), Map.of(), List.of(), 1, false);
    }
}
