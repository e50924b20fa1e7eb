package glad.jobs;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A job as it stands.
 *
 * @param id unique in its queue: {@code parts-1}
 * @param title what people call it
 * @param kind whose tasks these are, see {@link TaskRunner#kind}
 * @param created when it was submitted
 * @param held whether no worker may claim its tasks
 * @param full whether the disk with the queue has no room
 * @param stopped why it was stopped before its end; empty if it wasn't
 * @param tasks in the order in which they were submitted
 */
public record Job(String id, String title, String kind, Instant created, boolean held, boolean full, String stopped, List<Task> tasks) {

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

    /** Returns how many tasks are in which state: {@code 3 done, 1 failed}. */
    public String counts() {
        return Stream.of(State.values()).filter(state -> count(state) > 0).map(state -> count(state) + " " + state.key()).collect(Collectors.joining(", "));
    }

    /** Returns in one sentence what it waits for, or how it ended. @param workers names of those that are alive */
    public String why(List<String> workers) {
        if (!stopped.isEmpty()) {
            return id + " was stopped: " + stopped + "; mend that, then ./glad retry " + id + " --failed --missing";
        }
        if (ended()) {
            return id + " has ended: " + counts();
        }
        if (held) {
            return id + " is held; ./glad release " + id + " lets workers go on";
        }
        if (workers.isEmpty()) {
            return id + " waits for a worker, and there is none; ./glad work is one";
        }
        if (full && count(State.RUNNING) == 0) {
            return id + " waits, since the disk with the folder for results is full; make room, and it goes on by itself";
        }
        String doing = tasks.stream().filter(task -> task.state() == State.RUNNING && !task.note().isEmpty()).findFirst()
                .map(task -> "; task " + task.name() + " " + task.note()).orElse("");
        return count(State.RUNNING) > 0 ? id + " is being worked on: " + counts() + doing : id + " waits until a worker is done with what it does now";
    }
}
