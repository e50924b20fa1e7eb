package glad.runs;

import java.nio.file.Path;
import java.util.List;

/** Puts tags on a run, one after the other, in a process of its own. */
public final class MarkingProcess {

    private MarkingProcess() {}

    public static void main(String[] args) {
        RunStore store = RunStore.in(Path.of(args[0]));
        for (int i = 0; i < Integer.parseInt(args[3]); i++) {
            store.mark(args[1], List.of(args[2] + i), List.of(), null);
        }
    }
}
