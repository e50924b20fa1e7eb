package glad.shell.internal.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.experiment.Experiment;
import glad.experiment.ExperimentLoader;
import glad.runtime.Composer;
import glad.runtime.FrameThreads;
import glad.shell.Result;
import glad.shell.ShellCommand;
import glad.train.TrainingPlan;
import glad.train.TrainingSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@code train --plan} prints. */
final class PlanTexts {

    private static final double MEGA = 1e6;

    private PlanTexts() {}

    /** Measures every stage of a training. */
    static Result measured(ShellCommand command, Composer composer, ExperimentLoader loader, Experiment experiment, TrainingSpec spec,
            TrainingOptions options) {
        List<TrainingPlan> plans = new ArrayList<>();
        try (FrameThreads computing = options.threads()) {
            for (int stage = 0; stage < spec.stages().size() && !command.stop().asked(); stage++) {
                command.remark("train: measuring stage " + (stage + 1) + " of " + spec.stages().size());
                plans.add(TrainingPlan.of(composer, loader.withSomeTokenizer(experiment.model()), options.placements(spec), spec, stage));
            }
        }
        return result(experiment.name(), plans);
    }

    private static Result result(String experiment, List<TrainingPlan> plans) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("experiment", experiment);
        StringBuilder text = new StringBuilder();
        for (TrainingPlan plan : plans) {
            ObjectNode node = json.withArray("stages").addObject().put("train", plan.goal()).put("micro_batch", plan.microBatch());
            text.append(String.format(Locale.ROOT, "stage %s: batch %d on %d device%s, %d at once%n", plan.goal(), plan.batch(), plan.devices(),
                    plan.devices() == 1 ? "" : "s", plan.microBatch()));
            ObjectNode bytes = node.putObject("bytes");
            plan.bytes().forEach((what, size) -> {
                bytes.put(what, size);
                text.append(line(what, size, "computed"));
            });
            bytes.put("activations", plan.working()).put("process", plan.process()).put("peak", plan.peak()).put("device", plan.available());
            text.append(line("activations", plan.working(), "measured")).append(line("process", plan.process(), "measured: Java, libraries"))
                    .append(line("at most", plan.peak(), String.format(Locale.ROOT, "of %,.0f MB: %s", plan.available() / MEGA,
                            plan.peak() <= plan.available() ? "fits" : "doesn't fit; lower micro_batch, or take another device")));
            double days = plan.time().toMillis() / (double) Duration.ofDays(1).toMillis();
            node.put("piece_seconds", plan.piece()).put("step_seconds", plan.step()).put("samples_per_second", plan.rate()).put("days", days);
            text.append(String.format(Locale.ROOT, "  %.4g samples/s (%.3g s for %d, %.3g s for a step; without reading pairs), %,d samples: %.3g days%n",
                    plan.rate(), plan.piece(), plan.microBatch(), plan.step(), plan.samples(), days));
        }
        return new Result(json, text.toString().stripTrailing());
    }

    private static String line(String what, long bytes, String how) {
        return String.format(Locale.ROOT, "  %-12s %,10.0f MB  %s%n", what, bytes / MEGA, how);
    }
}
