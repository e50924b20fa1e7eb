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
import java.util.function.Function;
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
    private final CellTrainer trainer;

    /** Made by the component runtime. */
    @Activate
    public StaleCells(@Reference ExperimentLoader loader, @Reference Composer composer, @Reference Datasets datasets,
            @Reference CellStore store, @Reference CellTrainer trainer) {
        this.loader = loader;
        this.composer = composer;
        this.datasets = datasets;
        this.store = store;
        this.trainer = trainer;
    }

    /** Returns why cells of experiments are stale, by the ids of those that are. @param sets the opened datasets */
    Map<String, String> among(List<Cell> finished, Map<Sweep.Data, SequenceSet> sets) {
        Map<String, String> reasons = new LinkedHashMap<>();
        Map<List<Object>, List<Cell>> models = new LinkedHashMap<>();
        finished.forEach(cell -> models.computeIfAbsent(List.of(cell.variant(), cell.training()), model -> new ArrayList<>()).add(cell));
        Map<Sweep.Data, Staleness> compared = new HashMap<>();
        Map<List<String>, Map<String, String>> hashes = new HashMap<>();
        Optional<Provenance> code = Optional.empty();
        Function<Experiment, Map<String, String>> weightsOf = experiment -> hashes.computeIfAbsent(experiment.weights(), w -> loader.hashes(experiment));
        for (List<Cell> cells : models.values()) {
            Experiment first = evaluated(cells.get(0));
            Placement placement = Placement.parse("cpu", first.precision().toString(), first.seed());
            try (Model model = composer.compose(first.model(), placement)) {
                Map<String, String> weights = weightsOf.apply(first);
                // Taking the code's hashes is what takes long.
                code = code.or(() -> Optional.of(Provenance.now("", first.name(), placement, Optional.empty(), Map.of())));
                String training = cells.get(0).trains() ? trainer.stale(first, code.get().bundles(), weightsOf) : "";
                for (Cell cell : cells) {
                    LoadedExperiment now = new LoadedExperiment(evaluated(cell), model, Optional.empty(), weights, List.of()).on(cell.data().id());
                    compared.computeIfAbsent(cell.data(), data -> new Staleness(plan(cell, sets.get(data))))
                            .reason(RunFolder.open(store.folder(cell.id())), RunContent.of(now, code.get()), now.experiment().sentence())
                            .or(() -> Optional.of(training).filter(reason -> !reason.isEmpty()))
                            .ifPresent(reason -> reasons.put(cell.id(), reason));
                }
            } catch (GladException e) {
                cells.forEach(cell -> reasons.putIfAbsent(cell.id(), "can't be compared with what there is now: " + e.getMessage()));
            }
        }
        return reasons;
    }

    /** Returns a cell's experiment as it is evaluated. */
    private Experiment evaluated(Cell cell) {
        Experiment own = cell.experiment().orElseThrow();
        return cell.trains() ? trainer.trained(own) : own;
    }

    private EvaluationPlan plan(Cell cell, SequenceSet set) {
        return new EvaluationPlan(cell.data().id(), cell.data().options(), set, cell.sequences(), Optional.empty(),
                datasets.rules(cell.data().id()), Map.of(), List.of(), 1, false);
    }
}
