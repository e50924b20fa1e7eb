package glad.jobs;

import java.util.List;

/**
 * Which workers are asked for; empty texts leave the choice to the launcher.
 *
 * @param count how many; 0 leaves it to the launcher
 * @param partition where they run
 * @param gres what each needs, such as {@code gpu:1}
 * @param time after which each is ended, as the launcher writes it
 * @param options more, as the launcher writes them
 */
public record WorkerOrder(int count, String partition, String gres, String time, List<String> options) {

    /** Leaves everything to the launcher. */
    public static final WorkerOrder ANY = new WorkerOrder(0, "", "", "", List.of());

    /** Copies the list. */
    public WorkerOrder {
        options = List.copyOf(options);
    }
}
