package glad.pages.internal;

import glad.api.GladException;
import glad.jobs.JobQueue;
import glad.jobs.State;
import glad.runs.RunStore;
import java.util.Arrays;
import java.util.List;

/** What forms of the pages do, where {@code --control} lets them. Each does what the command of its name does. */
final class Changes {

    private final Look look;
    private final RunStore store;
    private final JobQueue queue;

    Changes(Look look, RunStore store, JobQueue queue) {
        this.look = look;
        this.store = store;
        this.queue = queue;
    }

    Answer answer(Question question) {
        return switch (question.path()) {
            case "/job" -> job(question.needed("id"), question.needed("do"));
            case "/run" -> run(question.needed("id"), question);
            default -> throw GladException.usage("nothing can be changed at \"" + question.path() + "\"");
        };
    }

    private Answer job(String id, String what) {
        switch (what) {
            case "hold" -> queue.hold(id, true);
            case "release" -> queue.hold(id, false);
            case "cancel" -> queue.cancel(id);
            case "retry failed" -> queue.retry(id, List.of(State.FAILED));
            case "retry missing" -> queue.retry(id, List.of(State.CANCELLED));
            case "retry stale" -> queue.retry(id, List.of(State.STALE));
            default -> throw GladException.usage("\"" + what + "\" can't be done with a job; expected hold, release, cancel, or retry");
        }
        return Answer.seeOther(look.link("/job", "id", id));
    }

    /** Gives a run the note of the form, and those tags that it didn't have when the form was shown; takes those off that are gone from it. */
    private Answer run(String id, Question question) {
        List<String> tags = words(question.value("tags"));
        List<String> gone = words(question.value("had")).stream().filter(tag -> !tags.contains(tag)).toList();
        store.mark(id, tags, gone, question.value("note").strip());
        return Answer.seeOther(look.link("/run", "id", id));
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split("\\s+")).filter(word -> !word.isEmpty()).toList();
    }
}
