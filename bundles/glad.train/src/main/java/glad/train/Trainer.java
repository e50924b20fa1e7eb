package glad.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.Reason;
import glad.api.data.TrainingPair;
import glad.api.model.Mode;
import glad.api.model.ModelFiles;
import glad.base.LockFile;
import glad.nn.weights.LoadReport;
import glad.runtime.Composer;
import glad.runtime.ModelSpec;
import glad.runtime.Placement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Trains a model stage by stage. Writes into its folder: {@code log.jsonl} (losses and checks, one JSON object a line),
 * {@code checkpoint.safetensors} (from which an interrupted training goes on as if it had never stopped),
 * {@code best.safetensors} (the checkpoint with the best held-out IoU), and at the end {@code weights.safetensors} in half
 * precision. The folder is locked meanwhile.
 */
public final class Trainer {

    private static final int LOG_EVERY = 50;
    /** Pairs of different stages lie this far apart in the source, so that no stage sees those of another. */
    private static final long STAGE_STRIDE = 1L << 40;

    private final PreparedStage.Source source;
    private final TrainingSpec spec;
    private final TrainingPairs pairs;
    private final Path folder;
    private final Consumer<TrainingStatus> progress;
    private final Consumer<String> remarks;
    private final Checkpoint checkpoint;
    private final TrainingLog log;
    private volatile boolean stopping;
    private volatile boolean asked;
    private boolean wentBack;

    /**
     * Makes a trainer.
     *
     * @param composer makes the model of each stage
     * @param files finds the weights it begins with
     * @param model what the experiment composes; a stage may change options
     * @param placements where, one for each device: the first keeps the optimiser; the precision is each stage's own, and the
     *     first one's seed gives the initial weights
     * @param spec how it is trained
     * @param pairs what it sees
     * @param folder where log, checkpoint and weights go; made if missing
     * @param progress told after every update, so that who watches needs not wait for the next line of the log
     * @param remarks told in a sentence what happens besides, such as what initial weights filled
     */
    public Trainer(Composer composer, ModelFiles files, ModelSpec model, List<Placement> placements, TrainingSpec spec,
            TrainingPairs pairs, Path folder, Consumer<TrainingStatus> progress,
            Consumer<String> remarks) {
        source = new PreparedStage.Source(composer, files, model, List.copyOf(placements), spec);
        this.spec = spec;
        this.pairs = pairs;
        this.folder = folder;
        this.progress = progress;
        this.remarks = remarks;
        this.checkpoint = new Checkpoint(folder.resolve("checkpoint.safetensors"), TrainingSettings.of(model, spec));
        this.log = new TrainingLog(folder.resolve("log.jsonl"));
    }

    /** Asks {@link #run} to write a checkpoint after the current update, after the very last one the weights too, and to return. May be called by any thread. */
    public void stop() {
        stopping = true;
    }

    /** Asks {@link #run} to write a checkpoint after the current update and to go on. May be called by any thread. */
    public void checkpoint() {
        asked = true;
    }

    /**
     * Trains until the end or until {@link #stop}, going on from the folder's checkpoint if there is one.
     *
     * @return whether the training is complete and the weights are written
     * @throws GladException if the checkpoint belongs to another training, another process trains into the folder, the
     *     training diverges (even after it went back to the last checkpoint once), a file can't be written, or the native
     *     library would compute wrongly; the last before anything is written
     */
    public boolean run() {
        for (StageSpec stage : spec.stages()) {
            if (stage.batch() % source.placements().size() != 0) {
                throw GladException.usage("a batch of " + stage.batch() + " can't be shared equally among " + source.placements().size()
                        + " devices; change --device or the stage's batch");
            }
            source.placements().forEach(placement -> source.composer().check(PreparedStage.Source.placed(placement, stage), Mode.TRAIN));
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw GladException.failure("folder \"" + folder + "\" can't be made: " + Reason.of(e) + "; choose another --out", e);
        }
        try (LockFile lock = lock()) {
            return train();
        }
    }

    private LockFile lock() {
        try {
            return LockFile.tryTake(folder.resolve("lock")).orElseThrow(() -> GladException.failure("folder \"" + folder
                    + "\" is being trained into by another process; wait for it or stop it, or choose another --out"));
        } catch (IOException e) {
            throw GladException.failure("folder \"" + folder + "\" can't be locked: " + Reason.of(e), e);
        }
    }

    private boolean train() {
        Checkpoint.Place place = checkpoint.place();
        if (place != null) {
            goOn(place);
        } else {
            log.cut(0);
        }
        while (!ended(place)) {
            place = run(place);
            if (stopping && !ended(place)) {
                return false;
            }
        }
        checkpoint.export(folder.resolve("weights.safetensors"), spec.toString());
        return true;
    }

    private boolean ended(Checkpoint.Place place) {
        return place != null && place.stage() == spec.stages().size();
    }

    /** Tells what is changed in a training that goes on, and forgets what it wrote after its checkpoint. */
    private void goOn(Checkpoint.Place place) {
        Map<String, TrainingSettings.Change> changes = checkpoint.changes(place);
        if (place.stage() < spec.stages().size() && spec.stages().get(place.stage()).updates() <= place.update()) {
            StageSpec stage = spec.stages().get(place.stage());
            throw GladException.usage("stage " + (place.stage() + 1) + " has \"" + stage.samples() + "\" samples, but the checkpoint has"
                    + " seen " + place.update() * stage.batch() + "; expected more, or choose another --out");
        }
        log.cut(place.log());
        if (!changes.isEmpty()) {
            ObjectNode line = TrainingLog.line().put("resumed", place.stage() + 1).put("update", place.update());
            ObjectNode changed = line.putObject("changed");
            changes.forEach((key, change) -> changed.putArray(key).add(change.before()).add(change.now()));
            log.write(line);
            changes.forEach((key, change) -> remarks.accept("goes on with another " + key + ": " + change));
        }
    }

    /** Runs a stage from a checkpoint, or the first one from its initial weights; returns where it ended. */
    private Checkpoint.Place run(Checkpoint.Place from) {
        int number = from == null ? 0 : from.stage();
        StageSpec stageSpec = spec.stages().get(number);
        long done = from == null ? 0 : from.update();
        try (PreparedStage stage = from == null ? PreparedStage.begun(source, number, this::filled)
                : PreparedStage.resumed(source, number, checkpoint, done > 0);
                PairBatches batches = new PairBatches(
                        pairs.training(), number * STAGE_STRIDE + done * stageSpec.batch(), stageSpec.batch(), pairs.readers());
                Reporter reporter = new Reporter(folder, spec, pairs, log, progress, Reporter.step(spec, number, done))) {
            LogWindow window = from == null ? LogWindow.empty() : LogWindow.parse(from.window());
            long written = System.nanoTime();
            long checkEvery = Math.max(1, stageSpec.checkEvery() / stageSpec.batch());
            for (long update = done; ; update++) {
                long moment = System.nanoTime();
                List<TrainingPair> batch = batches.next();
                double wait = (System.nanoTime() - moment) / 1e9;
                double factor = stageSpec.schedule().factor(update);
                double[] values = stage.update(batch, seed(number, update), factor);
                if (!Double.isFinite(values[0])) {
                    return diverged(stageSpec, update, batch, values);
                }
                window.add(values, wait);
                boolean last = update + 1 == stageSpec.updates();
                boolean check = last || (update + 1) % checkEvery == 0;
                double iou = Double.NaN;
                if (check || (update + 1) % LOG_EVERY == 0) {
                    iou = reporter.report(number, update + 1, stage, window, factor, check).getOrDefault("iou", Double.NaN);
                    window = LogWindow.empty();
                } else {
                    reporter.tell(number, update + 1, window);
                }
                boolean wanted = asked;
                if (check || stopping || wanted || spec.checkpoints().due((System.nanoTime() - written) / 1e9, update + 1)) {
                    Checkpoint.Place place = new Checkpoint.Place(
                            last ? number + 1 : number, last ? 0 : update + 1, log.length(), window.toString());
                    stage.write(checkpoint, place, iou, spec);
                    checkpoint.keep(place, iou, spec.checkpoints());
                    written = System.nanoTime();
                    if (wanted) {
                        asked = false;
                        remarks.accept("checkpoint of update " + (update + 1) + " of stage " + (number + 1) + " written");
                    }
                    if (last || stopping) {
                        return place;
                    }
                }
            }
        }
    }

    /** Tells what a file of initial weights gave. */
    private void filled(InitialWeights initial, LoadReport report) {
        log.write(TrainingLog.line().put("initial", initial.file()).put("loaded", report.loaded().size())
                .put("unexpected", report.unexpected().size()));
        remarks.accept("initial weights " + initial.file() + ": " + report.loaded().size() + " tensors taken, "
                + report.unexpected().size() + " of no use here");
    }

    /** Saves the pairs of an update whose gradient isn't finite; returns where to go back to, once. */
    private Checkpoint.Place diverged(StageSpec stageSpec, long update, List<TrainingPair> pairs, double[] values) {
        String goal = stageSpec.goal().id();
        Path saved = folder.resolve("diverged-" + goal + "-" + (update + 1));
        SavedPairs.write(saved, pairs);
        String what = "update " + (update + 1) + " of stage " + goal + " has a loss of " + values[1] + " and a gradient whose norm is "
                + values[0] + "; its pairs are in " + saved;
        Checkpoint.Place back = checkpoint.place();
        if (!wentBack) {
            log.cut(back == null ? 0 : back.log());
        }
        log.write(TrainingLog.line().put("diverged", goal).put("update", update + 1).put("pairs", saved.toString()));
        if (wentBack) {
            throw GladException.failure("training diverged again: " + what + "; look at them, or lower the learning rate and begin"
                    + " with best.safetensors or the last checkpoint as initial weights");
        }
        wentBack = true;
        remarks.accept(what + "; going back to " + (back == null ? "the beginning" : "the checkpoint of update " + back.update()
                + " of stage " + (back.stage() + 1)) + ", once");
        return back;
    }

    /** Returns what all draws of an update follow from. */
    private long seed(int stage, long update) {
        return (spec.seed() * 31 + stage) * 0x9E3779B97F4A7C15L + update;
    }
}
