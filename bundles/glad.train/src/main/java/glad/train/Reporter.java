package glad.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.Image;
import glad.api.Reason;
import glad.api.data.TrainingPair;
import glad.base.ProcessMemory;
import glad.base.WholeFile;
import glad.media.ImageFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Tells how a training goes: lines of the log, TensorBoard's events, drawings of held-out pairs, progress. */
final class Reporter implements AutoCloseable {

    private static final int CHECK_BATCH = 32;
    /** Held-out pairs that are drawn at a check. */
    private static final int DRAWINGS = 4;

    private final Path folder;
    private final TrainingSpec spec;
    private final TrainingPairs pairs;
    private final TrainingLog log;
    private final EventFile events;
    private final Consumer<TrainingStatus> progress;

    /**
     * Makes one.
     *
     * @param step updates of all stages that are done
     */
    Reporter(Path folder, TrainingSpec spec, TrainingPairs pairs, TrainingLog log, Consumer<TrainingStatus> progress, long step) {
        this.folder = folder;
        this.spec = spec;
        this.pairs = pairs;
        this.log = log;
        this.progress = progress;
        events = new EventFile(folder, step);
    }

    /** Returns how many updates of all stages are done where so many of one are. */
    static long step(TrainingSpec spec, int stage, long updates) {
        return spec.stages().subList(0, stage).stream().mapToLong(StageSpec::updates).sum() + updates;
    }

    /**
     * Tells of the updates of a window.
     *
     * @param number the stage's, from 0
     * @param updates how many of the stage are done
     * @param factor the schedule's on the learning rate at the last of them
     * @param check whether to measure the model on held-out pairs
     * @return the measures
     */
    Map<String, Double> report(int number, long updates, PreparedStage stage, LogWindow window, double factor, boolean check) {
        StageSpec stageSpec = spec.stages().get(number);
        String goal = stageSpec.goal().id();
        double[] means = window.means();
        double rate = window.rate() * stageSpec.batch();
        ObjectNode line = TrainingLog.line().put("stage", goal).put("update", updates).put("samples", updates * stageSpec.batch());
        line.put("rate", TrainingLog.round(rate)).put("gradient", TrainingLog.round(means[0])).put("loss", TrainingLog.round(means[1]));
        for (int i = 0; i < stage.terms().size(); i++) {
            line.put(stage.terms().get(i), TrainingLog.round(means[i + 2]));
        }
        ObjectNode rates = line.putObject("learning_rate");
        stage.rates(factor).forEach((group, value) -> rates.put(group, TrainingLog.round(value)));
        line.put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()).put("seconds", TrainingLog.round(window.seconds()))
                .put("wait", TrainingLog.round(window.waiting())).put("memory", ProcessMemory.resident() >> 20);
        Map<String, Double> checked = check ? check(stage, stageSpec, line) : Map.of();
        log.write(line);
        long step = step(spec, number, updates);
        events(goal, step, line);
        if (check) {
            drawings(goal, step, updates, stage);
        }
        StringBuilder note = new StringBuilder();
        checked.forEach((name, value) -> note.append(note.isEmpty() ? "" : " ").append(name).append(' ').append(TrainingLog.round(value)));
        tell(number, updates, means[1], rate, window.waiting(), note.toString());
        return checked;
    }

    /** Tells how far a stage is between two lines of the log. */
    void tell(int number, long updates, LogWindow window) {
        tell(number, updates, window.means()[1], window.rate() * spec.stages().get(number).batch(), window.waiting(), "");
    }

    private void tell(int number, long updates, double loss, double rate, double waiting, String note) {
        StageSpec stageSpec = spec.stages().get(number);
        progress.accept(new TrainingStatus(number + 1, spec.stages().size(), stageSpec.goal().id(),
                Math.min(stageSpec.samples(), updates * stageSpec.batch()), stageSpec.samples(), loss, rate, waiting, note));
    }

    private Map<String, Double> check(PreparedStage stage, StageSpec stageSpec, ObjectNode line) {
        Map<String, Double> checked = stage.check(heldOut(stageSpec.checkPairs()), spec.seed());
        ObjectNode measures = line.putObject("held-out");
        checked.forEach((name, value) -> measures.put(name, TrainingLog.round(value)));
        return checked;
    }

    private List<TrainingPair> heldOut(int count) {
        List<TrainingPair> some = new ArrayList<>();
        try (PairBatches source = new PairBatches(pairs.heldOut(), 0, Math.min(count, CHECK_BATCH), pairs.readers())) {
            while (some.size() < count) {
                some.addAll(source.next());
            }
        }
        return some.subList(0, count);
    }

    /** Every number of a line becomes a point of a curve. */
    private void events(String goal, long step, ObjectNode line) {
        line.properties().forEach(field -> {
            if (field.getValue().isNumber() && !field.getKey().equals("update") && !field.getKey().equals("samples")) {
                events.scalar(goal + "/" + field.getKey(), step, field.getValue().doubleValue());
            }
            field.getValue().properties().forEach(
                    inner -> events.scalar(goal + "/" + field.getKey() + "/" + inner.getKey(), step, inner.getValue().doubleValue()));
        });
    }

    private void drawings(String goal, long step, long updates, PreparedStage stage) {
        List<Image> drawn = stage.drawings(heldOut(DRAWINGS), spec.seed());
        for (int i = 0; i < drawn.size(); i++) {
            String name = "%s-%08d-%d.png".formatted(goal, updates, i);
            try {
                WholeFile.write(folder.resolve("drawings").resolve(name), ImageFile.png(drawn.get(i)));
            } catch (IOException e) {
                throw GladException.failure("drawing \"" + name + "\" of held-out pairs can't be written: " + Reason.of(e), e);
            }
            events.image(goal + "/held-out/" + i, step, drawn.get(i));
        }
    }

    @Override
    public void close() {
        events.close();
    }
}
