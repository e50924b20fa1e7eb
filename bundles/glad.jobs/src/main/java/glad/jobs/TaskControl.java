package glad.jobs;

import org.osgi.annotation.versioning.ProviderType;

/** What a task that is being done knows of the world. */
@ProviderType
public interface TaskControl {

    /** Returns where the worker computes: {@code cpu}, {@code gpu0}, ... */
    String device();

    /** Says what to call when the task shall stop: it then saves what it has and returns; called at once if it shall stop already. */
    void onStop(Runnable stop);

    /** Tells whether results of other code, weights or data are to be moved aside and replaced. */
    boolean replacing();

    /** Shows how far it is. @param fraction in [0, 1] @param note a few words; those before the first comma name the part that would be lost now */
    void progress(double fraction, String note);

    /** Adds a line to the task's log. */
    void log(String line);
}
