package glad.api.eval;

/**
 * How one-pass evaluation treats what isn't clear: lengths that differ, frames without target, damaged ground truth. Evaluators
 * differ in this, and published figures contain it. A frame is <em>invalid</em> if its ground-truth box has no positive size, or
 * if its target is occluded and {@code occluded} isn't {@link Occluded#IGNORED}; then its overlap is -1, which no threshold
 * accepts.
 *
 * @param name what reports call them
 * @param lengths what to do where there are more or fewer predictions than frames
 * @param occluded what frames are whose target the dataset calls occluded
 * @param needsVisibility whether a sequence must say where its target is occluded
 * @param undefinedGroundTruth whether a ground-truth box that isn't a number makes an invalid frame; else it is an error
 * @param invalidIsNear whether invalid frames pass every threshold of the centre error (an error of -1)
 * @param invalidIsNearNormalised whether invalid frames pass every threshold of the normalised centre error
 * @param repeatEmpty whether a prediction of zero width or height repeats the one before it; else it is a miss
 * @param exact whether figures are worked out as they are defined. Else as official implementations do: a normalised
 *        centre error is the difference of two quotients, whose rounding pushes frames with an error of exactly a
 *        threshold to either side of it; and a box that begins outside of the image is moved to its edge in its whole
 *        size before it is cut at the other edge (GOT-10k's average overlap)
 * @param excludeInvalid whether a share is taken of the valid frames only, instead of all
 * @param wholePixels whether predicted boxes are cut to whole pixels first, towards zero, as the official tracker stores them
 */
public record Rules(
        String name,
        Lengths lengths,
        Occluded occluded,
        boolean needsVisibility,
        boolean undefinedGroundTruth,
        boolean invalidIsNear,
        boolean invalidIsNearNormalised,
        boolean repeatEmpty,
        boolean exact,
        boolean excludeInvalid,
        boolean wholePixels) {

    /** What to do where there are more or fewer predictions than frames. */
    public enum Lengths {
        /** Spare predictions are left out, missing ones count as empty boxes at 0,0. */
        PAD,
        /** Spare predictions are left out, missing ones are an error. */
        CUT,
        /** Both are errors. */
        EQUAL
    }

    /** What frames are whose target the dataset calls occluded. */
    public enum Occluded {
        /** Frames like all others. */
        IGNORED,
        /** Invalid frames. */
        INVALID,
        /** Invalid frames that pass no threshold of any measure. */
        FAILED
    }

    /** The official implementation's for every benchmark that has no rules of its own. */
    public static final Rules OFFICIAL =
            new Rules("official", Lengths.PAD, Occluded.IGNORED, false, false, false, true, true, false, false, false);

    /** The same with occluded targets as failures: for datasets that no official implementation knows. */
    public static final Rules GENERAL =
            new Rules("general", Lengths.PAD, Occluded.FAILED, false, false, false, true, true, false, false, false);

    /** The official implementation's for LaSOT. */
    public static final Rules LASOT =
            new Rules("official LaSOT", Lengths.CUT, Occluded.FAILED, true, false, false, true, true, false, false, false);

    /** The official implementation's for LaSOT's extension, where occluded targets pass the normalised precision. */
    public static final Rules LASOT_EXTENSION =
            new Rules("official LaSOT_ext", Lengths.PAD, Occluded.INVALID, false, false, false, true, true, false, false, false);

    /** The official implementation's for UAV123, whose invalid frames pass the precision as well. */
    public static final Rules UAV =
            new Rules("official UAV123", Lengths.PAD, Occluded.INVALID, false, true, true, true, true, false, false, false);

    /** The VastTrack evaluator's. */
    public static final Rules VASTTRACK =
            new Rules("official VastTrack", Lengths.EQUAL, Occluded.FAILED, true, false, false, true, true, false, false, false);

    /**
     * Nothing for free: no invalid frame passes anything, an empty prediction is a miss, lengths must be equal. And figures
     * are exact.
     */
    public static final Rules STRICT =
            new Rules("strict", Lengths.EQUAL, Occluded.FAILED, false, false, false, false, false, true, false, false);

    /** Returns these rules with fractions of the valid frames only, instead of all. */
    public Rules excludingInvalid() {
        return new Rules(name + ", invalid frames excluded", lengths, occluded, needsVisibility, undefinedGroundTruth,
                invalidIsNear, invalidIsNearNormalised, repeatEmpty, exact,
                true, wholePixels);
    }

    /** Returns these rules for predicted boxes cut to whole pixels. */
    public Rules onWholePixels() {
        return new Rules(name + ", whole pixels", lengths, occluded, needsVisibility, undefinedGroundTruth, invalidIsNear,
                invalidIsNearNormalised, repeatEmpty, exact, excludeInvalid, true);
    }
}
