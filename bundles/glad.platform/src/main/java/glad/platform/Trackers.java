package glad.platform;

import glad.api.GladException;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Composes trackers from experiments. */
@ProviderType
public interface Trackers {

    /** Returns the names of the experiments, the user's own and those that come with GLAD, sorted. */
    List<String> experiments();

    /**
     * Composes a tracker and loads its weights.
     *
     * @param experiment its name, or the path of a {@code .yaml} file
     * @param device {@code cpu}, {@code gpu0}, {@code gpu1}, ...
     * @param changes of the experiment, such as {@code head.channels=128} or {@code precision=bf16}, applied in order
     * @return a tracker that the caller closes
     * @throws GladException if there is no such experiment, part or option, or the weights are missing or don't fit
     */
    VideoTracker open(String experiment, String device, List<String> changes);
}
