package glad.api.eval;

import glad.api.Boxes;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A format that raw results are handed on in, such as a benchmark's submission: which files, with what in them. An OSGi service with
 * a {@link glad.api.GladId}.
 */
@ConsumerType
public interface ResultFormat {

    /** Returns what it is for, in a few words. */
    String description();

    /**
     * Returns the files of a tracker's result for one sequence. Where several results have a file of one name, such as the times of
     * repeated runs, the first is kept.
     *
     * @param sequence the sequence's name in its dataset
     * @param run the number of the repeated run, from 1
     * @param runs how many repeated runs there are
     * @param boxes one per frame, in pixels
     * @param seconds one per frame; empty if they aren't known
     * @return texts by the file's path below the folder or in the archive, with {@code /} behind each folder's name
     */
    Map<String, String> files(String sequence, int run, int runs, Boxes boxes, List<Double> seconds);
}
