package glad.jobs;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The name of a worker: host, process, when that began, and which worker of the process, so that who reads a claim on the same host can
 * tell whether its process is still there.
 *
 * @param place what its launcher calls it, such as {@code 4711_3}; empty if it has no name for it
 */
record WorkerName(String host, long process, long began, int number, String place) {

    /** Names the variable with the place. */
    static final String PLACE = "GLAD_WORKER_PLACE";

    private static final AtomicInteger COUNT = new AtomicInteger();

    /** Returns the name of a new worker of this process. */
    static WorkerName here() {
        return of(ProcessHandle.current(), COUNT.incrementAndGet());
    }

    /** Returns the name that the first worker of a process that was started here will have. */
    static WorkerName first(ProcessHandle process) {
        return of(process, 1);
    }

    private static WorkerName of(ProcessHandle process, int number) {
        return new WorkerName(thisHost(), process.pid(), began(process), number, place(System.getenv(PLACE)));
    }

    private static String place(String told) {
        return told == null ? "" : told.replaceAll("[^A-Za-z0-9_-]", "-");
    }

    private static String thisHost() {
        try {
            return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9-]", "-");
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    private static long began(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /** Reads one; empty if the text is none. */
    static Optional<WorkerName> parse(String text) {
        String[] words = text.split("\\.");
        try {
            return words.length != 4 && words.length != 5 ? Optional.empty() : Optional.of(new WorkerName(words[0], Long.parseLong(words[1]),
                    Long.parseLong(words[2], Character.MAX_RADIX), Integer.parseInt(words[3]), words.length == 5 ? words[4] : ""));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Tells whether its process ran on this host and is gone. */
    boolean gone() {
        return host.equals(thisHost()) && ProcessHandle.of(process).filter(ProcessHandle::isAlive).filter(p -> began(p) == began).isEmpty();
    }

    @Override
    public String toString() {
        return host + "." + process + "." + Long.toString(began, Character.MAX_RADIX) + "." + number + (place.isEmpty() ? "" : "." + place);
    }
}
