package glad.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.Names;
import glad.api.Reason;
import glad.runtime.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;

/**
 * Jobs in a folder of plain files, {@code queue} of the folder for results: no database, no port, no lock. Several processes, of several
 * machines that share the folder, may submit and work at once.
 */
@Component(service = JobQueue.class)
public final class JobQueue {

    private static final String ABOUT = "about";

    /** Asked at each use, so that damaged settings are an error of the command. */
    private final Supplier<Path> runs;
    private final List<LauncherFactory> launchers;
    private final Clock clock;

    /** Uses the folder for results of this user. */
    @Activate
    public JobQueue(@Reference Settings settings, @Reference(cardinality = ReferenceCardinality.MULTIPLE) List<LauncherFactory> launchers) {
        this(settings::runs, launchers, Clock.systemUTC());
    }

    private JobQueue(Supplier<Path> runs, List<LauncherFactory> launchers, Clock clock) {
        this.runs = runs;
        this.clock = clock;
        this.launchers = List.copyOf(launchers);
    }

    /** Returns the queue in a folder for results; the component runtime would try a constructor that takes it. */
    public static JobQueue in(Path runs) {
        return in(runs, List.of());
    }

    /** Returns the queue in a folder for results, for which these may start workers. */
    public static JobQueue in(Path runs, List<LauncherFactory> launchers) {
        return in(runs, launchers, Clock.systemUTC());
    }

    static JobQueue in(Path runs, List<LauncherFactory> launchers, Clock clock) {
        return new JobQueue(() -> runs, launchers, clock);
    }

    /** Returns what tells the time here. */
    Clock clock() {
        return clock;
    }

    /** Returns the folder. */
    public Path folder() {
        return runs.get().resolve("queue");
    }

    /** Submits a job of which there is no more to say. */
    public String submit(String name, String title, String kind, List<Spec> tasks) {
        return submit(name, title, kind, tasks, JobFolder.JSON.createObjectNode());
    }

    /**
     * Submits a job.
     *
     * @param name what its id begins with
     * @param title what people call it
     * @param kind whose tasks these are
     * @param about what those who show it may want to know besides
     * @return the job's id
     * @throws GladException (failure) if the queue can't be written
     */
    public String submit(String name, String title, String kind, List<Spec> tasks, ObjectNode about) {
        ObjectNode job = JobFolder.JSON.createObjectNode().put("title", title).put("kind", kind).put("created", clock.instant().toString());
        job.set(ABOUT, about);
        ObjectNode all = job.putObject("tasks");
        for (int i = 0; i < tasks.size(); i++) {
            ObjectNode task = all.putObject(String.format(Locale.ROOT, "%04d", i + 1)).put("title", tasks.get(i).title());
            task.set("spec", tasks.get(i).spec());
            if (!tasks.get(i).stale().isEmpty()) {
                task.put(State.STALE.key(), tasks.get(i).stale());
            }
        }
        try {
            return JobFolder.make(folder(), name.replaceAll("[^\\w.-]+", "-"), job, clock).id();
        } catch (IOException e) {
            throw GladException.failure("a job can't be written to \"" + folder() + "\": " + Reason.of(e) + "; check the folder and the free space", e);
        }
    }

    /** Returns all jobs, the newest first. */
    public List<Job> jobs() {
        return folders().stream().map(JobFolder::job).sorted(Comparator.comparing(Job::created).reversed()).toList();
    }

    /** Returns a job. @throws GladException (usage) if there is none of that id */
    public Job job(String id) {
        return folder(id).job();
    }

    /** Returns what was submitted with a job for those who show it. @throws GladException (usage) if there is none of that id */
    public JsonNode about(String id) {
        return folder(id).submitted().path(ABOUT);
    }

    /** Returns the ids of all jobs. */
    public List<String> ids() {
        return folders().stream().map(JobFolder::id).toList();
    }

    /**
     * Starts workers for a job.
     *
     * @param launcher which kind of them; empty for the one that was named for this job before, {@link LocalLauncher#ID} if none was
     * @param order which of them; with an empty launcher it is the one given before
     * @return one line on what was started; empty if nothing had to be
     * @throws GladException (usage) if there is no such launcher, or it can't do what is ordered; (failure) if it fails
     */
    public String launch(String id, String launcher, WorkerOrder order) {
        JobFolder job = folder(id);
        Optional<Map.Entry<String, WorkerOrder>> before = launcher.isEmpty() ? job.launch() : Optional.empty();
        String name = before.map(Map.Entry::getKey).orElse(launcher.isEmpty() ? LocalLauncher.ID : launcher);
        WorkerOrder wanted = before.map(Map.Entry::getValue).orElse(order);
        check(name, wanted);
        Launcher.Started started = launcher(name).start(id, wanted);
        job.launched(name, started.id(), wanted);
        return started.told();
    }

    /** Refuses workers that can't be started, before a job is submitted for them. @throws GladException (usage) naming what can be */
    public void check(String launcher, WorkerOrder order) {
        launcher(launcher).check(order);
    }

    private Launcher launcher(String name) {
        return launchers.stream().filter(each -> each.id().equals(name)).findFirst().map(each -> each.of(folder()))
                .orElseThrow(() -> GladException.usage(Names.unknown("launcher", name, launchers.stream().map(LauncherFactory::id).toList())));
    }

    /**
     * Asks the launcher of a job's workers what became of them.
     *
     * @return by {@link Task#place}, what it says; empty if it has nothing to say
     * @throws GladException (failure) if it doesn't answer
     */
    public Map<String, String> places(String id) {
        JobFolder job = folder(id);
        return job.launch().map(Map.Entry::getKey).map(name -> launcher(name).states(job.started(name))).orElse(Map.of());
    }

    /** Keeps workers from claiming more of a job, or lets them again; its launcher then starts none, or does. */
    public void hold(String id, boolean held) {
        JobFolder job = folder(id);
        job.hold(held);
        job.launch().map(Map.Entry::getKey).ifPresent(name -> launcher(name).hold(job.started(name), held));
    }

    /** Takes from the queue what waits of a job, and asks workers to stop what they do of it; those that were started for it end. */
    public void cancel(String id) {
        JobFolder job = folder(id);
        job.cancel();
        job.launch().map(Map.Entry::getKey).ifPresent(name -> launcher(name).cancel(job.started(name)));
    }

    /**
     * Puts ended tasks back into the queue.
     *
     * @param states of which tasks; those that are {@link State#STALE} replace their results then
     * @return how many
     */
    public int retry(String id, List<State> states) {
        return folder(id).retry(states);
    }

    /** Returns the log of a task; empty if it has none. */
    public List<String> log(String id, String task) {
        return lines(folder(id).log(task));
    }

    private static List<String> lines(Path log) {
        try {
            return Files.exists(log) ? Files.readAllLines(log) : List.of();
        } catch (IOException e) {
            throw GladException.failure("log \"" + log + "\" can't be read: " + Reason.of(e), e);
        }
    }

    /**
     * Returns what a worker that a launcher started for a job printed; empty if that can't be seen here yet.
     *
     * @param place as {@link Task#place} has it
     */
    public List<String> output(String id, String place) {
        if (!place.matches("[A-Za-z0-9_-]+")) {
            throw GladException.usage("\"" + place + "\" names no worker; expected a name such as 4711_3, which ./glad jobs " + id + " shows");
        }
        return lines(JobFolder.outputs(folder(id).path()).resolve(place + ".log"));
    }

    /** Returns the names of workers that are alive: they have a claim, or beat lately while they wait for one. */
    public List<String> workers() {
        return Workers.in(folder(), clock).alive();
    }

    private JobFolder folder(String id) {
        Path found = folder().resolve(id);
        if (id.isEmpty() || id.startsWith(".") || id.contains("/") || !Files.exists(found.resolve("job.json"))) {
            throw GladException.usage(Names.unknown("job", id, ids()));
        }
        return new JobFolder(found, clock);
    }

    /** Returns the folders of all jobs, the oldest first. */
    List<JobFolder> folders() {
        if (!Files.isDirectory(folder())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder())) {
            List<Path> found = new ArrayList<>(files.filter(file -> Files.exists(file.resolve("job.json")))
                    .filter(file -> !file.getFileName().toString().startsWith(".")).toList());
            found.sort(Comparator.comparing(JobQueue::age).thenComparing(Comparator.naturalOrder()));
            return found.stream().map(path -> new JobFolder(path, clock)).toList();
        } catch (IOException e) {
            throw GladException.failure("\"" + folder() + "\" can't be listed: " + Reason.of(e) + "; check the folder", e);
        }
    }

    private static long age(Path job) {
        try {
            return Files.getLastModifiedTime(job.resolve("job.json")).toMillis();
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }
}
