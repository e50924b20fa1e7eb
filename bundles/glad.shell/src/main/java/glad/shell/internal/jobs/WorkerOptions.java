package glad.shell.internal.jobs;

import glad.jobs.JobQueue;
import glad.jobs.LocalLauncher;
import glad.jobs.WorkerOrder;
import glad.shell.ShellCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** The options of a command that starts workers for the job that it submits. */
public final class WorkerOptions {

    private static final Set<String> WITH_VALUES = Set.of("--launcher", "--partition", "--gres", "--time", "--array-size", "--sbatch-option");
    private static final String NO_WORKER = "--no-worker";

    @Option(names = NO_WORKER, description = "Don't start a worker if there is none.")
    private boolean noWorker;

    @Option(names = "--launcher", paramLabel = "ID", defaultValue = LocalLauncher.ID,
            description = "What starts workers: local, one on this machine if there is none; slurm, an array of them (default: ${DEFAULT-VALUE}).")
    private String launcher;

    @Option(names = "--partition", paramLabel = "NAME", defaultValue = "", description = "With --launcher slurm: where they run.")
    private String partition;

    @Option(names = "--gres", paramLabel = "LIST", defaultValue = "", description = "With --launcher slurm: what each worker needs, such as gpu:1.")
    private String gres;

    @Option(names = "--time", paramLabel = "TIME", defaultValue = "", description = "With --launcher slurm: after which a worker is ended, such as 4:00:00.")
    private String time;

    @Option(names = "--array-size", paramLabel = "N", defaultValue = "0", description = "With --launcher slurm: how many workers (1 if not given).")
    private int size;

    @Option(names = "--sbatch-option", paramLabel = "OPTION", description = "With --launcher slurm: one more option of sbatch, such as --account=vision;"
            + " may be repeated.")
    private List<String> more = new ArrayList<>();

    /** Refuses what can't be meant, before anything is submitted. @throws glad.api.GladException (usage) naming it */
    public void check(JobQueue queue) {
        if (!noWorker) {
            queue.check(launcher, order());
        }
    }

    /** Starts workers for a job, unless none are wanted, and says so. */
    public void start(ShellCommand verb, JobQueue queue, String job) {
        if (!noWorker) {
            launch(verb, queue, job, launcher, order());
        }
    }

    /** Starts workers for a job as {@link JobQueue#launch} does, and says what was started. */
    static void launch(ShellCommand verb, JobQueue queue, String job, String launcher, WorkerOrder order) {
        String told = queue.launch(job, launcher, order);
        if (!told.isEmpty()) {
            verb.remark(told);
        }
    }

    private WorkerOrder order() {
        return new WorkerOrder(size, partition, gres, time, more);
    }

    /** Returns a command line without these options. */
    static List<String> without(List<String> words) {
        List<String> left = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (WITH_VALUES.contains(word)) {
                i++;
            } else if (!word.equals(NO_WORKER) && !WITH_VALUES.contains(word.split("=", 2)[0])) {
                left.add(word);
            }
        }
        return left;
    }
}
