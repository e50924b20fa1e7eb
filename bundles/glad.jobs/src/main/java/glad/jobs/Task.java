package glad.jobs;

/**
 * A task as it stands.
 *
 * @param name unique in its job: {@code 0007}
 * @param title what people call it
 * @param state what it is doing
 * @param worker who does it or did it last; empty if nobody did yet
 * @param place what that worker's launcher calls it, such as {@code 4711_3}; empty if it has no name for it
 * @param note what it ended with: an error, why it is stale, or how far it is; empty if there is nothing to say
 * @param fraction how much of it is done, in [0, 1]
 */
public record Task(String name, String title, State state, String worker, String place, String note, double fraction) {}
