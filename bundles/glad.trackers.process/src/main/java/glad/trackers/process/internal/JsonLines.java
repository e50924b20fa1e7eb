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
import java.util.List;
import java.util.Optional;

/** The lines of the protocol {@code json-lines}, as docs/TRACKERS.md states it: what is asked, and what an answer means. */
final class JsonLines implements Conversation {

    private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    private static final String FRAME = "frame";
    private static final String BOX = "box";
    private static final String SENTENCE = "sentence";
    private static final String CONFIDENCE = "confidence";
    private static final String SECONDS = "seconds";
    private static final String ERROR = "error";
    private static final int SHOWN = 120;

    private final Child child;
    private final FrameFiles frames;

    JsonLines(Child child, FrameFiles frames) {
        this.child = child;
        this.frames = frames;
    }

    @Override
    public TrackStep begin(Image image, Box box, String sentence, Patience patience) throws IOException, InterruptedException {
        ObjectNode question = question("init", 0, image);
        question.putArray(BOX).add(box.x()).add(box.y()).add(box.w()).add(box.h());
        child.say(question.put(SENTENCE, sentence).toString());
        return new TrackStep(box, 1, seconds(answer(0, child.hear(patience), "{\"frame\": 0}")));
    }

    @Override
    public TrackStep next(int frame, Image image, Optional<String> sentence, Patience patience) throws IOException, InterruptedException {
        ObjectNode question = question("track", frame, image);
        sentence.ifPresent(text -> question.put(SENTENCE, text));
        child.say(question.toString());
        return found(frame, child.hear(patience));
    }

    /** The end of its input tells the program. */
    @Override
    public void end() {}

    private ObjectNode question(String what, int frame, Image image) throws IOException {
        return JSON.createObjectNode().put("do", what).put(FRAME, frame).put("image", frames.ppm(frame, image).toString())
                .put("width", image.width()).put("height", image.height());
    }

    private static TrackStep found(int frame, String line) throws IOException {
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
        return new TrackStep(box, number(answer, CONFIDENCE, 1, "a number from 0 to 1, or none"), seconds(answer));
    }

    private static double seconds(JsonNode answer) throws IOException {
        return number(answer, SECONDS, Double.MAX_VALUE, "a number of at least 0, or none");
    }

    /** Returns a number of an answer; NaN if it isn't there. */
    private static double number(JsonNode answer, String key, double most, String expected) throws IOException {
        JsonNode value = answer.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return Double.NaN;
        }
        if (!value.isNumber() || !(value.doubleValue() >= 0 && value.doubleValue() <= most)) {
            throw new IOException("gave the " + key + " \"" + shown(value.asText()) + "\"; expected " + expected);
        }
        return value.doubleValue();
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
