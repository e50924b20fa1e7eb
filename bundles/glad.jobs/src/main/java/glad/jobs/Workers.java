package glad.jobs;

import glad.base.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** The workers of a queue: a file each, whose time of change is its heartbeat. */
final class Workers {

    /** After how long without a heartbeat a worker counts as gone; far more than the clocks of two machines may differ by. */
    static final Duration LEASE = Duration.ofMinutes(2);

    private final Path folder;

    private Workers(Path folder) {
        this.folder = folder;
    }

    static Workers in(Path queue) {
        return new Workers(queue.resolve(".workers"));
    }

    /** Shows that a worker is alive. */
    void beat(WorkerName worker) throws IOException {
        Path file = folder.resolve(worker.toString());
        if (Files.exists(file)) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
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
            return files.filter(file -> !dead(file, file.getFileName().toString())).map(file -> file.getFileName().toString())
                    .filter(name -> WorkerName.parse(name).isPresent()).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Tells whether the worker that a file beats for is gone. */
    static boolean dead(Path file, String worker) {
        try {
            return WorkerName.parse(worker).map(WorkerName::gone).orElse(true)
                    || Files.getLastModifiedTime(file).toInstant().isBefore(Instant.now().minus(LEASE));
        } catch (IOException e) {
            return false; // it was renamed meanwhile: somebody is alive
        }
    }
}
