package glad.ablate;

import glad.api.GladException;
import glad.api.data.SequenceSet;
import glad.bench.data.Datasets;
import glad.bench.data.SequenceChoice;
import glad.experiment.Experiment;
import glad.experiment.Experiments;
import glad.runtime.Composer;
import glad.runtime.Model;
import glad.runtime.Placement;
import glad.train.StageSpec;
import glad.train.TrainingSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Works out the cells of a sweep. */
@Component(service = Planner.class)
public final class Planner {

    private static final String UNKNOWN_OPTION = "unknown option of ";
    /** Bytes per parameter of a checkpoint: itself, its average and two moments, each in fp32. */
    private static final long CHECKPOINT = 4L * Float.BYTES;

    private final Experiments experiments;
    private final Composer composer;
    private final Datasets datasets;
    private final CellStore store;
    private final StaleCells staleCells;
    private final CellTrainer trainer;
    private final TrackerCells trackers;

    /** Made by the component runtime. */
    @Activate
    public Planner(@Reference Experiments experiments, @Reference Composer composer, @Reference Datasets datasets,
            @Reference CellStore store, @Reference StaleCells staleCells, @Reference CellTrainer trainer,
            @Reference TrackerCells trackers) {
        this.trackers = trackers;
        this.store = store;
        this.staleCells = staleCells;
        this.trainer = trainer;
        this.experiments = experiments;
        this.composer = composer;
        this.datasets = datasets;
    }

    /**
     * Reads every variant's experiment and composes its model once, so that a wrong key or id is told before anything runs and a
     * variant whose parts don't fit is left out with the reason.
     *
     * @throws GladException (usage) if the experiment doesn't compose without a change, or a key, a value, a dataset or a sequence is wrong
     */
    public SweepPlan plan(Sweep file) {
        Sweep sweep = new BaselineName(experiments.names(), trackers.ids(), store::hasRun).resolved(file);
        sweep.results().values().forEach(some -> some.forEach(store::run));
        sweep.trackers().forEach(trackers::check);
        Map<Sweep.Data, SequenceSet> sets = new LinkedHashMap<>();
        Map<Sweep.Data, List<String>> names = new LinkedHashMap<>();
        for (Sweep.Data data : sweep.data()) {
            SequenceSet set = datasets.open(data.id(), null, data.options());
            sets.put(data, set);
            names.put(data, SequenceChoice.chosen(Map.of(data.id(), set), data.sequences()).get(data.id()).stream().filter(set::hasFrames).toList());
            if (names.get(data).isEmpty()) {
                throw GladException.failure("no sequence of dataset \"" + data.label() + "\" has its images here; check its folder by"
                        + " ./glad data verify " + data.id());
            }
        }
        Map<String, Cell> cells = new LinkedHashMap<>();
        Map<String, String> leftOut = new LinkedHashMap<>();
        Map<String, String> same = new LinkedHashMap<>();
        Map<String, SweepPlan.Training> trainings = new LinkedHashMap<>();
        for (Variant variant : Design.variants(sweep)) {
            List<Experiment> seeds = experiments(sweep, variant);
            Composed composed = composed(seeds.get(0));
            String reason = composed.reason();
            if (!reason.isEmpty() && variant.levels().isEmpty()) {
                throw GladException.usage("the experiment of the sweep doesn't compose: " + reason);
            }
            if (reason.startsWith("unknown") && !reason.startsWith(UNKNOWN_OPTION)) {
                throw GladException.usage("variant \"" + variant.label() + "\": " + reason);
            }
            if (!reason.isEmpty()) {
                leftOut.put(variant.label(), reason);
                continue;
            }
            for (Experiment experiment : seeds) {
                String training = sweep.trains() ? training(variant, experiment, composed, trainings) : "";
                names.forEach((data, sequences) -> {
                    Cell cell = Cell.of(variant, experiment, data, sequences, training);
                    Cell before = cells.putIfAbsent(cell.id(), cell);
                    if (before != null) {
                        same.put(variant.label(), before.variant().label());
                    }
                });
            }
        }
        sweep.trackers().forEach(id -> names.forEach((data, sequences) -> {
            Cell cell = Cell.of(id, data, sequences);
            cells.put(cell.id(), cell);
        }));
        List<Cell> all = List.copyOf(cells.values());
        refuseWrongKeys(leftOut, all, sweep);
        Map<Sweep.Data, Long> frames = new LinkedHashMap<>();
        names.forEach((data, some) -> frames.put(data,
                some.stream().mapToLong(name -> sets.get(data).sequence(name).boxes().size()).sum()));
        Map<String, Long> perCell = new LinkedHashMap<>();
        all.forEach(cell -> perCell.put(cell.id(), frames.get(cell.data())));
        List<Cell> finished = all.stream().filter(store::finished).toList();
        Map<String, String> stale = staleCells.among(finished.stream().filter(cell -> cell.experiment().isPresent()).toList(), sets);
        finished.stream().filter(cell -> cell.experiment().isEmpty()).forEach(cell -> trackers.stale(cell, sets.get(cell.data()))
                .ifPresent(reason -> stale.put(cell.id(), reason)));
        double secondsPerExample = store.secondsPerExample(trainings.keySet());
        trainings.keySet().removeIf(id -> trainer.finished(id)
                || all.stream().allMatch(cell -> !cell.training().equals(id) || finished.contains(cell)));
        return new SweepPlan(sweep, all, leftOut, same, perCell, finished.stream().map(Cell::id).filter(id -> !stale.containsKey(id)).toList(),
                stale, trainings, secondsPerExample, store.secondsPerFrame(all.stream().filter(cell -> cell.experiment().isPresent()).toList()));
    }

    /** Returns the name of the training of a variant, and notes what it takes. */
    private String training(Variant variant, Experiment experiment, Composed composed, Map<String, SweepPlan.Training> trainings) {
        try {
            TrainingSpec spec = trainer.spec(experiment);
            int checkpoints = spec.checkpoints().keep() + (spec.checkpoints().best() ? 1 : 0);
            String id = trainer.id(experiment);
            trainings.put(id, new SweepPlan.Training(spec.stages().stream().mapToLong(StageSpec::samples).sum(),
                    composed.parameters() * (Short.BYTES + CHECKPOINT * checkpoints)));
            return id;
        } catch (GladException e) {
            throw GladException.usage("variant \"" + variant.label() + "\": " + e.getMessage());
        }
    }

    /** An option that one part lacks and another has makes a combination that is left out; one that no part has is a slip. */
    private static void refuseWrongKeys(Map<String, String> leftOut, List<Cell> cells, Sweep sweep) {
        leftOut.forEach((label, reason) -> {
            boolean slip = sweep.factors().stream().map(Factor::name).anyMatch(factor -> label.contains(factor + "=")
                    && cells.stream().noneMatch(cell -> cell.variant().levels().containsKey(factor)));
            if (slip && reason.startsWith(UNKNOWN_OPTION)) {
                throw GladException.usage("variant \"" + label + "\": " + reason);
            }
        });
    }

    private List<Experiment> experiments(Sweep sweep, Variant variant) {
        List<Experiment> seeds = new ArrayList<>();
        for (Long seed : sweep.seeds()) {
            List<String> all = new ArrayList<>(sweep.changes());
            if (sweep.trains()) {
                all.add("training.seed=" + seed);
            }
            all.addAll(variant.changes());
            all.add("seed=" + seed);
            seeds.add(experiments.read(sweep.experiment(), all));
        }
        List<String> changes = new ArrayList<>(sweep.changes());
        changes.addAll(variant.changes());
        return seeds.isEmpty() ? List.of(experiments.read(sweep.experiment(), changes)) : seeds;
    }

    /** Why an experiment's parts make no model, empty if they do; and how many numbers its parameters hold. */
    private record Composed(String reason, long parameters) {}

    private Composed composed(Experiment experiment) {
        try (Model model = composer.compose(experiment.model(), Placement.parse("cpu", experiment.precision().toString(), experiment.seed()))) {
            return new Composed("", model.parameters().stream().mapToLong(parameter -> parameter.shape().size()).sum());
        } catch (GladException e) {
            return new Composed(e.getMessage(), 0);
        }
    }
}
