package glad.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.osgi.annotation.versioning.ConsumerType;

/** Does the tasks of one kind of job. */
@ConsumerType
public interface TaskRunner {

    /** Returns the kind of jobs whose tasks it does, such as {@code ablation}. */
    String kind();

    /**
     * Does a task. What it had saved when it was stopped or killed is its own matter: it is called again with the same task, perhaps on
     * another machine, and goes on there.
     *
     * @param spec what to do, as it was submitted
     * @param control tells it to stop, and is told how far it is
     * @throws Exception if it can't be done: the task has failed with this error
     */
    Outcome run(ObjectNode spec, TaskControl control) throws Exception;

    /**
     * How a task ended.
     *
     * @param state {@link State#DONE}; {@link State#STALE}; or {@link State#WAITING} if it was stopped
     * @param note why it is stale, or what is worth to know of its end; may be empty
     */
    record Outcome(State state, String note) {}
}
