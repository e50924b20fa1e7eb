package glad.eval.results;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.api.GladException;
import glad.api.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Raw results at one place, of one tracker or of many: a folder, or an archive ({@code .zip}, {@code .tar}, {@code .tar.gz},
 * {@code .tar.xz}). A folder that holds files of boxes is a run of the tracker named like the folder:
 *
 * <ul>
 * <li>{@code TRACKER/SEQUENCE.txt} (official, PyTracking, LaSOT's and TNL2K's kits, TrackingNet), {@code TRACKER_001/...} for
 * repeated runs;
 * <li>{@code TRACKER/SEQUENCE/SEQUENCE_001.txt} (GOT-10k, VOT), a run per number;
 * <li>{@code RUN/results/SEQUENCE.csv} (our own), named by the run's provenance, with the run's content.
 * </ul>
 */
public final class RawResults implements AutoCloseable {

    private static final Pattern RUN = Pattern.compile("(.+)_(\\d{3})");
    private static final Pattern BESIDE = Pattern.compile(".*_(time|times|confidence|score|scores|all_boxes|all_scores)");

    private final Archive archive;
    private final List<RawRun> runs;

    private RawResults(Archive archive, List<RawRun> runs) {
        this.archive = archive;
        this.runs = List.copyOf(runs);
    }

    /**
     * Opens results; the caller closes them.
     *
     * @throws GladException if nothing is there, or no file in it can be a result
     */
    public static RawResults open(Path place) {
        if (!Files.exists(place)) {
            throw GladException.usage("no results at \"" + place + "\"; expected a folder or an archive of result files");
        }
        Archive archive = Files.isDirectory(place) ? null : Archive.open(place);
        try {
            Path root = archive == null ? place : archive.folder();
            String name = archive == null ? place.toAbsolutePath().normalize().getFileName().toString() : archive.name();
            List<RawRun> runs = runs(root, name);
            if (runs.isEmpty()) {
                throw GladException.failure("no results in \"" + place
                        + "\"; expected files SEQUENCE.txt with a line x,y,w,h per frame");
            }
            return new RawResults(archive, runs);
        } catch (RuntimeException e) {
            if (archive != null) {
                archive.close();
            }
            throw e;
        }
    }

    /** Returns all runs of all trackers, in the order of their names. */
    public List<RawRun> runs() {
        return runs;
    }

    private static List<RawRun> runs(Path root, String name) {
        Map<String, Map<String, Path>> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(file -> isResult(root.relativize(file)) && Files.isRegularFile(file)).forEach(file -> {
                String sequence = stem(file);
                Path folder = file.getParent();
                String number = "";
                Matcher repeated = RUN.matcher(sequence);
                if (repeated.matches() && repeated.group(1).equals(folder.getFileName().toString())) {
                    sequence = repeated.group(1);
                    number = repeated.group(2);
                    folder = folder.getParent();
                } else if (isOwn(file)) {
                    folder = folder.getParent();
                }
                found.computeIfAbsent(folder + "\0" + number, key -> new TreeMap<>()).put(sequence, file);
            });
        } catch (IOException e) {
            throw GladException.failure("can't list the results in \"" + root + "\": " + Reason.of(e), e);
        }
        List<RawRun> runs = new ArrayList<>();
        found.forEach((key, files) -> {
            Path folder = Path.of(key.substring(0, key.indexOf('\0')));
            runs.add(new RawRun(tracker(root, folder, name), files, content(folder)));
        });
        return runs;
    }

    private static Map<String, String> content(Path folder) {
        Path content = folder.resolve("content.json");
        try {
            return Files.isRegularFile(content)
                    ? new JsonMapper().readValue(content.toFile(), new TypeReference<Map<String, String>>() {}) : Map.of();
        } catch (IOException e) {
            throw GladException.failure("\"" + content + "\", which says what made the results beside it, can't be read: "
                    + Reason.of(e) + "; restore it, or leave this folder out", e);
        }
    }

    private static boolean isResult(Path file) {
        String name = file.getFileName().toString();
        boolean hidden = Stream.iterate(file, p -> p != null, Path::getParent)
                .anyMatch(p -> p.getFileName().toString().startsWith(".") || p.getFileName().toString().equals("__MACOSX"));
        return !hidden && (name.endsWith(".txt") && !BESIDE.matcher(stem(file)).matches() || isOwn(file));
    }

    private static boolean isOwn(Path file) {
        return file.getFileName().toString().endsWith(".csv") && file.getParent() != null
                && file.getParent().endsWith("results");
    }

    private static String stem(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    /** The name in the run's provenance, else the folder's seen from the root, without the number of a repeated run. */
    private static String tracker(Path root, Path folder, String name) {
        Path provenance = folder.resolve("provenance.json");
        if (Files.isRegularFile(provenance)) {
            try {
                JsonNode made = new JsonMapper().readTree(provenance.toFile());
                String run = made.path("run").asText();
                if (!made.path("experiment").asText().isBlank()) {
                    return made.path("experiment").asText() + (run.isBlank() ? "" : "/" + run);
                }
            } catch (IOException e) {
                throw GladException.failure("\"" + provenance + "\" can't be read: " + Reason.of(e) + "; remove it", e);
            }
        }
        String given = folder.equals(root) ? name : root.relativize(folder).toString().replace('\\', '/');
        Matcher repeated = RUN.matcher(given);
        return repeated.matches() ? repeated.group(1) : given;
    }

    /** Removes what was unpacked. */
    @Override
    public void close() {
        if (archive != null) {
            archive.close();
        }
    }
}
