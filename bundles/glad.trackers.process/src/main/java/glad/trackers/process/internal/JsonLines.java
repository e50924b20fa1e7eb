package glad.trackers.process.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.Box;
import glad.api.Image;
import glad.api.track.TrackStep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The lines of the protocol {@code json-lines}, as docs/TRACKERS.md states it: what is asked, and what an answer means. */
final class JsonLines {

    private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    private static final String FRAME = "frame";
    private static final String BOX = "box";
    private static final String SENTENCE = "sentence";
    private static final String CONFIDENCE = "confidence";
    private static final String ERROR = "error";
    private static final int SHOWN = 120;

    private JsonLines() {}

    /** Returns what asks a tracker to begin. */
    static String init(Path file, Image image, Box box, String sentence) {
        ObjectNode line = line("init", 0, file, image);
        line.putArray(BOX).add(box.x()).add(box.y()).add(box.w()).add(box.h());
        return line.put(SENTENCE, sentence).toString();
    }

    /**
     * Returns what asks a tracker for the target in a further frame.
     *
     * @param sentence the one that applies from this frame on, if it is another than before
     */
    static String track(int frame, Path file, Image image, Optional<String> sentence) {
        ObjectNode line = line("track", frame, file, image);
        sentence.ifPresent(text -> line.put(SENTENCE, text));
        return line.toString();
    }

    private static ObjectNode line(String what, int frame, Path file, Image image) {
        return JSON.createObjectNode().put("do", what).put(FRAME, frame).put("image", file.toString()).put("width", image.width())
                .put("height", image.height());
    }

    /** Reads the answer to {@code init}. @throws IOException saying what is wrong with it */
    static void begun(String line) throws IOException {
        answer(0, line, "{\"frame\": 0}");
    }

    /** Reads the answer to {@code track}. @throws IOException saying what is wrong with it */
    static TrackStep found(int frame, String line) throws IOException {
        String expected = "{\"frame\": " + frame + ", \"box\": [x, y, width, height], \"confidence\": 0.5}";
        JsonNode answer = answer(frame, line, expected);
        JsonNode numbers = answer.path(BOX);
        boolean four = numbers.isArray() && numbers.size() == 4;
        for (JsonNode number : numbers) {
            four &= number.isNumber();
        }
        if (!four) {
            throw unexpected(line, expected);
        }
        Box box = new Box(numbers.get(0).doubleValue(), numbers.get(1).doubleValue(), numbers.get(2).doubleValue(),
                numbers.get(3).doubleValue());
        if (!box.isValid()) {
            throw new IOException("gave the box \"" + List.of(box.x(), box.y(), box.w(), box.h()) + "\"; expected finite numbers, width and height above 0 (a tracker that has lost"
                    + " its target repeats its last box)");
        }
        JsonNode confidence = answer.path(CONFIDENCE);
        if (confidence.isMissingNode() || confidence.isNull()) {
            return new TrackStep(box, Double.NaN);
        }
        if (!confidence.isNumber() || !(confidence.doubleValue() >= 0 && confidence.doubleValue() <= 1)) {
            throw new IOException("gave the confidence \"" + confidence.asText() + "\"; expected a number from 0 to 1, or none");
        }
        return new TrackStep(box, confidence.doubleValue());
    }

    private static JsonNode answer(int frame, String line, String expected) throws IOException {
        JsonNode answer;
        try {
            answer = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw unexpected(line, expected);
        }
        if (answer.path(ERROR).isTextual()) {
            throw new IOException("reported \"" + shown(answer.path(ERROR).textValue()) + "\"");
        }
        if (!answer.isObject() || !answer.path(FRAME).isIntegralNumber() || answer.path(FRAME).longValue() != frame) {
            throw unexpected(line, expected);
        }
        return answer;
    }

    private static IOException unexpected(String line, String expected) {
        return new IOException("answered \"" + shown(line) + "\"; expected one line such as " + expected
                + " (other prints belong on its standard error)");
    }

    /** Returns a foreign text as it can stand in a message: one line, not too long, without what moves a terminal's cursor. */
    static String shown(String text) {
        String plain = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN) + "...";
    }
}
