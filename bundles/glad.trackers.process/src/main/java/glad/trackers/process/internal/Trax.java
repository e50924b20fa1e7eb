package glad.trackers.process.internal;

import glad.api.Box;
import glad.api.Image;
import glad.api.track.TrackStep;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * GLAD's side of TraX, which its specification calls the client: the program introduces itself with {@code hello}, gets {@code initialize}
 * and a {@code frame} for each further image, and answers each by a {@code state}; {@code quit} ends it. From version 4 on the first image
 * comes in a {@code frame} of its own. Sentences are named arguments, which programs that don't know them pass over. A mask is a region like
 * others: the pixels of a box, and the box around its pixels.
 */
final class Trax implements Conversation {

    private static final String HELLO = "hello";
    private static final String STATE = "state";
    private static final String QUIT = "quit";
    private static final String FRAME = "frame";
    private static final String INITIALIZE = "initialize";
    private static final String SENTENCE = "sentence";
    private static final String RECTANGLE = "rectangle";
    private static final String POLYGON = "polygon";
    private static final String MASK = "mask";
    private static final String MEMORY = "memory";
    private static final String PATH = "path";
    private static final String COLOR = "color";

    /** The version that separates the first image from the region. */
    private static final int APART = 4;

    private final Child child;
    private final FrameFiles frames;
    private boolean inMemory;
    private Box last;

    Trax(Child child, FrameFiles frames) {
        this.child = child;
        this.frames = frames;
    }

    @Override
    public TrackStep begin(Image image, Box box, String sentence, Patience patience) throws IOException, InterruptedException {
        TraxMessage hello = TraxMessage.read(child.hear(patience));
        if (!hello.type().equals(HELLO)) {
            throw unexpected(hello, HELLO);
        }
        String regions = common(hello, "region", RECTANGLE, RECTANGLE, POLYGON, MASK);
        inMemory = common(hello, "image", PATH, MEMORY, PATH).equals(MEMORY);
        List<String> channels = formats(hello, "channels", COLOR);
        if (!channels.equals(List.of(COLOR))) {
            throw refused("channels", channels, COLOR);
        }
        TraxMessage initialize = region(regions, box, image);
        if (version(hello) >= APART) {
            child.say(told(initialize, sentence).line());
            child.say(TraxMessage.of(FRAME, place(0, image)).line());
        } else {
            TraxMessage whole = TraxMessage.of(INITIALIZE, place(0, image), initialize.arguments().get(0));
            child.say(told(whole, sentence).line());
        }
        last = box;
        TrackStep own = state(child.hear(patience));
        last = box;
        return new TrackStep(box, 1, own.seconds());
    }

    @Override
    public TrackStep next(int frame, Image image, Optional<String> sentence, Patience patience) throws IOException, InterruptedException {
        TraxMessage message = TraxMessage.of(FRAME, place(frame, image));
        child.say((sentence.isPresent() ? message.with(SENTENCE, sentence.get()) : message).line());
        return state(child.hear(patience));
    }

    @Override
    public void end() {
        child.farewell(TraxMessage.of(QUIT).line());
    }

    private static TraxMessage told(TraxMessage message, String sentence) {
        return sentence.isEmpty() ? message : message.with(SENTENCE, sentence);
    }

    private static int version(TraxMessage hello) throws IOException {
        String version = hello.named().getOrDefault("trax.version", "1");
        try {
            return Integer.parseInt(version);
        } catch (NumberFormatException e) {
            throw new IOException("speaks version \"" + JsonLines.shown(version) + "\" of TraX; expected a whole number");
        }
    }

    /** Returns the first of our formats that the program takes, too. */
    private static String common(TraxMessage hello, String key, String usual, String... ours) throws IOException {
        List<String> theirs = formats(hello, key, usual);
        return Arrays.stream(ours).filter(theirs::contains).findFirst().orElseThrow(() -> refused(key, theirs, String.join(" or ", ours)));
    }

    private static List<String> formats(TraxMessage hello, String key, String usual) {
        String said = hello.named().getOrDefault("trax." + key, "").toLowerCase(Locale.ROOT);
        List<String> formats = Arrays.stream(said.split("[;,\\s]+")).filter(format -> !format.isEmpty()).toList();
        return formats.isEmpty() ? List.of(usual) : formats;
    }

    private static IOException refused(String key, List<String> theirs, String expected) {
        return new IOException("takes \"" + JsonLines.shown(String.join(";", theirs)) + "\" as \"trax." + key + "\"; expected " + expected);
    }

    private static TraxMessage region(String format, Box b, Image image) {
        if (format.equals(MASK)) {
            return TraxMessage.of(INITIALIZE, TraxMask.filled(b, image.width(), image.height()));
        }
        double right = b.x() + b.w();
        double bottom = b.y() + b.h();
        String text = format.equals(RECTANGLE) ? b.x() + "," + b.y() + "," + b.w() + "," + b.h()
                : b.x() + "," + b.y() + "," + right + "," + b.y() + "," + right + "," + bottom + "," + b.x() + "," + bottom;
        return TraxMessage.of(INITIALIZE, text);
    }

    private String place(int frame, Image image) throws IOException {
        return inMemory ? "image:" + image.width() + ";" + image.height() + ";rgb;" + Base64.getEncoder().encodeToString(image.rgb())
                : "file://" + frames.png(frame, image);
    }

    /** An empty mask says that the target isn't seen, and where it was last is as good as any box. */
    private TrackStep state(String line) throws IOException {
        TraxMessage message = TraxMessage.read(line);
        if (message.type().equals(QUIT)) {
            String reason = message.named().getOrDefault("trax.reason", "");
            throw new IOException("ended the session" + (reason.isEmpty() ? "" : ": \"" + JsonLines.shown(reason) + "\""));
        }
        if (!message.type().equals(STATE) || message.arguments().size() != 1) {
            throw unexpected(message, STATE);
        }
        String region = message.arguments().get(0);
        double seconds = number(message, "seconds", Double.MAX_VALUE);
        if (TraxMask.is(region) && TraxMask.bounds(region).w() == 0) {
            return new TrackStep(last, 0, seconds);
        }
        last = box(region);
        return new TrackStep(last, number(message, "confidence", 1), seconds);
    }

    /** Returns the smallest upright box around a region. */
    private static Box box(String region) throws IOException {
        Box box = TraxMask.is(region) ? TraxMask.bounds(region) : upright(region);
        if (!box.isValid()) {
            throw new IOException("gave the region \"" + JsonLines.shown(region) + "\"; expected x,y,width,height, the corners of a polygon or a"
                    + " mask, finite, of some width and height (a tracker that has lost its target repeats its last region)");
        }
        return box;
    }

    private static Box upright(String region) {
        double[] v;
        try {
            v = Arrays.stream(region.split(",")).mapToDouble(Double::parseDouble).toArray();
        } catch (NumberFormatException e) {
            v = new double[0];
        }
        if (v.length == 4) {
            return new Box(v[0], v[1], v[2], v[3]);
        }
        return v.length >= 6 && v.length % 2 == 0 ? around(v) : new Box(0, 0, 0, 0);
    }

    private static Box around(double[] corners) {
        double[] low = {corners[0], corners[1]};
        double[] high = low.clone();
        for (int i = 2; i < corners.length; i++) {
            low[i % 2] = Math.min(low[i % 2], corners[i]);
            high[i % 2] = Math.max(high[i % 2], corners[i]);
        }
        return new Box(low[0], low[1], high[0] - low[0], high[1] - low[1]);
    }

    /** Returns a named number from 0 to some most; NaN if there is none: TraX leaves the meaning of such arguments to the program. */
    private static double number(TraxMessage message, String key, double most) {
        try {
            double number = Double.parseDouble(message.named().getOrDefault(key, "NaN"));
            return number >= 0 && number <= most ? number : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static IOException unexpected(TraxMessage message, String expected) {
        return new IOException("answered \"" + JsonLines.shown(message.line()) + "\"; expected the message \"" + expected + "\"");
    }
}
