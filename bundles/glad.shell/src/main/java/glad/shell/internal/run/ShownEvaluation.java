package glad.shell.internal.run;

import glad.bench.EvaluationPlan;
import glad.bench.EvaluationRun;
import glad.experiment.LoadedExperiment;
import glad.runtime.FrameThreads;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.util.List;

/** Does an evaluation while its command shows progress and remarks. */
final class ShownEvaluation {

    private final ShellCommand verb;

    /** @param verb shows, and is asked to stop */
    ShownEvaluation(ShellCommand verb) {
        this.verb = verb;
    }

    /** Runs it; where it can be stopped, it was if the verb ends here. */
    void run(EvaluationRun run, List<LoadedExperiment> models, FrameThreads threads) {
        try (TrackerProgress lines = new TrackerProgress(verb::progress)) {
            verb.stop().during(run::stop, () -> {
                run.run(models, threads, lines);
                return run;
            });
        }
    }

    /** Runs it, writes its report, and returns what became of it. */
    Result of(EvaluationRun run, List<LoadedExperiment> models, FrameThreads threads) {
        EvaluationPlan plan = run.plan();
        String id = plan.dataset();
        List<String> absent = plan.absent();
        if (!absent.isEmpty()) {
            verb.remark(id + ": the images of " + absent.size() + " of " + plan.names().size() + " sequences aren't there, "
                    + (plan.names().size() - absent.size()) + " are evaluated; missing: " + PlanOptions.some(absent));
        }
        run(run, models, threads);
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
        return EvaluationTexts.measured(run, run.report(run.tracker() + " on " + id, models.get(0).experiment().description()));
    }
}
