package glad.pages.internal;

import glad.api.GladException;
import glad.runs.RunStore;
import glad.runs.StoredRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** The table of runs, a run, and two of them side by side. */
final class RunPages {

    private static final int SHOWN = 100;
    private static final int FIGURES = 4;
    private static final List<String> KEYS = List.of("date", "id", "experiment", "run", "dataset");
    private static final String SORT = "sort";
    private static final String FILTER = "filter";
    private static final String PAGE = "page";
    private static final String ARCHIVED = "archived";

    private final Look look;
    private final Templates templates;
    private final RunStore store;

    RunPages(Look look, Templates templates, RunStore store) {
        this.look = look;
        this.templates = templates;
        this.store = store;
    }

    /** What stands on the page of runs; {@code problem} says why none are shown although there may be some. */
    record Runs(Look.Frame frame, String problem, List<String> filters, String sort, boolean archived, List<Heading> headings, List<Row> rows,
            String found, String before, String after, String other) {}

    /** A heading of the table, with the address that sorts by it. */
    record Heading(String name, String link, boolean sorted, boolean number) {}

    /** A row of the table. */
    record Row(String id, String link, String date, List<String> tags, List<Cell> cells, String note) {}

    /** A cell of a row. */
    record Cell(String text, boolean number) {}

    Answer list(Question question) {
        List<String> filters = question.all(FILTER).stream().filter(filter -> !filter.isBlank()).toList();
        String sort = question.value(SORT).isBlank() ? "date" : question.value(SORT);
        boolean archived = !question.value(ARCHIVED).isEmpty();
        List<StoredRun> found = List.of();
        String problem = "";
        try {
            found = store.runs(filters, sort, archived);
        } catch (GladException e) {
            if (e.exitCode() != 2) {
                throw e;
            }
            problem = e.getMessage();
        }
        int pages = Math.max(1, (found.size() + SHOWN - 1) / SHOWN);
        int page = Math.min(pages, number(question.value(PAGE)));
        List<StoredRun> shown = found.subList(Math.min(found.size(), (page - 1) * SHOWN), Math.min(found.size(), page * SHOWN));
        Set<String> figures = new LinkedHashSet<>();
        shown.forEach(run -> figures.addAll(run.figures().keySet()));
        List<String> metrics = figures.stream().limit(FIGURES).toList();
        String count = found.size() <= SHOWN ? found.size() + (found.size() == 1 ? " run" : " runs")
                : (page - 1) * SHOWN + 1 + " to " + ((page - 1) * SHOWN + shown.size()) + " of " + found.size() + " runs";
        Runs view = new Runs(look.frame(question, "runs", "Runs"), problem, filters, sort, archived, headings(question, sort, metrics),
                shown.stream().map(run -> row(run, metrics)).toList(), count, page > 1 ? with(question, PAGE, "" + (page - 1)) : "",
                page < pages ? with(question, PAGE, "" + (page + 1)) : "", archived ? without(question, ARCHIVED) : with(question, ARCHIVED, "yes"));
        return Answer.page(problem.isEmpty() ? 200 : 400, templates.html("runs", view));
    }

    private static int number(String text) {
        return text.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(text) : 1;
    }

    private List<Heading> headings(Question question, String sort, List<String> metrics) {
        List<Heading> headings = new ArrayList<>();
        KEYS.forEach(key -> headings.add(new Heading(key, with(question, SORT, key), key.equals(sort), false)));
        metrics.forEach(key -> headings.add(new Heading(key, with(question, SORT, key), key.equals(sort), true)));
        return headings;
    }

    private Row row(StoredRun run, List<String> metrics) {
        List<Cell> cells = new ArrayList<>();
        cells.add(new Cell(run.facts().getOrDefault("experiment", ""), false));
        cells.add(new Cell(run.facts().getOrDefault("run", ""), false));
        cells.add(new Cell(run.facts().getOrDefault("dataset", ""), false));
        metrics.forEach(metric -> cells.add(new Cell(Numbers.figure(run.figures().get(metric)), true)));
        return new Row(run.id(), link(run.id()), run.facts().getOrDefault("date", "").replaceFirst("T(\\d\\d:\\d\\d).*", " $1"), run.tags(), cells, run.note());
    }

    private String link(String id) {
        return look.link("/run", "id", id);
    }

    /** Returns a question's own address with another value; a page of other rows begins at the first. */
    private String with(Question question, String name, String value) {
        Map<String, List<String>> values = new LinkedHashMap<>(question.values());
        values.remove(PAGE);
        values.put(name, List.of(value));
        return look.link("/runs", values);
    }

    private String without(Question question, String name) {
        Map<String, List<String>> values = new LinkedHashMap<>(question.values());
        values.remove(PAGE);
        values.remove(name);
        return look.link("/runs", values);
    }

    /** What stands on the page of a run. */
    record Run(Look.Frame frame, String id, List<Fact> facts, List<Fact> figures, List<String> tags, String allTags, String note, String report,
            String settings, List<Link> files) {}

    /** A line of a table. */
    record Fact(String key, String value) {}

    /** A file of a run. */
    record Link(String name, String link) {}

    Answer run(Question question) {
        String id = question.needed("id");
        StoredRun run = store.run(id);
        RunFiles files = RunFiles.of(store, id);
        List<Link> links = files.names().stream().map(name -> new Link(name, look.link("/file", "id", id, "name", name))).toList();
        String report = files.names().contains(RunFiles.REPORT) ? look.link("/file", "id", id, "name", RunFiles.REPORT) : "";
        Run view = new Run(look.frame(question, "runs", id), id, facts(run.facts()), run.figures().entrySet().stream()
                .map(e -> new Fact(e.getKey(), Numbers.figure(e.getValue()))).toList(), run.tags(), String.join(" ", run.tags()), run.note(), report,
                files.text(RunFiles.SETTINGS), links);
        return Answer.page(200, templates.html("run", view));
    }

    private static List<Fact> facts(Map<String, String> facts) {
        return facts.entrySet().stream().filter(e -> !e.getValue().isBlank()).map(e -> new Fact(e.getKey(), e.getValue())).toList();
    }

    Answer file(Question question) {
        return RunFiles.of(store, question.needed("id")).answer(question.needed("name"));
    }

    /** What stands on the page of two runs. */
    record Difference(Look.Frame frame, List<Link> runs, List<Pair> pairs) {}

    /** In what two runs differ; a value that one doesn't have is told from an empty one. */
    record Pair(String key, String first, boolean hasFirst, String second, boolean hasSecond) {}

    Answer difference(Question question) {
        List<String> ids = question.all("id");
        if (ids.size() != 2) {
            throw GladException.usage("two runs can be put side by side, and " + ids.size() + " are chosen; go back and choose two");
        }
        List<Pair> pairs = new ArrayList<>();
        store.difference(ids.get(0), ids.get(1)).forEach((key, values) ->
                pairs.add(new Pair(key, String.valueOf(values[0]), values[0] != null, String.valueOf(values[1]), values[1] != null)));
        return Answer.page(200, templates.html("diff", new Difference(look.frame(question, "runs", "Two runs"),
                IntStream.range(0, 2).mapToObj(i -> new Link(ids.get(i), link(ids.get(i)))).toList(), pairs)));
    }
}
