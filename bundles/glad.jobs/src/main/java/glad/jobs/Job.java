package glad.jobs;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A job as it stands.
 *
 * @param id unique in its queue: {@code parts-1}
 * @param title what people call it
 * @param kind whose tasks these are, see {@link TaskRunner#kind}
 * @param created when it was submitted
 * @param held whether no worker may claim its tasks
 * @param stopped why it was stopped before its end; empty if it wasn't
 * @param tasks in the order in which they were submitted
 */
public record Job(String id, String title, String kind, Instant created, boolean held, String stopped, List<Task> tasks) {

    /** Copies the list. */
    public Job {
        tasks = List.copyOf(tasks);
    }

    /** Returns how many tasks are in a state. */
    public int count(State state) {
        return (int) tasks.stream().filter(task -> task.state() == state).count();
    }

    /** Tells whether nothing more happens by itself. */
    public boolean ended() {
        return tasks.stream().allMatch(task -> task.state().ended());
    }

    /** Returns how much of it is done, in [0, 1]. */
    public double fraction() {
        return tasks.stream().mapToDouble(task -> task.state() == State.DONE ? 1 : task.fraction()).average().orElse(1);
    }

    /** Returns the task that failed first by its place; empty if none did. */
    public Optional<Task> firstFailed() {
        return tasks.stream().filter(task -> task.state() == State.FAILED).findFirst();
    }

    /** Returns one word: {@code held}, {@code running}, {@code waiting}, {@code stopped}, {@code failed}, {@code stale}, {@code cancelled}, {@code done}. */
    public String state() {
        if (!ended()) {
            return held ? "held" : count(State.RUNNING) > 0 ? "running" : "waiting";
        }
        return !stopped.isEmpty() ? "stopped" : count(State.FAILED) > 0 ? "failed" : count(State.STALE) > 0 ? "stale"
                : count(State.CANCELLED) > 0 ? "cancelled" : "done";
    }
}
