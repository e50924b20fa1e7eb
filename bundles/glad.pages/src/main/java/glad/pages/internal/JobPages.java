package glad.pages.internal;

import glad.api.GladException;
import glad.api.Names;
import glad.jobs.Job;
import glad.jobs.JobQueue;
import glad.jobs.State;
import glad.jobs.Task;
import glad.runs.RunStore;
import java.util.List;

/** The queue, a job with its tasks and the table that it fills, and what a task said. */
final class JobPages {

    private final Look look;
    private final Templates templates;
    private final JobQueue queue;
    private final SweepTables sweeps;

    JobPages(Look look, Templates templates, JobQueue queue, RunStore store) {
        this.look = look;
        this.templates = templates;
        this.queue = queue;
        sweeps = new SweepTables(look, store);
    }

    /** What stands on the page of jobs. */
    record Jobs(Look.Frame frame, List<Row> jobs, List<String> workers, boolean idle) {}

    /** A job of the list. */
    record Row(String id, String link, String title, String state, boolean warn, String percent, String counts, String created) {}

    Answer list(Question question) {
        List<String> workers = queue.workers();
        return Answer.page(200, templates.html("jobs", new Jobs(look.frame(question, "jobs", "Jobs"), queue.jobs().stream().map(this::row).toList(),
                workers, workers.isEmpty())));
    }

    private Row row(Job job) {
        String state = job.state();
        return new Row(job.id(), look.link("/job", "id", job.id()), job.title(), state, warn(state), Numbers.percent(job.fraction()), job.counts(),
                job.created().toString().replaceFirst("T(\\d\\d:\\d\\d).*", " $1"));
    }

    private static boolean warn(String state) {
        return List.of("failed", "stopped", "stale", "cancelled").contains(state);
    }

    /** What stands on the page of a job. */
    record Page(Look.Frame frame, Row job, String why, String error, String errorLog, List<TaskRow> tasks, List<SweepTables.Table> tables, boolean open,
            boolean held, boolean failed, boolean missing, boolean stale) {

        /** Tells whether it fills a table. */
        boolean sweep() {
            return !tables.isEmpty();
        }
    }

    /** A task of a job. */
    record TaskRow(String name, String title, String state, boolean warn, String percent, String note, String worker, String log) {}

    Answer job(Question question) {
        Job job = queue.job(question.needed("id"));
        String error = job.firstFailed().map(task -> "task " + task.name() + ": " + task.note()).orElse("");
        Page view = new Page(look.frame(question, "jobs", "Job " + job.id()), row(job), job.why(queue.workers()), error,
                job.firstFailed().map(task -> log(job, task)).orElse(""), job.tasks().stream().map(task -> row(job, task)).toList(),
                sweeps.of(queue.about(job.id()), job), !job.ended(), job.held(), job.count(State.FAILED) > 0, job.count(State.CANCELLED) > 0,
                job.count(State.STALE) > 0);
        return Answer.page(200, templates.html("job", view));
    }

    private TaskRow row(Job job, Task task) {
        String state = task.state().key();
        return new TaskRow(task.name(), task.title(), state, warn(state), Numbers.percent(task.fraction()), task.note(), task.worker(), log(job, task));
    }

    private String log(Job job, Task task) {
        return look.link("/log", "id", job.id(), "task", task.name());
    }

    /** What stands on the page of a task. @param text its log as it is, line breaks and all, which a template's loop would drop */
    record Log(Look.Frame frame, Row job, TaskRow task, String text) {}

    Answer log(Question question) {
        Job job = queue.job(question.needed("id"));
        String name = question.needed("task");
        Task task = job.tasks().stream().filter(each -> each.name().equals(name)).findFirst()
                .orElseThrow(() -> GladException.usage(Names.unknown("task of " + job.id(), name, job.tasks().stream().map(Task::name).toList())));
        List<String> lines = queue.log(job.id(), name);
        String text = lines.isEmpty() ? "It has said nothing yet." : String.join("\n", lines);
        return Answer.page(200, templates.html("log", new Log(look.frame(question, "jobs", "Log of " + job.id() + " " + name), row(job), row(job, task), text)));
    }
}
