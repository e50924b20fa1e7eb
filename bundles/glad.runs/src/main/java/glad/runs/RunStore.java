package glad.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.Names;
import glad.api.Reason;
import glad.base.LockFile;
import glad.base.WholeFile;
import glad.runtime.Settings;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The runs below the folder for results: every folder with a {@code provenance.json}. Nothing but these folders is kept, no index and no
 * database, so that what was copied here by hand is a run like any other.
 */
@Component(service = RunStore.class)
public final class RunStore {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String PROVENANCE = "provenance.json";
    private static final String TRAINING = "log.jsonl";
    private static final String MARKS = "marks.json";
    private static final String ARCHIVE = ".archive";
    private static final Pattern TAG = Pattern.compile("[\\w.+:/][\\w.+:/-]*");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Facts FACTS = new Facts(List.of("experiment", "run", "date", "host", "device", "precision", "seed", "command"));

    /** Asked at each use, so that damaged settings are an error of the command. */
    private final Supplier<Path> results;

    /** Uses the folder for results of this user. */
    @Activate
    public RunStore(@Reference Settings settings) {
        this(settings::runs);
    }

    private RunStore(Supplier<Path> results) {
        this.results = results;
    }

    /** Returns the runs in a folder for results; the component runtime would try a constructor that takes it. */
    public static RunStore in(Path runs) {
        return new RunStore(() -> runs);
    }

    /**
     * Returns the runs that fit all conditions.
     *
     * @param filters {@code KEY=VALUE} and the like
     * @param sort a key, the largest first; {@code date} if empty
     * @param archived whether those in the archive are asked for instead
     * @throws GladException (usage) if a condition is none, or no run has a key
     */
    public List<StoredRun> runs(List<String> filters, String sort, boolean archived) {
        List<Filter> all = filters.stream().map(Filter::new).toList();
        Path root = archived ? results.get().resolve(ARCHIVE) : results.get();
        List<StoredRun> runs = folders(root).parallelStream().map(each -> read(root, each)).toList();
        Set<String> known = new TreeSet<>(Filter.always());
        runs.forEach(run -> {
            known.addAll(run.facts().keySet());
            known.addAll(run.figures().keySet());
        });
        String by = sort.isEmpty() ? "date" : sort;
        Stream.concat(all.stream().map(Filter::key), Stream.of(sort).filter(key -> !key.isEmpty())).filter(key -> !known.contains(key) && !runs.isEmpty()).findFirst()
                .ifPresent(key -> {
                    throw GladException.usage(Names.unknown("key of a run", key, known));
                });
        Comparator<StoredRun> order = runs.stream().anyMatch(run -> run.figures().containsKey(by))
                ? Comparator.comparingDouble(run -> run.figures().getOrDefault(by, Double.NEGATIVE_INFINITY))
                : Comparator.comparing(run -> Filter.value(run, by).orElse(""));
        return runs.stream().filter(run -> all.stream().allMatch(filter -> filter.test(run)))
                .sorted(order.reversed().thenComparing(StoredRun::id)).toList();
    }

    /** Returns the ids of all runs that aren't in the archive. */
    public List<String> ids() {
        Path root = results.get();
        return folders(root).stream().map(each -> id(root, each)).sorted().toList();
    }

    /** Returns a run. @throws GladException (usage) if there is none of that id, and not a single one whose id goes on behind it */
    public StoredRun run(String id) {
        return read(results.get(), folder(id));
    }

    /** Returns the folder of a {@linkplain #run run}. @throws GladException (usage) if there is none of that id */
    public Path folder(String id) {
        return found(results.get(), id);
    }

    private static Path found(Path root, String id) {
        Path found = root.resolve(id).normalize();
        boolean inside = !id.isBlank() && found.startsWith(root.normalize()) && !found.equals(root.normalize());
        if (inside && Files.exists(found.resolve(PROVENANCE))) {
            return found;
        }
        List<Path> below = inside && id.equals(id(root.normalize(), found)) ? folders(found) : List.of();
        if (below.size() == 1) {
            return below.get(0);
        }
        List<String> ids = (below.isEmpty() ? folders(root) : below).stream().map(each -> id(root, each)).sorted().toList();
        throw GladException.usage(below.isEmpty() ? Names.unknown("run", id, ids)
                : "\"" + id + "\" is " + below.size() + " runs; expected one of " + String.join(", ", ids));
    }

    /** Returns the folders of trainings that lie in the folder for results, by their paths below it: those with a {@code log.jsonl}. */
    public Map<String, Path> trainings() {
        Path root = results.get();
        Map<String, Path> found = new TreeMap<>();
        folders(root, TRAINING).forEach(each -> found.put(id(root, each), each));
        return found;
    }

    private static String id(Path root, Path run) {
        return root.relativize(run).toString().replace('\\', '/');
    }

    private static List<Path> folders(Path root) {
        return folders(root, PROVENANCE);
    }

    /** Finds folders of runs, or those outside of runs that hold another file; nothing below one is looked at. */
    private static List<Path> folders(Path root, String file) {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(root)) {
            find(root, root, file, found);
        }
        return found;
    }

    /** Opens no folder of a run: walking a tree the library's way would open each. */
    private static void find(Path root, Path folder, String file, List<Path> found) {
        boolean run = Files.exists(folder.resolve(PROVENANCE));
        if (file.equals(PROVENANCE) ? run : !run && Files.exists(folder.resolve(file))) {
            found.add(folder);
            return;
        }
        if (run || !folder.equals(root) && (folder.getFileName().toString().startsWith(".") || folder.equals(root.resolve("queue")))) {
            return;
        }
        try (DirectoryStream<Path> below = Files.newDirectoryStream(folder, each -> Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS))) {
            below.forEach(each -> find(root, each, file, found));
        } catch (IOException | DirectoryIteratorException e) {
            if (folder.equals(root)) {
                throw GladException.failure("the runs in \"" + root + "\" can't be listed: " + Reason.of(e) + "; check the folder", e);
            } // else it was moved or removed meanwhile, or isn't ours to read
        }
    }

    private static StoredRun read(Path root, Path run) {
        Map<String, String> facts = facts(run.resolve(PROVENANCE));
        JsonNode kept = json(run.resolve("figures.json"));
        kept.properties().stream().filter(e -> e.getValue().isTextual()).forEach(e -> facts.put(e.getKey(), e.getValue().textValue()));
        Map<String, Double> figures = new LinkedHashMap<>();
        kept.path("metrics").properties().forEach(e -> figures.put(e.getKey(), e.getValue().asDouble(Double.NaN)));
        // Most runs have none, and asking costs a third of what failing to read does.
        JsonNode marks = Files.exists(run.resolve(MARKS)) ? json(run.resolve(MARKS)) : JSON.createObjectNode();
        List<String> tags = new ArrayList<>();
        marks.path("tags").forEach(tag -> tags.add(tag.asText()));
        return new StoredRun(id(root, run), facts, figures, tags, marks.path("note").asText());
    }

    private static Map<String, String> facts(Path provenance) {
        try {
            return FACTS.of(provenance);
        } catch (IOException e) {
            return new LinkedHashMap<>(); // it was removed meanwhile or is damaged; the run is listed all the same
        }
    }

    private static JsonNode json(Path file) {
        try {
            JsonNode read = JSON.readTree(Files.readAllBytes(file));
            return read == null ? JSON.createObjectNode() : read;
        } catch (NoSuchFileException e) {
            return JSON.createObjectNode();
        } catch (IOException e) {
            return JSON.createObjectNode().put("note", "\"" + file.getFileName() + "\" is damaged: " + Reason.of(e));
        }
    }

    /**
     * Changes what people say of a run.
     *
     * @param add tags to put on it
     * @param remove tags to take off it
     * @param note what to write of it; null to leave that alone
     * @throws GladException (usage) if there is no run of that id, or a word can't be a tag
     */
    public StoredRun mark(String id, List<String> add, List<String> remove, String note) {
        Stream.concat(add.stream(), remove.stream()).filter(tag -> !TAG.matcher(tag).matches()).findFirst().ifPresent(tag -> {
            throw GladException.usage("\"" + tag + "\" can't be a tag; expected letters, digits, and . _ + : / - between them");
        });
        Path run = folder(id);
        try (LockFile lock = LockFile.take(run.resolve(".marks.lock"), PATIENCE)) {
            JsonNode before = json(run.resolve(MARKS));
            Set<String> tags = new TreeSet<>();
            before.path("tags").forEach(tag -> tags.add(tag.asText()));
            tags.addAll(add);
            remove.forEach(tags::remove);
            ObjectNode marks = JSON.createObjectNode().put("note", note == null ? before.path("note").asText() : note);
            tags.forEach(marks.withArray("tags")::add);
            WholeFile.write(run.resolve(MARKS), marks.toPrettyString() + "\n");
        } catch (IOException e) {
            throw GladException.failure("run \"" + id + "\" can't be marked: " + Reason.of(e) + "; check the folder and the free space", e);
        }
        return run(id);
    }

    /**
     * Returns in what two runs differ, of all that decided their results and of what they reached: their values by key, null for what one
     * doesn't have, so that {@code false}, 0 and nothing are three things.
     */
    public Map<String, String[]> difference(String one, String other) {
        Map<String, String> first = all(one);
        Map<String, String> second = all(other);
        Map<String, String[]> differences = new TreeMap<>();
        Stream.concat(first.keySet().stream(), second.keySet().stream()).filter(key -> Filter.differ(first, second, key))
                .forEach(key -> differences.put(key, new String[] {first.get(key), second.get(key)}));
        return differences;
    }

    private Map<String, String> all(String id) {
        Map<String, String> all = new TreeMap<>();
        Path run = folder(id);
        flatten("", json(run.resolve("content.json")), all);
        JsonNode provenance = json(run.resolve(PROVENANCE));
        for (String key : List.of("versions", "machine", "environment")) {
            flatten(key + " ", provenance.path(key), all);
        }
        flatten("host", provenance.path("host"), all);
        flatten("figure ", json(run.resolve("figures.json")).path("metrics"), all);
        return all;
    }

    private static void flatten(String key, JsonNode node, Map<String, String> into) {
        if (node.isObject()) {
            String above = key.isEmpty() || key.endsWith(" ") ? key : key + ".";
            node.properties().forEach(e -> flatten(above + e.getKey(), e.getValue(), into));
        } else if (!node.isMissingNode()) {
            into.put(key, node.asText());
        }
    }

    /** Moves a run into the archive, or back. */
    public void archive(String id, boolean into) {
        Path from = into ? results.get() : results.get().resolve(ARCHIVE);
        Path to = into ? results.get().resolve(ARCHIVE) : results.get();
        Path run = found(from, id);
        move(run, to.resolve(id(from, run)), id(from, run));
    }

    private static void move(Path from, Path to, String id) {
        try {
            if (Files.exists(to)) {
                throw GladException.usage("there is a run \"" + id + "\" already; remove it first");
            }
            WholeFile.makeFolder(to.getParent());
            WholeFile.rename(from, to);
        } catch (IOException e) {
            throw GladException.failure("run \"" + id + "\" can't be moved: " + Reason.of(e) + "; check the folder", e);
        }
    }

    /** Makes an empty folder that isn't listed, for a run that may not be kept. @see #keep */
    public Path aside() {
        try {
            WholeFile.makeFolder(results.get());
            return Files.createTempDirectory(results.get(), ".aside-");
        } catch (IOException e) {
            throw GladException.failure("a folder in \"" + results.get() + "\" can't be made: " + Reason.of(e) + "; check the folder", e);
        }
    }

    /**
     * Makes a run of a folder that lies {@linkplain #aside aside}.
     *
     * @param name what its id begins with; a number that is free follows
     * @return its id
     */
    public String keep(Path aside, String name) {
        int number = 1;
        while (Files.exists(results.get().resolve(name + "-" + number))) {
            number++;
        }
        move(aside, results.get().resolve(name + "-" + number), name + "-" + number);
        return name + "-" + number;
    }

    /** Returns the files of a run below its folder. */
    public List<Path> files(String id) {
        try (Stream<Path> files = Files.walk(folder(id))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw GladException.failure("run \"" + id + "\" can't be listed: " + Reason.of(e) + "; check the folder", e);
        }
    }

    /** Removes a run for good. */
    public void remove(String id) {
        discard(folder(id));
    }

    /** Removes the folder of a run, also one that lies {@linkplain #aside aside}. */
    public void discard(Path run) {
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw GladException.failure("run \"" + id(results.get(), run) + "\" can't be removed: " + Reason.of(e) + "; check the folder", e);
        }
    }

    /** Writes runs into an archive that {@link #bring} reads in another folder for results. */
    public void export(List<String> ids, Path zip) {
        Map<String, List<Path>> runs = new LinkedHashMap<>();
        ids.forEach(id -> runs.put(id, files(id)));
        RunArchive.write(results.get(), runs, zip);
    }

    /** Takes runs out of an archive; returns their ids. @throws GladException (usage) if one of them is here already */
    public List<String> bring(Path zip) {
        return RunArchive.read(zip, results.get());
    }
}
