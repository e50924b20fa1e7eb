package glad.bench.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import glad.api.Box;
import glad.api.GladException;
import glad.api.Reason;
import glad.api.data.Sentences;
import glad.base.WholeFile;
import glad.bench.run.internal.Differences;
import glad.experiment.ContentHash;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of one run, {@code runs/EXPERIMENT/RUN}: {@code experiment.yaml} as it was run,
 * {@code content.json} with all that decides the results, {@code provenance.json}, {@code results/SEQUENCE.csv}, {@code
 * times/SEQUENCE.csv}, {@code sentences/SEQUENCE.csv} where they change, and what else belongs to it. Every file is written aside and renamed, so that a run may be killed
 * at any moment and resumed.
 *
 * <p>A result file holds a comment with the content hash, the hash of the run's content and the number of frames, a heading, and per frame {@code x,y,w,h,confidence} in full
 * precision: reading gives back the very numbers that were written, and a run repeated gives the same file. What never
 * repeats, the {@code seconds} of each frame, lies in a file of its own, with the tracker's own account in a second column if it gives
 * one; those of a start that came from the cache are NaN.
 */
public final class RunFolder {

    private static final Logger LOG = LoggerFactory.getLogger(RunFolder.class);
    private static final YAMLMapper YAML = YAMLMapper.builder().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER).build();
    private static final JsonMapper JSON = new JsonMapper();
    private static final String HASH = "# content ";
    private static final String RUN = ", run ";
    private static final String FRAMES = ", frames ";
    private static final String HEADING = "x,y,w,h,confidence";
    private static final String TIMES_HEADING = "seconds";
    private static final String OWN_TIMES_HEADING = "seconds,own_seconds";

    static final String CONTENT = "content.json";

    /** In a {@linkplain #claim content}: the parts that were left out although the weights were trained with them. */
    public static final String NOT_RETRAINED = "not retrained without";

    /** In a content: the kind of device, {@code cpu} or {@code gpu}. */
    public static final String DEVICE = "device";

    /** In a content: the dataset's id. */
    public static final String DATASET = "dataset";

    /** In a content, before the name of an option that the dataset was opened with. */
    public static final String DATASET_OPTION = "dataset option ";

    /** In a content: the protocol's id, where it isn't one-pass evaluation. */
    public static final String PROTOCOL = "protocol";

    /** Before a bundle's name in a {@linkplain #claim content}. */
    public static final String BUNDLE = "bundle ";

    private final Path path;
    private String run = "";

    private RunFolder(Path path) {
        this.path = path;
    }

    /**
     * Opens a run's folder; it is made if missing.
     *
     * @throws GladException (failure) if it can't be made or written to
     */
    public static RunFolder open(Path path) {
        try {
            WholeFile.makeFolder(path);
        } catch (IOException e) {
            throw GladException.failure("output folder \"" + path + "\" can't be made: " + Reason.of(e) + "; choose another", e);
        }
        if (!Files.isWritable(path)) {
            throw GladException.failure("output folder \"" + path + "\" can't be written to; choose another");
        }
        return new RunFolder(path);
    }

    /** Returns the folder. */
    public Path path() {
        return path;
    }

    /**
     * Keeps everybody else from evaluating into this folder.
     *
     * @throws GladException (failure) if another command does so already
     */
    public RunLock lock() {
        return RunLock.take(path);
    }

    /** Writes a text file of the run, such as the resolved experiment. @throws GladException (failure) if it can't be written */
    public void write(String name, String text) {
        write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a file of the run. @throws GladException (failure) if it can't be written */
    public void write(String name, byte[] bytes) {
        Path file = path.resolve(name);
        try {
            WholeFile.write(file, bytes);
        } catch (IOException e) {
            throw GladException.failure(
                    "\"" + file + "\" can't be written: " + Reason.of(e) + "; check the folder and the free space", e);
        }
    }

    /**
     * Makes this the folder of a run, or says that it is another's: results of several trackers are never mixed in one. Where
     * {@code content.json} is missing or damaged, as a power cut may leave it, the results themselves say whose they are.
     *
     * @param content all that decides the results besides the sequence, by name
     * @throws GladException (usage) naming what differs if the folder holds results made with another content; (failure) if
     *         another command is writing it, or it can't be written
     */
    public void claim(SortedMap<String, String> content) {
        claim(content, "name another by --run or --out, or remove this folder");
    }

    /** Claims the folder; the advice says what to do if it is another's. */
    void claim(SortedMap<String, String> content, String advice) {
        String own = ContentHash.of(content.toString());
        try (RunLock lock = lock()) {
            LOG.debug("{} taken", lock);
            Optional<SortedMap<String, String>> before = content();
            if (before.isPresent() && !before.get().equals(content)) {
                throw GladException.usage("run folder \"" + path + "\" holds results of another run: "
                        + Differences.of(before.get(), content) + "; " + advice);
            }
            if (before.isEmpty()) {
                Optional<Path> foreign = foreign(own);
                if (foreign.isPresent()) {
                    throw GladException.usage("run folder \"" + path + "\" holds results of another run, such as \""
                            + path.relativize(foreign.get()) + "\", and no whole " + CONTENT + " that says what made them; "
                            + advice);
                }
                write(CONTENT, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n");
            }
            run = own;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a content is texts", e);
        }
    }

    /**
     * Reads what the folder was {@linkplain #claim claimed} with; empty if it wasn't, or if the file is damaged, which is logged.
     *
     * @throws GladException (failure) if the file can't be read
     */
    public Optional<SortedMap<String, String>> content() {
        Path file = path.resolve(CONTENT);
        try {
            return Files.exists(file)
                    ? Optional.of(JSON.readValue(Files.readAllBytes(file), new TypeReference<TreeMap<String, String>>() {}))
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            LOG.warn("\"{}\" is damaged and is written anew if the results are this run's", file);
            return Optional.empty();
        } catch (IOException e) {
            throw GladException.failure("\"" + file + "\" can't be read: " + Reason.of(e) + "; check the folder", e);
        }
    }

    /**
     * Finds a whole result that wasn't made by a run. One that doesn't say which run made it is this run's where a damaged
     * {@code content.json} says that the folder was claimed, by a version of ours that didn't flush it; else it is anybody's.
     */
    private Optional<Path> foreign(String run) {
        Path results = path.resolve("results");
        if (!Files.exists(results)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(results)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".csv")).sorted().toList()) {
                try {
                    String made = read(file, List.of(HEADING), new ArrayList<>())[1];
                    if (!made.equals(run) && !(made.isEmpty() && Files.exists(path.resolve(CONTENT)))) {
                        return Optional.of(file);
                    }
                } catch (IllegalArgumentException e) {
                    LOG.debug("{} is damaged and counts as missing", file, e);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw GladException.failure("\"" + results + "\" can't be read: " + Reason.of(e) + "; check the folder", e);
        }
    }

    /**
     * Writes the experiment as it was run, {@code experiment.yaml}.
     *
     * @param experiment its keys and values, {@link glad.experiment.Experiment#tree}
     * @throws GladException (failure) if it can't be written
     */
    public void write(JsonNode experiment) {
        try {
            write("experiment.yaml", YAML.writeValueAsString(experiment));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an experiment is a tree", e);
        }
    }

    /** Writes where the run comes from. @throws GladException (failure) if it can't be written */
    public void write(Provenance provenance) {
        try {
            write("provenance.json", JSON.writerWithDefaultPrettyPrinter().writeValueAsString(provenance) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a provenance is texts and numbers", e);
        }
    }

    /**
     * Reads where the run comes from; empty if that wasn't written yet, or if the file is damaged, which is logged.
     *
     * @throws GladException (failure) if the file can't be read
     */
    public Optional<Provenance> provenance() {
        Path file = path.resolve("provenance.json");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file), Provenance.class));
        } catch (JsonProcessingException e) {
            LOG.warn("\"{}\" is damaged and counts as missing", file);
            return Optional.empty();
        } catch (IOException e) {
            throw GladException.failure("\"" + file + "\" can't be read: " + Reason.of(e) + "; check the folder", e);
        }
    }

    /** Writes the result of a sequence, its times first. @throws GladException (failure) if it can't be written */
    public void write(SequenceResult result) {
        boolean own = result.ownSeconds().stream().anyMatch(seconds -> !seconds.isNaN());
        StringBuilder times = new StringBuilder(head(result, own ? OWN_TIMES_HEADING : TIMES_HEADING));
        for (int i = 0; i < result.seconds().size(); i++) {
            times.append(result.seconds().get(i)).append(own ? "," + result.ownSeconds().get(i) : "").append('\n');
        }
        write(file("times", result.sequence()), times.toString());
        StringBuilder text = new StringBuilder(head(result, HEADING));
        for (int i = 0; i < result.boxes().size(); i++) {
            Box b = result.boxes().get(i);
            text.append(b.x()).append(',').append(b.y()).append(',').append(b.w()).append(',').append(b.h()).append(',')
                    .append(result.confidences().get(i)).append('\n');
        }
        write(file("results", result.sequence()), text.toString());
    }

    /**
     * Writes what a tracker was told of a sequence whose sentence changes, {@code sentences/SEQUENCE.csv}.
     *
     * @throws GladException (failure) if it can't be written
     */
    public void write(String sequence, Sentences told) {
        CsvSchema columns = CsvSchema.builder().addColumn("frame").addColumn("sentence").setUseHeader(true).build();
        try {
            write(file("sentences", sequence), new CsvMapper().writer(columns).writeValueAsString(told.parts()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("sentences are numbers and texts", e);
        }
    }

    private String head(SequenceResult result, String heading) {
        return HASH + result.contentHash() + (run.isEmpty() ? "" : RUN + run) + FRAMES + result.boxes().size() + "\n" + heading + "\n";
    }

    /** Returns the result of a sequence if it is finished with this content. */
    public Optional<SequenceResult> finished(String sequence, String contentHash) {
        return result(sequence).filter(r -> r.contentHash().equals(contentHash));
    }

    /** Returns the file with the result of a sequence, which may not exist. */
    public Path file(String sequence) {
        return path.resolve(file("results", sequence));
    }

    /** Returns the content hash that the result of a sequence was made with; empty if there is none, or its file is damaged at its head. */
    public Optional<String> contentHash(String sequence) {
        Path file = file(sequence);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            String head = lines.readLine();
            return head == null || !head.startsWith(HASH) ? Optional.empty() : Optional.of(head.substring(HASH.length()).split(",", 2)[0]);
        } catch (IOException e) {
            LOG.warn("result \"{}\" can't be read and counts as missing: {}", file, Reason.of(e));
            return Optional.empty();
        }
    }

    /**
     * Reads the result of a sequence; empty if there is none, or if its file is damaged, which is logged: such a sequence
     * counts as not finished. Times that are missing or damaged are NaN.
     */
    public Optional<SequenceResult> result(String sequence) {
        Path file = file(sequence);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            List<String> lines = new ArrayList<>();
            String hash = read(file, List.of(HEADING), lines)[0];
            List<Box> boxes = new ArrayList<>();
            List<Double> confidences = new ArrayList<>();
            for (String line : lines) {
                double[] v = numbers(line, 5);
                boxes.add(new Box(v[0], v[1], v[2], v[3]));
                confidences.add(v[4]);
            }
            List<List<Double>> times = times(sequence, hash, lines.size());
            return Optional.of(new SequenceResult(sequence, hash, boxes, confidences, times.get(0), times.get(1)));
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("result \"{}\" can't be read and counts as missing: {}", file, Reason.of(e));
            return Optional.empty();
        }
    }

    private static double[] numbers(String line, int count) {
        double[] numbers = Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray();
        if (numbers.length != count) {
            throw new IllegalArgumentException("\"" + line + "\" isn't of " + count + " numbers");
        }
        return numbers;
    }

    /** Returns the seconds of each frame, and those by the tracker's own account. */
    private List<List<Double>> times(String sequence, String hash, int frames) {
        Path file = path.resolve(file("times", sequence));
        List<Double> unknown = Collections.nCopies(frames, Double.NaN);
        try {
            List<String> lines = new ArrayList<>();
            String[] head = read(file, List.of(TIMES_HEADING, OWN_TIMES_HEADING), lines);
            if (head[0].equals(hash) && lines.size() == frames) {
                int columns = head[2].equals(OWN_TIMES_HEADING) ? 2 : 1;
                List<double[]> rows = lines.stream().map(line -> numbers(line, columns)).toList();
                return List.of(rows.stream().map(row -> row[0]).toList(), columns == 1 ? unknown : rows.stream().map(row -> row[1]).toList());
            }
            LOG.warn("times \"{}\" don't belong to the result and are left out", file);
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("times \"{}\" can't be read and are left out: {}", file, Reason.of(e));
        }
        return List.of(unknown, unknown);
    }

    /**
     * Reads a file's lines, one per frame, and returns the content hash, the run's, which may be empty, and the heading; a file cut short
     * has fewer lines than it says.
     */
    private static String[] read(Path file, List<String> headings, List<String> lines) throws IOException {
        String text = Files.readString(file);
        lines.addAll(text.lines().toList());
        if (lines.size() < 2 || !lines.get(0).startsWith(HASH) || !lines.get(0).contains(FRAMES)
                || !headings.contains(lines.get(1))) {
            throw new IllegalArgumentException("it doesn't begin as such a file does");
        }
        String head = lines.get(0);
        String heading = lines.get(1);
        int comma = head.lastIndexOf(FRAMES);
        lines.subList(0, 2).clear();
        if (lines.size() != Integer.parseInt(head.substring(comma + FRAMES.length())) || !text.endsWith("\n")) {
            throw new IllegalArgumentException("it was cut short");
        }
        String[] hashes = head.substring(HASH.length(), comma).split(RUN, 2);
        return new String[] {hashes[0], hashes.length == 2 ? hashes[1] : "", heading};
    }

    private static String file(String folder, String sequence) {
        if (sequence.isBlank() || sequence.contains("/") || sequence.contains("\\") || sequence.startsWith(".")) {
            throw GladException.failure(
                    "sequence name \"" + sequence + "\" can't name a file; the dataset must give it another");
        }
        return folder + "/" + sequence + ".csv";
    }
}
