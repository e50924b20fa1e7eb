package glad.shell.internal.run;

import glad.api.data.SequenceSet;
import glad.bench.EvaluationPlan;
import glad.bench.EvaluationRun;
import glad.bench.data.Datasets;
import glad.bench.run.RunFolder;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** The demo's sequences with a distractor once more, told of the distractor instead of the target. */
record WrongSentence(EvaluationRun run) {

    /**
     * Makes one in a folder of its own.
     *
     * @param told the demo's own run of the same dataset
     * @param content what decides the results of that
     * @param begun when the demo was begun
     */
    static WrongSentence of(Datasets datasets, EvaluationRun told, SortedMap<String, String> content, String begun) {
        SequenceSet set = datasets.open(told.plan().dataset(), null, List.of("sentence=wrong"));
        EvaluationPlan plan = EvaluationPlan.of(told.plan().dataset(), set, told.plan().rules(), told.plan().metrics())
                .among(set.names().stream().filter(name -> name.startsWith("distractor")).toList());
        SortedMap<String, String> misled = new TreeMap<>(content);
        misled.put(RunFolder.DATASET_OPTION + "sentence", "wrong");
        return new WrongSentence(new EvaluationRun(plan, RunFolder.open(told.folder().resolve("wrong-sentence")), told.provenance(), misled, begun));
    }

    /** Says what the sentence decides. @param told the demo's own run */
    String line(EvaluationRun told) {
        List<String> names = run.plan().names();
        return String.format(Locale.ROOT, "demo: %s: AUC %.1f with its sentence, %.1f with that of its distractor", String.join(", ", names),
                told.analysis().score(told.tracker(), "success", names).value(), run.analysis().score(run.tracker(), "success", names).value());
    }
}
