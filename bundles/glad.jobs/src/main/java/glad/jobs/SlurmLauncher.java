package glad.jobs;

import glad.api.GladException;
import glad.api.Reason;
import glad.base.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Has Slurm start an array of workers, by its command line alone. Jobs are asked for by their ids, never by a user's name, all in one question;
 * what Slurm says of a worker is kept apart from what the queue knows of a task.
 */
final class SlurmLauncher implements Launcher {

    /** So long before its time limit Slurm sends SIGTERM: enough to end a frame and to put the task back. */
    private static final int NOTICE_SECONDS = 60;

    private static final Pattern SUBMITTED = Pattern.compile("(\\d+)(;\\S+)?");
    private static final Pattern GPUS = Pattern.compile("gpu(?::[A-Za-z][^:,]*)?(?::(\\d+))?(?:,.*)?");

    /** Slurm tells a job's end in a variable in some versions only, and in all when it is asked. */
    private static final String ENVIRONMENT = """
            #!/bin/sh
            export %s="${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}"
            end=${SLURM_JOB_END_TIME:-}
            if [ -z "$end" ]; then
                told=$(squeue --noheader --jobs="${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}" --format=%%e 2>/dev/null)
                case "$told" in *T*) end=$(date -d "$told" +%%s) ;; esac
            fi
            export %s="$end"
            """.formatted(WorkerName.PLACE, TimeLimit.END);

    private final Path queue;
    private final SlurmCommands slurm;
    private final Supplier<List<String>> worker;

    /** Makes one. @param worker the command line of a worker */
    SlurmLauncher(Path queue, SlurmCommands slurm, Supplier<List<String>> worker) {
        this.queue = queue;
        this.slurm = slurm;
        this.worker = worker;
    }

    @Override
    public void check(WorkerOrder order) {
        if (order.count() < 0) {
            throw GladException.usage("--array-size is \"" + order.count() + "\"; expected 1 worker or more");
        }
    }

    @Override
    public Started start(String job, WorkerOrder order) {
        Path logs = JobFolder.outputs(queue.resolve(job)).toAbsolutePath();
        try {
            WholeFile.makeFolder(logs);
        } catch (IOException e) {
            throw GladException.failure("\"" + logs + "\" can't be made: " + Reason.of(e) + "; check the folder", e);
        }
        int count = Math.max(1, order.count());
        List<String> words = new ArrayList<>(List.of("--parsable", "--job-name=glad-" + job, "--array=0-" + (count - 1), "--requeue", "--open-mode=append",
                "--signal=B:TERM@" + NOTICE_SECONDS, "--chdir=" + Path.of("").toAbsolutePath(), "--output=" + logs.toString().replace("%", "%%")
                        + "/%A_%a.log"));
        add(words, "--partition=", order.partition());
        add(words, "--gres=", order.gres());
        add(words, "--time=", order.time());
        words.addAll(order.options());
        String said = slurm.run("sbatch", words, script(order.gres())).strip();
        Matcher id = SUBMITTED.matcher(said.lines().reduce((a, b) -> b).orElse(""));
        if (!id.matches()) {
            throw GladException.failure("sbatch answered \"" + said + "\"; expected the number of a job");
        }
        return new Started(id.group(1), "Slurm has job " + id.group(1) + ", " + (count == 1 ? "1 worker" : "an array of " + count + " workers")
                + "; their output goes to \"" + logs + "\"");
    }

    private static void add(List<String> words, String option, String value) {
        if (!value.isEmpty()) {
            words.add(option + value);
        }
    }

    /** Each worker is told its place in the array and when it will be ended; a shell in between would take the signals. */
    private String script(String gres) {
        Matcher gpus = GPUS.matcher(gres);
        List<String> command = new ArrayList<>(worker.get());
        if (gpus.matches()) {
            int count = gpus.group(1) == null ? 1 : Integer.parseInt(gpus.group(1));
            command.addAll(List.of("--device", IntStream.range(0, count).mapToObj(i -> "gpu" + i).collect(Collectors.joining(","))));
        }
        return ENVIRONMENT + "exec " + command.stream().map(word -> "'" + word.replace("'", "'\\''") + "'").collect(Collectors.joining(" ")) + "\n";
    }

    @Override
    public Map<String, String> states(List<String> started) {
        Map<String, String> states = new LinkedHashMap<>();
        if (started.isEmpty()) {
            return states;
        }
        String said = slurm.known("squeue", List.of("--noheader", "--array", "--states=all", "--format=%i|%t|%r", "--jobs=" + String.join(",", started)));
        said.lines().map(line -> line.strip().split("\\|", 3)).filter(words -> words.length == 3)
                .forEach(words -> states.put(words[0], SlurmState.told(words[1], words[2])));
        return states;
    }

    @Override
    public void cancel(List<String> started) {
        if (!started.isEmpty()) {
            slurm.known("scancel", started);
        }
    }

    @Override
    public void hold(List<String> started, boolean held) {
        if (!started.isEmpty() && !states(started).isEmpty()) {
            slurm.known("scontrol", Stream.concat(Stream.of(held ? "hold" : "release"), Stream.of(String.join(",", started))).toList());
        }
    }
}
