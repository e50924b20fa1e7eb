package glad.jobs;

import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Starts workers for a queue and says what becomes of them. What the workers do is the queue's matter: a launcher that loses sight of them
 * loses no result.
 */
@ConsumerType
public interface Launcher {

    /** Refuses what it can't start, before anything is submitted for it. @throws glad.api.GladException (usage) naming it */
    void check(WorkerOrder order);

    /**
     * Starts workers.
     *
     * @param job the job that they are started for; they take tasks of others, too
     * @param order one that {@link #check} lets pass
     * @return what was started
     * @throws glad.api.GladException (failure) if it can't be started
     */
    Started start(String job, WorkerOrder order);

    /**
     * Asks what became of workers.
     *
     * @param started ids that {@link #start} returned
     * @return by the id of each worker, which its claims bear as {@link Task#place}, what the launcher says of it; nothing of those that it knows no more
     * @throws glad.api.GladException (failure) if it doesn't answer
     */
    Map<String, String> states(List<String> started);

    /** Ends workers. @throws glad.api.GladException (failure) if it doesn't answer */
    void cancel(List<String> started);

    /** Keeps workers from starting, or lets them. @throws glad.api.GladException (failure) if it doesn't answer */
    void hold(List<String> started, boolean held);

    /**
     * What was started.
     *
     * @param id by which it is asked for later; empty if there is nothing to ask
     * @param told one line for people
     */
    record Started(String id, String told) {}
}
