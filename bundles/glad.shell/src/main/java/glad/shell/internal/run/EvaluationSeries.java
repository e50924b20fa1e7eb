package glad.shell.internal.run;

import glad.bench.EvaluationPlan;
import glad.bench.EvaluationRun;
import glad.bench.run.RunFolder;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.IntConsumer;

/** One evaluation on several datasets, repeated if that is asked for. */
final class EvaluationSeries {

    private final ShellCommand verb;
    private final RunPlace place;
    private final List<EvaluationPlan> plans;
    private final boolean several;
    private final int runs;
    private final Map<String, Result> results = new LinkedHashMap<>();
    private final Map<String, List<EvaluationRun>> repeated = new LinkedHashMap<>();

    /**
     * Makes one.
     *
     * @param verb shows, and is asked to stop
     * @param place where results go; checked now
     * @param plans one for each dataset
     * @param several whether several datasets were asked for
     * @param runs how often everything is run
     */
    EvaluationSeries(ShellCommand verb, RunPlace place, List<EvaluationPlan> plans, boolean several, int runs) {
        this.verb = verb;
        this.place = place;
        this.plans = plans;
        this.several = several;
        this.runs = runs;
        place.name();
    }

    /** Does something for each run, from 1, until the command is stopped. */
    void each(IntConsumer run) {
        for (int i = 1; i <= runs && !verb.stop().asked(); i++) {
            run.accept(i);
        }
    }

    /**
     * Evaluates on each dataset.
     *
     * @param run which of the runs, from 1
     * @param name of what is evaluated; names the folder
     * @param description of it, in a sentence or two
     * @param begin takes the folder
     * @param work runs it, and tells how far it is
     */
    void run(int run, String name, String description, BiFunction<EvaluationPlan, RunFolder, EvaluationRun> begin,
            BiConsumer<EvaluationRun, EvaluationRun.Listener> work) {
        String number = runs == 1 ? "" : String.format(Locale.ROOT, "_%03d", run);
        for (EvaluationPlan plan : plans) {
            if (!verb.stop().asked()) {
                RunFolder folder = RunFolder.open(place.folder(name, folder(plan), several, number));
                EvaluationRun evaluation = begin.apply(plan, folder);
                results.put(plan.dataset() + number,
                        new ShownEvaluation(verb).of(evaluation, lines -> work.accept(evaluation, lines), description));
                repeated.computeIfAbsent(plan.dataset(), key -> new ArrayList<>()).add(evaluation);
            }
        }
    }

    private static String folder(EvaluationPlan plan) {
        return plan.isOnePass() ? plan.dataset() : plan.dataset() + "-" + plan.protocol();
    }

    /** Returns everything together. */
    Result result() {
        return EvaluationTexts.together(results, runs > 1 && !verb.stop().asked() ? repeated : Map.of(), verb.columns());
    }
}
