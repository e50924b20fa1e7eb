package glad.pages.internal;

import glad.api.Box;
import glad.api.GladException;
import glad.pages.ChosenTarget;
import glad.pages.FirstFrame;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The page of one track: while the target isn't known it asks for it, then it shows the track. */
public final class PreviewPages implements Pages {

    /** More than anybody has windows; each takes a thread. */
    private static final int MOST_VIEWERS = 8;

    private final String root;
    private final String title;
    private final Optional<FirstFrame> first;
    private final MotionJpeg motion;
    private final CompletableFuture<ChosenTarget> target;
    private final Templates templates = new Templates();

    /**
     * Makes one.
     *
     * @param root what every path begins with: a slash and the token
     * @param title what is tracked in
     * @param first on which the target is asked for; empty if it is known
     * @param motion the track
     * @param target gets what the person chose
     */
    public PreviewPages(String root, String title, Optional<FirstFrame> first, MotionJpeg motion, CompletableFuture<ChosenTarget> target) {
        this.root = root;
        this.title = title;
        this.first = first;
        this.motion = motion;
        this.target = target;
    }

    /** What stands on the page. */
    record Page(String root, String title, String problem, FirstFrame asked, String words, Map<String, String> given) {}

    @Override
    public Answer answer(Question question) {
        try {
            return question.change() ? choose(question) : page(question);
        } catch (GladException e) {
            return page(400, e.getMessage(), question);
        }
    }

    private Answer page(Question question) {
        return switch (question.path()) {
            case "/" -> page(200, "", question);
            case "/frame.jpg" -> first.map(frame -> Answer.image(frame.jpeg())).orElseGet(() -> none(question));
            case "/motion" -> motion.viewers() < MOST_VIEWERS ? Answer.motion(motion) : refused(503, MOST_VIEWERS + " windows show this track; close one");
            case "/style.css" -> Answer.style(OwnFile.read("style.css"));
            case "/mouse.js" -> Answer.script(OwnFile.read("mouse.js"));
            default -> none(question);
        };
    }

    private Answer none(Question question) {
        return refused(404, "there is no page \"" + question.path() + "\" here");
    }

    private Answer choose(Question question) {
        FirstFrame frame = first.orElseThrow();
        Box box = new Box(number(question, "x"), number(question, "y"), number(question, "w"), number(question, "h"));
        box.checkTargetIn(frame.width(), frame.height());
        if (!target.complete(new ChosenTarget(box, frame.asksSentence() ? question.value("text").strip() : frame.sentence()))) {
            throw GladException.usage("the target was chosen before; to choose another one end the command with Ctrl-C and start it again");
        }
        return Answer.seeOther(root + "/");
    }

    private static double number(Question question, String name) {
        String text = question.value(name).strip();
        try {
            double number = Double.parseDouble(text);
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw GladException.usage("\"" + text + "\" isn't a number for " + name + "; draw the box on the frame, or write x, y, width and height in pixels");
    }

    @Override
    public Answer refused(int status, String reason) {
        return page(status, reason, new Question("/", false, Map.of()));
    }

    private Answer page(int status, String problem, Question question) {
        FirstFrame asked = target.isDone() ? null : first.orElse(null);
        String words = target.isDone() ? target.join().sentence() : question.change() ? question.value("text") : first.map(FirstFrame::sentence).orElse("");
        String html = templates.html("preview", new Page(root, title, problem, asked, words, Map.of("x", question.value("x"), "y", question.value("y"),
                "w", question.value("w"), "h", question.value("h"))));
        return asked == null ? Answer.page(status, html) : Answer.scriptedPage(status, html);
    }
}
