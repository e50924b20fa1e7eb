package glad.runtime;

import glad.api.GladException;
import glad.media.Crop;

/**
 * How a session turns frames into images for the model, and the model's boxes into boxes of the frame.
 *
 * @param templateFactor side of the template crop over the square root of the box's area (2 in the official code)
 * @param searchFactor side of the search crop over the square root of the box's area (4 or 5 in the official code)
 * @param clipMargin pixels of the box that stay inside the frame, and its smallest side (10 in the official code); at 0, a box
 *     beside the frame would have no size to search round
 * @param windowed whether a Hann window favours small displacements
 * @param padding what crops show outside the frame
 * @param sizeSmoothing fraction of the previous size kept in the new one, in [0, 1); 0 in the official code
 * @param sizeCalibration whether sizes are corrected by what the model makes of the first frame, where the size is known; not in
 *     the official code
 * @param update when the last template of a backbone that looks at several is replaced
 */
public record TrackerSettings(
        double templateFactor,
        double searchFactor,
        int clipMargin,
        boolean windowed,
        Crop.Padding padding,
        double sizeSmoothing,
        boolean sizeCalibration,
        TemplateUpdate update) {

    /** Makes settings that keep the first frame's template. */
    public TrackerSettings(double templateFactor, double searchFactor, int clipMargin, boolean windowed, Crop.Padding padding,
            double sizeSmoothing, boolean sizeCalibration) {
        this(templateFactor, searchFactor, clipMargin, windowed, padding, sizeSmoothing, sizeCalibration, TemplateUpdate.NEVER);
    }

    /** @throws GladException (usage) if a value is out of range */
    public TrackerSettings {
        if (!(templateFactor > 0) || !(searchFactor > 0) || clipMargin < 1
                || !(sizeSmoothing >= 0 && sizeSmoothing < 1)) {
            throw GladException.usage("tracker settings template factor " + templateFactor + ", search factor "
                    + searchFactor + ", clip margin " + clipMargin + ", size smoothing " + sizeSmoothing
                    + " are out of range; expected factors above 0, a margin from 1, smoothing in [0, 1)");
        }
    }

    /** Returns the official settings: factors 2 and 4, margin 10, Hann window, black padding, no smoothing, no calibration. */
    public static TrackerSettings official() {
        return new TrackerSettings(2, 4, 10, true, Crop.Padding.BLACK, 0, false);
    }
}
