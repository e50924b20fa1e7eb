package glad.bench.cues;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.api.GladException;
import glad.api.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What words and memory did in the frames of a sequence that its film strip shows, as {@code cues/SEQUENCE.json} of a run holds it.
 *
 * @param frames in order
 * @param replaced numbers of the frames, from 0, after which the last template was taken anew
 */
public record SequenceCues(List<FrameCues> frames, List<Integer> replaced) {

    /** How many frames a film strip shows. */
    public static final int FRAMES = 5;

    private static final JsonMapper JSON = new JsonMapper();

    /** Copies the lists. */
    public SequenceCues {
        frames = List.copyOf(frames);
        replaced = List.copyOf(replaced);
    }

    /** Returns the name of a sequence's file within a run's folder. */
    public static String file(String sequence) {
        return "cues/" + sequence + ".json";
    }

    /** Returns the file's text. */
    public String json() {
        try {
            return JSON.writeValueAsString(this) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cues are numbers and texts", e);
        }
    }

    /**
     * Reads those of a sequence; empty if the run noted none.
     *
     * @param run its folder
     * @throws GladException (failure) if the file can't be read
     */
    public static Optional<SequenceCues> read(Path run, String sequence) {
        Path file = run.resolve(file(sequence));
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file), SequenceCues.class));
        } catch (IOException e) {
            throw GladException.failure("cues \"" + file + "\" can't be read: " + Reason.of(e) + "; remove the file, or track the sequence anew", e);
        }
    }

    /** Returns those of a frame, from 0. */
    public Optional<FrameCues> at(int frame) {
        return frames.stream().filter(one -> one.frame() == frame).findFirst();
    }
}
