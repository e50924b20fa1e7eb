package glad.jobs;

import glad.base.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The workers of a queue: a file each, whose time of change is its heartbeat. */
final class Workers {

    /** After how long without a heartbeat a worker counts as gone; far more than the clocks of two machines may differ by. */
    static final Duration LEASE = Duration.ofMinutes(2);

    private final Path folder;
    private final Clock clock;

    private Workers(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    static Workers in(Path queue, Clock clock) {
        return new Workers(queue.resolve(".workers"), clock);
    }

    /** Shows that a worker is alive. */
    void beat(WorkerName worker) throws IOException {
        Path file = folder.resolve(worker.toString());
        if (Files.exists(file)) {
            Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
        } else {
            WholeFile.write(file, "");
        }
    }

    /** Tells that a worker ends. */
    void leave(WorkerName worker) throws IOException {
        Files.deleteIfExists(folder.resolve(worker.toString()));
    }

    List<String> alive() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !gone(file.getFileName().toString()) && !silent(file, clock)).map(file -> file.getFileName().toString())
                    .filter(name -> WorkerName.parse(name).isPresent()).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Tells whether a worker ran on this machine and is gone, or whether the name is none. */
    static boolean gone(String worker) {
        return WorkerName.parse(worker).map(WorkerName::gone).orElse(true);
    }

    /** Tells whether the worker that a file beats for has been silent for so long that it counts as gone. */
    static boolean silent(Path file, Clock clock) {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(clock.instant().minus(LEASE));
        } catch (IOException e) {
            return false; // it was renamed meanwhile: somebody is alive
        }
    }
}
