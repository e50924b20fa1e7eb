package glad.jobs;

import glad.api.GladException;
import glad.api.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The programs of Slurm's command line.
 *
 * @param folder where they lie, with a slash behind it; empty for where the system looks
 * @param patience how long one may take; a controller that is down lets them wait for minutes
 */
record SlurmCommands(String folder, Duration patience) {

    /** What Slurm says of a job that ended a while ago, and of one that there never was. */
    private static final String UNKNOWN = "Invalid job id";

    /** Runs a program. @return what it printed @throws GladException (failure) if it isn't there, fails, or doesn't answer */
    String run(String program, List<String> words, String input) {
        Answer answer = answer(program, words, input);
        if (answer.code != 0) {
            throw failed(program, answer);
        }
        return answer.out;
    }

    /** As {@link #run}, of jobs that Slurm may have forgotten: then with nothing. */
    String known(String program, List<String> words) {
        Answer answer = answer(program, words, "");
        if (answer.code != 0 && !answer.err.contains(UNKNOWN)) {
            throw failed(program, answer);
        }
        return answer.out;
    }

    private record Answer(int code, String out, String err) {}

    private static GladException failed(String program, Answer answer) {
        String last = answer.err.lines().filter(line -> !line.isBlank()).reduce((a, b) -> b).orElse("exit code " + answer.code);
        return GladException.failure(program + " failed: \"" + last.strip() + "\"");
    }

    private Answer answer(String program, List<String> words, String input) {
        List<String> command = new ArrayList<>(List.of(folder + program));
        command.addAll(words);
        Process process;
        try {
            process = new ProcessBuilder(command).start();
        } catch (IOException e) {
            throw GladException.failure("Slurm's program \"" + program + "\" can't be started: " + Reason.of(e)
                    + "; use a machine of the cluster that has it, or --launcher " + LocalLauncher.ID, e);
        }
        CompletableFuture<String> out = CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
        CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
        try {
            process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
        } catch (IOException e) {
            // It reads no input; how it ended tells more.
        }
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw GladException.failure("Slurm doesn't answer: \"" + program + "\" took more than " + patience.toSeconds()
                        + " s; what the queue knows of its tasks holds all the same");
            }
            return new Answer(process.exitValue(), out.join(), err.join());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw GladException.failure("waiting for \"" + program + "\" was interrupted", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String text(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
