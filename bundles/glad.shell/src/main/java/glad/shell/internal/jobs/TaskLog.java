package glad.shell.internal.jobs;

import glad.jobs.TaskControl;
import java.io.Writer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes lines into a task's log, and shows progress lines as the task's progress. */
final class TaskLog extends Writer {

    /** As {@link glad.shell.internal.ProgressLine} has it in a file. */
    private static final Pattern PROGRESS = Pattern.compile(".*: (\\d+)/(\\d+) \\S+ \\(\\d+ %\\), .*");
    private static final String ERROR = "error: ";

    private final TaskControl control;
    private final StringBuilder begun = new StringBuilder();
    private String error = "";
    private String last = "";

    TaskLog(TaskControl control) {
        this.control = control;
    }

    @Override
    public void write(char[] characters, int from, int count) {
        synchronized (begun) {
            for (int i = from; i < from + count; i++) {
                if (characters[i] == '\n') {
                    line(begun.toString());
                    begun.setLength(0);
                } else {
                    begun.append(characters[i]);
                }
            }
        }
    }

    private void line(String line) {
        Matcher progress = PROGRESS.matcher(line);
        if (progress.matches()) {
            double all = Double.parseDouble(progress.group(2));
            control.progress(all == 0 ? 1 : Double.parseDouble(progress.group(1)) / all, line);
        } else if (!line.isBlank()) {
            control.log(line);
            last = line;
            error = error.isEmpty() && line.startsWith(ERROR) ? line.substring(ERROR.length()) : error;
        }
    }

    /** Returns the first error; empty if there was none. */
    String error() {
        return error;
    }

    /** Returns the last line that wasn't progress. */
    String last() {
        return last;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        synchronized (begun) {
            if (!begun.isEmpty()) {
                line(begun.toString());
                begun.setLength(0);
            }
        }
    }
}
