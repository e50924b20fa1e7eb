package glad.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.Reason;
import glad.base.WholeFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of a job: {@code job.json} says what to do; a file in the folder of a {@link State} stands for each task, in {@code running} with the
 * worker's name behind an at sign; {@code ends}, {@code progress} and {@code logs} say what became of it. A task changes its state by
 * renaming its file, which of several processes only one can.
 */
final class JobFolder {

    static final JsonMapper JSON = new JsonMapper();
    private static final String AT = "@";
    private static final String HELD = "held";
    private static final String CANCEL = "cancel";
    private static final String STOPPED = "stopped";
    private static final String REPLACE = "replace";
    private static final String NOTE = "note";
    private static final String LAUNCH = "launch.json";
    private static final String LAUNCHER = "launcher";
    private static final String STARTED = "started";

    private final Path folder;
    private final Clock clock;

    JobFolder(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    Path path() {
        return folder;
    }

    String id() {
        return folder.getFileName().toString();
    }

    /** Returns what was submitted. */
    JsonNode submitted() {
        return read(folder.resolve("job.json"));
    }

    private static JsonNode read(Path file) {
        try {
            return JSON.readTree(Files.readString(file));
        } catch (NoSuchFileException e) {
            return JSON.createObjectNode();
        } catch (IOException e) {
            throw GladException.failure("\"" + file + "\" can't be read: " + Reason.of(e) + "; check the folder", e);
        }
    }

    /** Returns where the files of tasks in a state lie. */
    Path in(State state) {
        return folder.resolve(state.key());
    }

    /** Returns the names of the files in a state, sorted. */
    List<String> names(State state) {
        try (Stream<Path> files = Files.list(in(state))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw GladException.failure("\"" + in(state) + "\" can't be listed: " + Reason.of(e) + "; check the folder", e);
        }
    }

    static String task(String file) {
        return file.contains(AT) ? file.substring(0, file.indexOf(AT)) : file;
    }

    static String worker(String file) {
        return file.contains(AT) ? file.substring(file.indexOf(AT) + 1) : "";
    }

    /** Claims a task that waits; returns whether it was still there to be claimed. */
    boolean claim(String task, WorkerName worker) {
        try {
            // A claim must not look old, not even for a moment.
            Files.setLastModifiedTime(in(State.WAITING).resolve(task), FileTime.from(clock.instant()));
        } catch (IOException e) {
            return false;
        }
        return move(State.WAITING, task, State.RUNNING, task + AT + worker);
    }

    /** Renames a task's file; returns whether it was there. */
    boolean move(State from, String file, State to, String name) {
        try {
            WholeFile.rename(in(from).resolve(file), in(to).resolve(name));
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw GladException.failure("task \"" + file + "\" of job \"" + id() + "\" can't become " + to.key() + ": " + Reason.of(e)
                    + "; check the folder and the free space", e);
        }
    }

    /** Puts all tasks of a state into another. */
    int moveAll(State from, State to) {
        return (int) names(from).stream().filter(file -> move(from, file, to, task(file))).count();
    }

    /** Ends what a worker has claimed; returns whether it still had it. */
    boolean end(String task, WorkerName worker, State state, String note) {
        ObjectNode end = JSON.createObjectNode().put("worker", worker.toString()).put(NOTE, note).put("at", clock.instant().toString());
        write("ends/" + task + ".json", end.toPrettyString());
        return move(State.RUNNING, task + AT + worker, state, task);
    }

    /** Puts back into the queue what a worker has claimed; returns whether it still had it. */
    boolean giveBack(String task, WorkerName worker) {
        return giveBack(task + AT + worker);
    }

    /** Puts a claim back into the queue, or among what was cancelled meanwhile; returns whether it was still there. */
    boolean giveBack(String claim) {
        return move(State.RUNNING, claim, cancelled() ? State.CANCELLED : State.WAITING, task(claim));
    }

    void write(String name, String text) {
        try {
            WholeFile.write(folder.resolve(name), text);
        } catch (IOException e) {
            throw GladException.failure("\"" + folder.resolve(name) + "\" can't be written: " + Reason.of(e)
                    + "; check the folder and the free space", e);
        }
    }

    /** Shows that a claim is alive; returns whether it still is a claim. */
    boolean beat(String task, WorkerName worker) {
        try {
            Files.setLastModifiedTime(in(State.RUNNING).resolve(task + AT + worker), FileTime.from(clock.instant()));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    void progress(String task, double fraction, String note) {
        write("progress/" + task + ".json", JSON.createObjectNode().put("fraction", fraction).put(NOTE, note).toString());
    }

    Path log(String task) {
        return folder.resolve("logs").resolve(task + ".log");
    }

    /** Returns where a job's workers say what no task said, a file {@code PLACE.log} each. */
    static Path outputs(Path job) {
        return job.resolve("workers");
    }

    boolean held() {
        return Files.exists(folder.resolve(HELD));
    }

    boolean cancelled() {
        return Files.exists(folder.resolve(CANCEL));
    }

    boolean replacing(String task) {
        return Files.exists(folder.resolve(REPLACE).resolve(task));
    }

    void hold(boolean held) {
        mark(HELD, held, "");
    }

    void cancel() {
        mark(CANCEL, true, "");
        moveAll(State.WAITING, State.CANCELLED);
    }

    void stop(String reason) {
        mark(STOPPED, true, reason);
        moveAll(State.WAITING, State.CANCELLED);
    }

    /** Puts ended tasks of some states back; returns how many. */
    int retry(List<State> states) {
        mark(CANCEL, false, "");
        mark(STOPPED, false, "");
        int back = 0;
        for (State state : states) {
            if (state == State.STALE) {
                names(state).forEach(task -> write(REPLACE + "/" + task, ""));
            }
            back += moveAll(state, State.WAITING);
        }
        return back;
    }

    private void mark(String name, boolean set, String text) {
        try {
            if (set) {
                write(name, text);
            } else {
                Files.deleteIfExists(folder.resolve(name));
            }
        } catch (IOException e) {
            throw GladException.failure("\"" + folder.resolve(name) + "\" can't be removed: " + Reason.of(e) + "; check the folder", e);
        }
    }

    /** Returns what an ended task says of itself. */
    String note(String task) {
        return read(folder.resolve("ends").resolve(task + ".json")).path(NOTE).asText();
    }

    /** Returns the job as it stands. A task that changes its state meanwhile is looked up again. */
    Job job() {
        JsonNode submitted = submitted();
        Map<String, State> states = new HashMap<>();
        Map<String, String> workers = new HashMap<>();
        // In the order of a task's life: one that moves on while the folders are listed is seen in the later state.
        for (State state : State.values()) {
            names(state).forEach(file -> {
                states.put(task(file), state);
                workers.put(task(file), worker(file));
            });
        }
        List<Task> tasks = new ArrayList<>();
        submitted.path("tasks").properties().forEach(e -> tasks.add(task(e.getKey(), e.getValue().path("title").asText(),
                states.getOrDefault(e.getKey(), State.WAITING), workers.getOrDefault(e.getKey(), ""))));
        Path stopped = folder.resolve(STOPPED);
        return new Job(id(), submitted.path("title").asText(), submitted.path("kind").asText(), Instant.parse(submitted.path("created").asText()),
                held(), FullDisk.at(folder), Files.exists(stopped) ? text(stopped) : "", tasks);
    }

    private Task task(String name, String title, State state, String worker) {
        if (state == State.RUNNING) {
            JsonNode progress = read(folder.resolve("progress").resolve(name + ".json"));
            return new Task(name, title, state, worker, place(worker), progress.path(NOTE).asText(), progress.path("fraction").asDouble());
        }
        JsonNode end = state.ended() ? read(folder.resolve("ends").resolve(name + ".json")) : JSON.createObjectNode();
        String last = end.path("worker").asText();
        return new Task(name, title, state, last, place(last), end.path(NOTE).asText(), state == State.DONE ? 1 : 0);
    }

    private static String place(String worker) {
        return WorkerName.parse(worker).map(WorkerName::place).orElse("");
    }

    /** Keeps account of workers that were started for this job. */
    void launched(String launcher, String started, WorkerOrder order) {
        ObjectNode launch = JSON.createObjectNode().put(LAUNCHER, launcher);
        launch.set("order", JSON.valueToTree(order));
        List<String> all = new ArrayList<>(started(launcher));
        all.add(started);
        all.stream().filter(id -> !id.isEmpty()).forEach(launch.withArray(STARTED)::add);
        write(LAUNCH, launch.toPrettyString());
    }

    /** Returns the launcher of this job's workers, and what was ordered last; empty if none was started for it. */
    Optional<Map.Entry<String, WorkerOrder>> launch() {
        JsonNode launch = read(folder.resolve(LAUNCH));
        return launch.isEmpty() ? Optional.empty()
                : Optional.of(Map.entry(launch.path(LAUNCHER).asText(), JSON.convertValue(launch.path("order"), WorkerOrder.class)));
    }

    /** Returns the ids of what a launcher has started for this job. */
    List<String> started(String launcher) {
        JsonNode launch = read(folder.resolve(LAUNCH));
        List<String> ids = new ArrayList<>();
        if (launch.path(LAUNCHER).asText().equals(launcher)) {
            launch.path(STARTED).forEach(id -> ids.add(id.asText()));
        }
        return ids;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** Makes a job's folder whole under the first name that is free. */
    static JobFolder make(Path queue, String name, ObjectNode job, Clock clock) throws IOException {
        WholeFile.makeFolder(queue);
        Path aside = Files.createTempDirectory(queue, ".new-");
        for (State state : State.values()) {
            Files.createDirectory(aside.resolve(state.key()));
        }
        WholeFile.write(aside.resolve("job.json"), job.toPrettyString());
        for (Map.Entry<String, JsonNode> task : job.path("tasks").properties()) {
            String stale = task.getValue().path(State.STALE.key()).asText();
            Files.createFile(aside.resolve((stale.isEmpty() ? State.WAITING : State.STALE).key()).resolve(task.getKey()));
            if (!stale.isEmpty()) {
                WholeFile.write(aside.resolve("ends").resolve(task.getKey() + ".json"), JSON.createObjectNode().put(NOTE, stale).toPrettyString());
            }
        }
        for (int number = 1;; number++) {
            Path folder = queue.resolve(name + "-" + number);
            try {
                // A folder that isn't empty is never replaced.
                if (!Files.exists(folder)) {
                    WholeFile.rename(aside, folder);
                    return new JobFolder(folder, clock);
                }
            } catch (FileAlreadyExistsException e) {
                continue;
            } catch (IOException e) {
                if (!Files.exists(folder)) {
                    throw e;
                }
            }
        }
    }
}
