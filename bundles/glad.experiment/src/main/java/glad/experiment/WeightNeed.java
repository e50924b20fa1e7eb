package glad.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import glad.api.GladException;
import glad.api.Reason;
import glad.api.model.ModelFiles;
import glad.nn.weights.TensorInfo;
import glad.nn.weights.WeightFile;
import glad.runtime.WeightPiece;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file or folder that an experiment names, and what is there of it.
 *
 * @param reference as the experiment names it
 * @param files the files found; empty if there are none
 * @param problem why they can't be used, or empty
 * @param source where people get it, as the experiment's key {@code sources} says; empty if it doesn't
 */
public record WeightNeed(String reference, List<FoundFile> files, String problem, String source) {

    /**
     * One file that is there.
     *
     * @param path where
     * @param bytes its size
     * @param sha256 its checksum
     * @param format its format in words; empty for a file that holds no tensors
     * @param tensors number of tensors by type, in the words of safetensors
     */
    public record FoundFile(String path, long bytes, String sha256, String format, Map<String, Integer> tensors) {}

    /** Tells whether everything is there and readable. */
    public boolean met() {
        return problem.isEmpty();
    }

    /**
     * Looks up what an experiment names: its weights, and its text encoder's tokenizer where it names one.
     *
     * @param experiment the experiment
     * @param files finds them
     */
    public static List<WeightNeed> of(Experiment experiment, ModelFiles files) {
        List<WeightNeed> needs = new ArrayList<>();
        for (String reference : experiment.weights()) {
            if (!reference.equals(ExperimentLoader.RANDOM)) {
                needs.add(look(reference, experiment, files, true));
            }
        }
        JsonNode tokenizer = experiment.model().text().options().path("tokenizer");
        if (tokenizer.isTextual()) {
            needs.add(look(tokenizer.textValue(), experiment, files, false));
        }
        return needs;
    }

    private static WeightNeed look(String reference, Experiment experiment, ModelFiles files, boolean weights) {
        String source = experiment.sources().getOrDefault(reference.split("/")[0], "");
        List<FoundFile> found = new ArrayList<>();
        try {
            Path path = files.path(reference);
            if (path == null) {
                found.add(embedded(reference, files, weights));
            } else if (weights) {
                for (WeightPiece piece : WeightPiece.of(path)) {
                    found.add(weightFile(piece.file()));
                }
            } else {
                found.addAll(plainFiles(path));
            }
            return new WeightNeed(reference, List.copyOf(found), "", source);
        } catch (GladException e) {
            return new WeightNeed(reference, List.copyOf(found), e.getMessage(), source);
        } catch (IOException e) {
            return new WeightNeed(reference, List.copyOf(found), "can't be read: " + Reason.of(e), source);
        }
    }

    private static FoundFile embedded(String reference, ModelFiles files, boolean weights) throws IOException {
        byte[] content;
        try (InputStream in = files.open(reference)) {
            content = in.readAllBytes();
        }
        String hash = ContentHash.of(new ByteArrayInputStream(content));
        if (!weights) {
            return new FoundFile(reference, content.length, hash, "", Map.of());
        }
        try (WeightFile file = WeightFile.read(reference, new ByteArrayInputStream(content))) {
            return new FoundFile(reference, content.length, hash, file.format(), types(file));
        }
    }

    private static FoundFile weightFile(Path path) throws IOException {
        try (WeightFile file = WeightFile.open(path); InputStream in = Files.newInputStream(path)) {
            return new FoundFile(path.toString(), Files.size(path), ContentHash.of(in), file.format(), types(file));
        }
    }

    private static Map<String, Integer> types(WeightFile file) {
        Map<String, Integer> types = new LinkedHashMap<>();
        for (TensorInfo tensor : file.tensors().values()) {
            types.merge(tensor.dtype(), 1, Integer::sum);
        }
        return types;
    }

    private static List<FoundFile> plainFiles(Path path) throws IOException {
        List<Path> all = List.of(path);
        if (Files.isDirectory(path)) {
            try (var files = Files.list(path)) {
                all = files.filter(Files::isRegularFile).sorted().toList();
            }
        }
        List<FoundFile> found = new ArrayList<>();
        for (Path file : all) {
            try (InputStream in = Files.newInputStream(file)) {
                found.add(new FoundFile(file.toString(), Files.size(file), ContentHash.of(in), "", Map.of()));
            }
        }
        return found;
    }
}
