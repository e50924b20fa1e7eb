package glad.shell.internal.ablate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.ablate.Cell;
import glad.ablate.Sweep;
import glad.ablate.SweepPlan;
import glad.eval.analysis.statistics.Spread;
import glad.shell.Result;
import java.util.Locale;

/** What a sweep would run, in both forms. */
final class PlanTexts {

    private static final int SHOWN = 40;
    private static final double MINUTE = 60;
    private static final double HOUR = 3600;
    private static final double MEGABYTE = 1e6;

    private PlanTexts() {}

    /** Returns the plan of a sweep. */
    static Result of(SweepPlan plan) {
        Sweep sweep = plan.sweep();
        StringBuilder text = new StringBuilder();
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("sweep", sweep.name()).put("design", sweep.design().key());
        line(text, "%s: %d cells (%s), %d finished, %d to run", sweep.name(), plan.cells().size(), sweep.design().key(),
                plan.finished().size(), plan.left().size());
        if (!plan.stale().isEmpty()) {
            line(text, "%d stale: code, weights or data have changed since they were finished; --answer leaves them out", plan.stale().size());
        }
        for (Cell cell : plan.cells()) {
            ObjectNode node = json.withArray("cells").addObject().put("id", cell.id()).put("variant", cell.label())
                    .put("data", cell.data().label()).put("sequences", cell.sequences().size())
                    .put("finished", plan.finished().contains(cell.id()));
            cell.experiment().ifPresent(own -> node.put("seed", own.seed()));
            if (cell.trains()) {
                node.put("training", cell.training());
            }
            if (plan.stale().containsKey(cell.id())) {
                node.put("stale", plan.stale().get(cell.id()));
            }
        }
        plan.cells().stream().limit(SHOWN).forEach(cell -> line(text, "  %s  %s%s", cell.id(), cell.title(),
                plan.finished().contains(cell.id()) ? "  finished"
                        : plan.stale().containsKey(cell.id()) ? "  stale: " + plan.stale().get(cell.id()) : ""));
        if (plan.cells().size() > SHOWN) {
            line(text, "  and %d more; --json lists all", plan.cells().size() - SHOWN);
        }
        plan.leftOut().forEach((label, reason) -> {
            line(text, "left out: %s: %s", label, reason);
            json.withArray("leftOut").addObject().put("variant", label).put("reason", reason);
        });
        plan.same().forEach((label, other) -> {
            line(text, "the same as %s: %s", other, label);
            json.withArray("same").addObject().put("variant", label).put("as", other);
        });
        sweep.results().forEach((label, runs) -> {
            line(text, "compared besides: %s (%s)", label, String.join(", ", runs));
            runs.forEach(json.withObject("/results").withArray(label)::add);
        });
        cost(plan, text, json);
        sweep.data().forEach(data -> sees(plan, data, text, json));
        return new Result(json, text.toString().stripTrailing());
    }

    private static void cost(SweepPlan plan, StringBuilder text, ObjectNode json) {
        json.put("frames", plan.framesLeft()).put("seconds", Double.isNaN(plan.seconds()) ? null : plan.seconds()).put("bytes", plan.bytes())
                .put("trainings", plan.trainings().size()).put("examples", plan.examplesLeft())
                .put("sharingFirstFrames", plan.sharingFirstFrames());
        line(text, "time: %s for %,d frames%s on one worker", Double.isNaN(plan.seconds()) ? "unknown, " + measuring(plan) : "about " + time(plan.seconds()),
                plan.framesLeft(), plan.trainings().isEmpty() ? "" : String.format(Locale.ROOT, " and %,d examples of %s", plan.examplesLeft(),
                        counted(plan.trainings().size(), "training")));
        line(text, "disk: at most %.1f MB", plan.bytes() / MEGABYTE);
        if (plan.sharingFirstFrames() > 0) {
            line(text, "shared: %d of %d cells begin with diffusion features that another one computes", plan.sharingFirstFrames(),
                    plan.left().size());
        }
    }

    private static String measuring(SweepPlan plan) {
        String experiment = plan.sweep().experiment();
        if (experiment.isEmpty()) {
            return "the trackers weren't timed yet";
        }
        String training = "./glad train " + experiment + " --plan measures examples";
        String tracking = "./glad profile " + experiment + " measures frames";
        return (plan.trainings().isEmpty() || !Double.isNaN(plan.secondsPerExample()) ? tracking
                : Double.isNaN(plan.secondsPerFrame()) ? training + ", " + tracking : training) + " per second";
    }

    private static void sees(SweepPlan plan, Sweep.Data data, StringBuilder text, ObjectNode json) {
        Spread spread = plan.typical(data);
        double margin = plan.sweep().margin();
        double needed = spread.needed(margin);
        json.withArray("sees").addObject().put("data", data.label()).put("sequences", spread.sequences())
                .put("difference", spread.detectable()).put("neededForMargin", Double.isInfinite(needed) ? null : needed);
        line(text, "%s: %s and %s see a difference of %.1f AUC with 80 %% power, if variants differ from each other as close"
                + " relatives do on LaSOT", data.label(), counted(spread.sequences(), "sequence"),
                counted(Math.max(1, plan.sweep().seeds().size()), "seed"), spread.detectable());
        if (spread.detectable() > margin) {
            line(text, "  a difference of %.1f would take %s", margin, Double.isInfinite(needed) ? "more seeds"
                    : String.format(Locale.ROOT, "about %,.0f sequences", needed));
        }
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static String time(double seconds) {
        return seconds < MINUTE ? String.format(Locale.ROOT, "%.0f s", seconds)
                : seconds < HOUR ? String.format(Locale.ROOT, "%.0f min", seconds / MINUTE)
                : String.format(Locale.ROOT, "%.1f h", seconds / HOUR);
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
