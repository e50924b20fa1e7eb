package glad.runtime;

import glad.api.GladException;

/**
 * When a session replaces the last template of a backbone that looks at several. A template is taken at the end of a frame, round the
 * box that was just found, if the frame's number is a multiple of the interval, its confidence above the threshold, and its
 * number below the end.
 *
 * @param interval frames between two chances, from 1; 0 for never
 * @param threshold confidence that has to be exceeded
 * @param end number of the first frame without a chance, frames being counted from 1, the first one tracked; 0 for no end
 */
public record TemplateUpdate(int interval, double threshold, int end) {

    /** No template but the first frame's. */
    public static final TemplateUpdate NEVER = new TemplateUpdate(0, 0, 0);

    /** @throws GladException (usage) if a value is out of range */
    public TemplateUpdate {
        if (interval < 0 || end < 0 || !(threshold >= 0 && threshold <= 1)) {
            throw GladException.usage("template update every " + interval + " frames above confidence " + threshold + " until frame " + end
                    + " is out of range; expected an interval and an end from 0 and a threshold in [0, 1]");
        }
    }

    /** Tells whether a frame gives a template. */
    boolean due(int frame, double confidence) {
        return interval > 0 && frame % interval == 0 && confidence > threshold && (end == 0 || frame < end);
    }
}
