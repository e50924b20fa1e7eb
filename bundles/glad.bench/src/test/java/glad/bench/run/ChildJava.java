package glad.bench.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Java of its own for what must be killed, or needs limits. */
final class ChildJava {

    private ChildJava() {}

    /**
     * Starts one with this one's class path; its errors go where this one's go.
     *
     * @param before shell commands that come first, such as {@code "ulimit -f 16; "}
     */
    static Process start(String before, Class<?> main, String... args) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> words = new ArrayList<>(List.of("sh", "-c", before + "exec \"$@\"", "sh", java, "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), main.getName()));
        words.addAll(List.of(args));
        return new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }
}
