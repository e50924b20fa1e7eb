package glad.shell.internal.jobs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.eval.analysis.Table;
import glad.jobs.Job;
import glad.jobs.JobQueue;
import glad.jobs.State;
import glad.jobs.Task;
import glad.shell.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** Jobs for people and for programs. */
public final class JobTexts {

    /** The label of parameters that are completed from the ids of jobs. */
    public static final String JOB = "JOB";

    /** How many jobs a list shows although they ended. */
    static final int NEWEST = 20;

    private static final double PERCENT = 100;

    private JobTexts() {}

    /**
     * Returns a list of the newest jobs, and of all that haven't ended.
     *
     * @param jobs the newest first
     * @param newest how many are listed whether or not they have ended
     * @param columns how many characters fit a line
     */
    static String jobs(List<Job> jobs, List<String> workers, int newest, int columns) {
        if (jobs.isEmpty()) {
            return "no jobs; ./glad ablate FILE submits one";
        }
        List<Job> shown = IntStream.range(0, jobs.size()).filter(i -> i < newest || !jobs.get(i).ended()).mapToObj(jobs::get).toList();
        List<List<String>> rows = shown.stream().map(job -> List.of(job.id(), job.state(), percent(job.fraction()), job.counts())).toList();
        StringBuilder text = new StringBuilder(new Table("", List.of("job", "state", "done", "tasks"), rows, List.of()).text(columns)
                .stripTrailing().replaceFirst("^\\R", ""));
        text.append(System.lineSeparator());
        if (shown.size() < jobs.size()) {
            text.append("and ").append(jobs.size() - shown.size()).append(" that ended before; --all shows them").append(System.lineSeparator());
        }
        text.append(workers(workers));
        jobs.stream().filter(job -> !job.ended()).findFirst().ifPresent(job -> text.append(System.lineSeparator()).append(job.why(workers)));
        return text.toString();
    }

    /**
     * Returns the tasks of a job.
     *
     * @param places what the launcher says of its workers, by {@link glad.jobs.Task#place}; empty if there is nothing to say
     * @param columns how many characters fit a line
     */
    static String tasks(Job job, List<String> workers, Map<String, String> places, int columns) {
        List<List<String>> rows = new ArrayList<>();
        job.tasks().forEach(task -> rows.add(row(task, places)));
        List<String> heads = new ArrayList<>(List.of("task", "what", "state", "done"));
        if (!places.isEmpty()) {
            heads.add("its worker");
        }
        StringBuilder text = new StringBuilder(new Table(job.title(), heads, rows, List.of()).text(columns));
        places.forEach((place, state) -> text.append("worker ").append(place).append(": ").append(state).append(System.lineSeparator()));
        job.firstFailed().ifPresent(task -> text.append("first error, task ").append(task.name()).append(": ").append(task.note())
                .append(System.lineSeparator()));
        job.tasks().stream().filter(task -> task.state() == State.STALE).findFirst().ifPresent(task -> text.append("stale: ")
                .append(task.note()).append("; ./glad retry ").append(job.id()).append(" --stale computes anew").append(System.lineSeparator()));
        return text.append(job.why(workers)).toString();
    }

    private static List<String> row(Task task, Map<String, String> places) {
        List<String> row = new ArrayList<>(List.of(task.name(), task.title(), task.state().key(), percent(task.fraction())));
        if (!places.isEmpty()) {
            row.add(task.place().isEmpty() ? "" : task.place() + " " + places.getOrDefault(task.place(), "is no longer known"));
        }
        return row;
    }

    /** Returns how a job stands after a command changed it. */
    static Result now(JobQueue queue, String id) {
        Job job = queue.job(id);
        return new Result(json(job, false), job.why(queue.workers()));
    }

    private static String workers(List<String> workers) {
        return workers.size() == 1 ? "1 worker" : workers.size() + " workers";
    }

    private static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.0f %%", PERCENT * fraction);
    }

    /** Returns a job as an object. */
    static ObjectNode json(Job job, boolean tasks) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", job.id()).put("title", job.title()).put("kind", job.kind())
                .put("created", job.created().toString()).put("state", job.state()).put("held", job.held()).put("fraction", job.fraction());
        if (!job.stopped().isEmpty()) {
            json.put("stopped", job.stopped());
        }
        for (State state : State.values()) {
            json.withObject("/counts").put(state.key(), job.count(state));
        }
        if (tasks) {
            job.tasks().forEach(task -> json.withArray("tasks").addObject().put("name", task.name()).put("title", task.title())
                    .put("state", task.state().key()).put("worker", task.worker()).put("place", task.place()).put("note", task.note()).put("fraction", task.fraction()));
        }
        return json;
    }
}
