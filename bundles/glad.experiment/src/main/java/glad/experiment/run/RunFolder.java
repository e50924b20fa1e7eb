package glad.experiment.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.api.Box;
import glad.api.GladException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of one run, {@code runs/EXPERIMENT/RUN}: {@code provenance.json}, {@code results/SEQUENCE.csv}, and what else
 * belongs to it. Every file is written aside and renamed, so that a run may be killed at any moment and resumed.
 *
 * <p>A result file holds a comment with the content hash, a heading, and per frame {@code x,y,w,h,confidence,seconds} in
 * full precision: reading gives back the very numbers that were written.
 */
public final class RunFolder {

    private static final Logger LOG = LoggerFactory.getLogger(RunFolder.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final String HASH = "# content ";
    private static final String HEADING = "x,y,w,h,confidence,seconds";

    private final Path path;

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
            Files.createDirectories(path);
        } catch (IOException e) {
            throw GladException.failure("output folder \"" + path + "\" can't be made: " + e + "; choose another", e);
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
     * Writes a text file of the run, such as the resolved experiment.
     *
     * @throws GladException (failure) if it can't be written
     */
    public void write(String name, String text) {
        Path file = path.resolve(name);
        Path aside = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(aside, text);
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw GladException.failure(
                    "\"" + file + "\" can't be written: " + e + "; check the folder and the free space", e);
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
     * Reads where the run comes from; empty if that wasn't written yet.
     *
     * @throws GladException (failure) if the file is damaged
     */
    public Optional<Provenance> provenance() {
        Path file = path.resolve("provenance.json");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(file.toFile(), Provenance.class));
        } catch (IOException e) {
            throw GladException.failure("\"" + file + "\" can't be read: " + e.getMessage() + "; remove it", e);
        }
    }

    /** Writes the result of a sequence. @throws GladException (failure) if it can't be written */
    public void write(SequenceResult result) {
        StringBuilder text = new StringBuilder(HASH).append(result.contentHash()).append('\n').append(HEADING).append('\n');
        for (int i = 0; i < result.boxes().size(); i++) {
            Box b = result.boxes().get(i);
            text.append(b.x()).append(',').append(b.y()).append(',').append(b.w()).append(',').append(b.h()).append(',')
                    .append(result.confidences().get(i)).append(',').append(result.seconds().get(i)).append('\n');
        }
        write(resultName(result.sequence()), text.toString());
    }

    /** Returns the result of a sequence if it is finished with this content. */
    public Optional<SequenceResult> finished(String sequence, String contentHash) {
        return result(sequence).filter(r -> r.contentHash().equals(contentHash));
    }

    /**
     * Reads the result of a sequence; empty if there is none, or if its file is damaged, which is logged: such a sequence
     * counts as not finished.
     */
    public Optional<SequenceResult> result(String sequence) {
        Path file = path.resolve(resultName(sequence));
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse(sequence, Files.readAllLines(file)));
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("result \"{}\" can't be read and counts as missing: {}", file, e.toString());
            return Optional.empty();
        }
    }

    private static SequenceResult parse(String sequence, List<String> lines) {
        if (lines.size() < 2 || !lines.get(0).startsWith(HASH) || !lines.get(1).equals(HEADING)) {
            throw new IllegalArgumentException("no result file");
        }
        List<Box> boxes = new ArrayList<>();
        List<Double> confidences = new ArrayList<>();
        List<Double> seconds = new ArrayList<>();
        for (String line : lines.subList(2, lines.size())) {
            String[] fields = line.split(",");
            if (fields.length != 6) {
                throw new IllegalArgumentException("\"" + line + "\" has no six numbers");
            }
            double[] v = new double[6];
            for (int i = 0; i < 6; i++) {
                v[i] = Double.parseDouble(fields[i]);
            }
            boxes.add(new Box(v[0], v[1], v[2], v[3]));
            confidences.add(v[4]);
            seconds.add(v[5]);
        }
        return new SequenceResult(sequence, lines.get(0).substring(HASH.length()), boxes, confidences, seconds);
    }

    private static String resultName(String sequence) {
        if (sequence.isBlank() || sequence.contains("/") || sequence.contains("\\") || sequence.startsWith(".")) {
            throw GladException.failure(
                    "sequence name \"" + sequence + "\" can't name a file; the dataset must give it another");
        }
        return "results/" + sequence + ".csv";
    }
}
