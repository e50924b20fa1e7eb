package glad.pages.internal;

import glad.api.GladException;
import glad.api.Reason;
import glad.jobs.JobQueue;
import glad.runs.RunStore;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says which page answers what. */
public final class Site implements Pages {

    private static final Logger LOG = LoggerFactory.getLogger(Site.class);

    private final Look look;
    private final Templates templates = new Templates();
    private final RunPages runs;
    private final JobPages jobs;
    private final TrainingPages trainings;
    private final Changes changes;

    /**
     * Makes one.
     *
     * @param root what every path begins with: a slash and the token
     * @param folders of trainings that don't lie in the folder for results
     * @param control whether pages show what changes something
     */
    public Site(String root, RunStore store, JobQueue queue, List<Path> folders, boolean control) {
        look = new Look(root, control);
        runs = new RunPages(look, templates, store);
        jobs = new JobPages(look, templates, queue, store);
        trainings = new TrainingPages(look, templates, store, folders);
        changes = new Changes(look, store, queue);
    }

    @Override
    public Answer answer(Question question) {
        try {
            return question.change() ? changes.answer(question) : page(question);
        } catch (GladException e) {
            return refused(e.exitCode() == 2 ? 400 : 500, e.getMessage());
        } catch (InvalidPathException e) {
            return refused(400, "\"" + e.getInput() + "\" can't name a file");
        } catch (RuntimeException e) {
            LOG.warn("page \"{}\" failed unexpectedly", question.path(), e);
            return refused(500, "unexpected failure: " + Reason.of(e));
        }
    }

    private Answer page(Question question) {
        return switch (question.path()) {
            case "/", "/runs" -> runs.list(question);
            case "/run" -> runs.run(question);
            case "/diff" -> runs.difference(question);
            case "/file" -> runs.file(question);
            case "/jobs" -> jobs.list(question);
            case "/job" -> jobs.job(question);
            case "/log" -> jobs.log(question);
            case "/trainings" -> trainings.list(question);
            case "/training" -> trainings.training(question);
            case "/style.css" -> Answer.style(OwnFile.read("style.css"));
            default -> refused(404, "there is no page \"" + question.path() + "\" here");
        };
    }

    @Override
    public Answer refused(int status, String reason) {
        Question nothing = new Question("/", false, Map.of());
        return Answer.page(status, templates.html("refused", new Refused(look.frame(nothing, "", "Not possible"), reason)));
    }

    /** What stands on the page of a refusal. */
    record Refused(Look.Frame frame, String reason) {}
}
