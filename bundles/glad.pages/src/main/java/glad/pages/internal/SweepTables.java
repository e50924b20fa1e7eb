package glad.pages.internal;

import com.fasterxml.jackson.databind.JsonNode;
import glad.api.GladException;
import glad.jobs.Job;
import glad.jobs.State;
import glad.jobs.Task;
import glad.runs.RunStore;
import glad.runs.StoredRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The table that an ablation's job fills, one for each dataset: a row for each variant, and what its cells have reached so far. */
final class SweepTables {

    private static final int FIGURES = 3;

    private final Look look;
    private final RunStore store;

    SweepTables(Look look, RunStore store) {
        this.look = look;
        this.store = store;
    }

    /** A table. */
    record Table(String data, List<String> metrics, List<Row> rows) {}

    /** A variant: its means over seeds, which there are when all of its cells are finished. */
    record Row(String variant, String finished, boolean whole, List<String> means, List<CellView> cells) {}

    /** A cell: a link to its run if it is finished, else how far it is. */
    record CellView(String seed, String text, String link) {}

    /** A cell with what is known of it. */
    private record Known(JsonNode cell, Optional<StoredRun> run, String state) {}

    /** Returns the tables of a job. @param about what was submitted with it; without cells there are no tables */
    List<Table> of(JsonNode about, Job job) {
        Map<String, Task> tasks = job.tasks().stream().collect(Collectors.toMap(Task::title, Function.identity(), (one, other) -> one));
        Map<String, List<Known>> byData = new LinkedHashMap<>();
        about.path("cells").forEach(cell -> byData.computeIfAbsent(cell.path("data").asText(), data -> new ArrayList<>())
                .add(known(cell, Optional.ofNullable(tasks.get(cell.path("title").asText())))));
        List<Table> tables = new ArrayList<>();
        byData.forEach((data, cells) -> tables.add(table(data, cells)));
        return tables;
    }

    /** A cell without a task was finished before the job was submitted. */
    private Known known(JsonNode cell, Optional<Task> task) {
        boolean done = task.map(each -> each.state() == State.DONE).orElse(true);
        String state = task.map(each -> each.state() == State.RUNNING ? Numbers.percent(each.fraction()) + " %" : each.state().key()).orElse("");
        return new Known(cell, done ? run("cells/" + cell.path("cell").asText()) : Optional.empty(), state);
    }

    private Optional<StoredRun> run(String id) {
        try {
            return Optional.of(store.run(id)).filter(run -> !run.figures().isEmpty());
        } catch (GladException e) {
            return Optional.empty(); // it was removed since
        }
    }

    private Table table(String data, List<Known> cells) {
        Set<String> metrics = new LinkedHashSet<>();
        cells.forEach(known -> known.run.ifPresent(run -> metrics.addAll(run.figures().keySet())));
        List<String> shown = metrics.stream().limit(FIGURES).toList();
        Map<String, List<Known>> variants = new LinkedHashMap<>();
        cells.forEach(known -> variants.computeIfAbsent(known.cell.path("variant").asText(), label -> new ArrayList<>()).add(known));
        List<Row> rows = new ArrayList<>();
        variants.forEach((label, own) -> rows.add(row(label, own, shown)));
        return new Table(data, shown, rows);
    }

    private Row row(String label, List<Known> cells, List<String> metrics) {
        List<StoredRun> runs = cells.stream().flatMap(known -> known.run.stream()).toList();
        boolean whole = runs.size() == cells.size();
        List<String> means = metrics.stream().map(metric -> whole ? Numbers.figure(runs.stream()
                .mapToDouble(run -> run.figures().getOrDefault(metric, Double.NaN)).average().orElse(Double.NaN)) : Numbers.MISSING).toList();
        return new Row(label, runs.size() + " of " + cells.size(), whole, means, cells.stream().map(known -> view(known, metrics)).toList());
    }

    private CellView view(Known known, List<String> metrics) {
        String seed = known.cell.path("seed").asText("-");
        return known.run.map(run -> new CellView(seed, metrics.isEmpty() ? Numbers.MISSING : Numbers.figure(run.figures().get(metrics.get(0))),
                look.link("/run", "id", run.id()))).orElse(new CellView(seed, known.state.isEmpty() ? "removed" : known.state, ""));
    }
}
