package glad.train;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.Reason;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A training's {@code log.jsonl}: one JSON object a line. A training that goes on from a checkpoint cuts off what was written after
 * it, so that nothing is told twice.
 */
final class TrainingLog {

    private final Path file;

    TrainingLog(Path file) {
        this.file = file;
    }

    /** Begins a line. */
    static ObjectNode line() {
        return new JsonMapper().createObjectNode();
    }

    /** Returns a number as lines have it: with five digits, -1 for what is none. */
    static double round(double value) {
        return Double.isFinite(value) ? new BigDecimal(value).round(new MathContext(5)).doubleValue() : -1;
    }

    /** Appends a line. */
    void write(ObjectNode line) {
        try {
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw GladException.failure("log \"" + file + "\" can't be written: " + Reason.of(e), e);
        }
    }

    /** Returns its length in bytes. */
    long length() {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw GladException.failure("log \"" + file + "\" can't be read: " + Reason.of(e), e);
        }
    }

    /** Cuts off what lies beyond a length. */
    void cut(long length) {
        if (length() <= length) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        } catch (IOException e) {
            throw GladException.failure("log \"" + file + "\" can't be cut to what the checkpoint knows: " + Reason.of(e), e);
        }
    }
}
