package glad.train;

/**
 * Where a training stands.
 *
 * @param stage its number, from 1
 * @param stages how many there are
 * @param goal what the stage trains, {@code train} in its entry
 * @param samples examples seen in the stage
 * @param total examples of the stage
 * @param loss mean loss since the last line of the log
 * @param rate examples per second since the last line of the log
 * @param waiting fraction of the time in which it waited for pairs
 * @param note measures of a check on held-out pairs as one line; empty between checks
 */
public record TrainingStatus(
        int stage, int stages, String goal, long samples, long total, double loss, double rate, double waiting, String note) {}
