package glad.ablate;

import glad.eval.analysis.statistics.Spread;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a sweep would run.
 *
 * @param sweep the file
 * @param cells each content once
 * @param leftOut why a variant doesn't compose, by its label
 * @param same variants that are another one under another name, and that one's label, by their own
 * @param frames how many frames there are to track, by cell id
 * @param finished ids of the cells that are finished already, and not stale
 * @param stale why finished cells don't count, by id: their code, weights or data have changed since
 * @param trainings those that aren't finished, by id: what they take
 * @param secondsPerExample of training, measured by earlier ones; NaN if there are none
 * @param secondsPerFrame of tracking, measured by earlier runs; NaN if there are none
 */
public record SweepPlan(Sweep sweep, List<Cell> cells, Map<String, String> leftOut, Map<String, String> same,
        Map<String, Long> frames, List<String> finished, Map<String, String> stale, Map<String, Training> trainings, double secondsPerExample,
        double secondsPerFrame) {

    /** Standard deviation over sequences of the paired AUC difference of close relatives, measured on LaSOT, in %. */
    private static final double RELATIVES = 12.7;
    /** Standard deviation over runs of a dataset's AUC, in the middle of what was measured, in %. */
    private static final double SEEDS = 0.5;
    /** Five numbers of a box's line and one of its time in full precision are at most that long. */
    private static final long BYTES_PER_FRAME = 130;
    private static final long BYTES_PER_CELL = 60_000;

    /** Copies lists and maps. */
    public SweepPlan {
        cells = List.copyOf(cells);
        leftOut = new LinkedHashMap<>(leftOut);
        same = new LinkedHashMap<>(same);
        frames = new LinkedHashMap<>(frames);
        finished = List.copyOf(finished);
        stale = new LinkedHashMap<>(stale);
        trainings = new LinkedHashMap<>(trainings);
    }

    /**
     * What a training takes.
     *
     * @param examples of all its stages
     * @param bytes of its weights and checkpoints at most
     */
    public record Training(long examples, long bytes) {}

    /**
     * Returns the cells to be run, stale ones included, in an order in which workers seldom wait for each other: a cell of every training
     * first, then the others.
     */
    public List<Cell> toRun() {
        Map<String, Integer> before = new HashMap<>();
        Map<Cell, Integer> round = new IdentityHashMap<>();
        List<Cell> run = new ArrayList<>(cells.stream().filter(cell -> !finished.contains(cell.id())).toList());
        run.forEach(cell -> round.put(cell, cell.trains() ? before.merge(cell.training(), 1, Integer::sum) : 1));
        run.sort(Comparator.comparing(round::get));
        return run;
    }

    /** Returns the cells that aren't finished, without those that are stale. */
    public List<Cell> left() {
        return cells.stream().filter(cell -> !finished.contains(cell.id()) && !stale.containsKey(cell.id())).toList();
    }

    /** Returns the number of frames that are left to track. */
    public long framesLeft() {
        return left().stream().mapToLong(cell -> frames.get(cell.id())).sum();
    }

    /** Returns how many of the cells left start from first-frame diffusion features that another cell computes. */
    public long sharingFirstFrames() {
        return left().size() - left().stream().map(Cell::firstFrame).distinct().count();
    }

    /** Returns the number of examples that are left to train on. */
    public long examplesLeft() {
        return trainings.values().stream().mapToLong(Training::examples).sum();
    }

    /** Returns for how long one worker would train and track, in seconds; NaN if nothing was measured yet. */
    public double seconds() {
        return (trainings.isEmpty() ? 0 : examplesLeft() * secondsPerExample) + framesLeft() * secondsPerFrame;
    }

    /** Returns how much the results and trainings left take on the disk at most, in bytes. */
    public long bytes() {
        return framesLeft() * BYTES_PER_FRAME + left().size() * BYTES_PER_CELL
                + trainings.values().stream().mapToLong(Training::bytes).sum();
    }

    /** Returns how far close relatives usually differ from sequence to sequence and seed to seed on the data of a label. */
    public Spread typical(Sweep.Data data) {
        int sequences = cells.stream().filter(cell -> cell.data().equals(data)).mapToInt(cell -> cell.sequences().size()).max().orElse(0);
        int seeds = Math.max(1, sweep.seeds().size());
        return new Spread(sequences, RELATIVES, SEEDS * Math.sqrt(2.0 / seeds));
    }
}
