package glad.shell.internal.run;

import glad.bench.EvaluationPlan;
import glad.bench.EvaluationRun;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.util.List;
import java.util.function.Consumer;

/** Does an evaluation while its command shows progress and remarks. */
final class ShownEvaluation {

    private final ShellCommand verb;

    /** @param verb shows, and is asked to stop */
    ShownEvaluation(ShellCommand verb) {
        this.verb = verb;
    }

    /**
     * Runs it; where it can be stopped, it was if the verb ends here.
     *
     * @param work runs it, and tells how far it is
     */
    void run(EvaluationRun run, Consumer<EvaluationRun.Listener> work) {
        try (TrackerProgress lines = new TrackerProgress(tracker -> verb.progress(tracker, "frames"))) {
            verb.stop().during(run::stop, () -> {
                work.accept(lines);
                return run;
            });
        }
    }

    /**
     * Runs it, writes its report, and returns what became of it.
     *
     * @param work runs it, and tells how far it is
     * @param description of what is evaluated, in a sentence or two
     */
    Result of(EvaluationRun run, Consumer<EvaluationRun.Listener> work, String description) {
        EvaluationPlan plan = run.plan();
        String id = plan.dataset();
        List<String> absent = plan.absent();
        if (!absent.isEmpty()) {
            verb.remark(id + ": the images of " + absent.size() + " of " + plan.names().size() + " sequences aren't there, "
                    + (plan.names().size() - absent.size()) + " are evaluated; missing: " + PlanOptions.some(absent));
        }
        run(run, work);
        if (run.startedFromCache() > 0) {
            verb.remark(id + ": no speed is given for " + run.startedFromCache() + " sequences, whose diffusion features came"
                    + " from the cache; --no-cache measures it");
        }
        if (verb.stop().endsHere()) {
            return EvaluationTexts.stopped(id, run);
        }
        if (!run.measurable() && run.anyFinished()) {
            return EvaluationTexts.unmeasured(id, run);
        }
        return EvaluationTexts.measured(run, run.report(run.tracker() + " on " + plan.title(), description), verb.columns());
    }
}
