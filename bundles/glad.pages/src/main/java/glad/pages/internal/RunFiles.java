package glad.pages.internal;

import glad.api.GladException;
import glad.api.Names;
import glad.api.Reason;
import glad.runs.RunStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The files of a run that a browser may see. What it asks for is looked up among those that lie in the run's folder, and never becomes a
 * path, so that nothing else can be reached; links aren't followed.
 */
final class RunFiles {

    /** The report of an evaluation. */
    static final String REPORT = "report.html";
    /** The experiment as it was run. */
    static final String SETTINGS = "experiment.yaml";

    private static final long MOST = 64L << 20;
    private static final Map<String, String> TYPES = Map.of("html", "text/html; charset=utf-8", "png", "image/png", "jpg", "image/jpeg",
            "svg", "image/svg+xml");
    private static final Set<String> TEXTS = Set.of("csv", "txt", "json", "jsonl", "yaml", "md", "tex", "log");

    private final Map<String, Path> files;

    private RunFiles(Map<String, Path> files) {
        this.files = files;
    }

    static RunFiles of(RunStore store, String id) {
        Path folder = store.folder(id);
        Map<String, Path> files = new TreeMap<>();
        store.files(id).stream().filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).filter(file -> !type(file.toString()).isEmpty())
                .forEach(file -> files.put(folder.relativize(file).toString().replace('\\', '/'), file));
        return new RunFiles(files);
    }

    private static String type(String name) {
        String ending = name.substring(name.lastIndexOf('.') + 1);
        return TEXTS.contains(ending) ? "text/plain; charset=utf-8" : TYPES.getOrDefault(ending, "");
    }

    List<String> names() {
        return List.copyOf(files.keySet());
    }

    /** Returns a file's text; empty if there is none. */
    String text(String name) {
        return files.containsKey(name) ? new String(read(name), StandardCharsets.UTF_8) : "";
    }

    Answer answer(String name) {
        return Answer.file(type(name), read(name));
    }

    private byte[] read(String name) {
        if (!files.containsKey(name)) {
            throw GladException.usage(Names.unknown("file of the run", name, files.keySet()));
        }
        try {
            if (Files.size(files.get(name)) > MOST) {
                throw GladException.failure("\"" + name + "\" is larger than " + (MOST >> 20) + " MiB; look at it in the run's folder");
            }
            return Files.readAllBytes(files.get(name));
        } catch (IOException e) {
            throw GladException.failure("\"" + name + "\" can't be read: " + Reason.of(e) + "; check the run's folder", e);
        }
    }
}
