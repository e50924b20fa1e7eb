package glad.pages;

import glad.api.Box;

/**
 * What a person chose on a page.
 *
 * @param box in the first frame, pixels; in part inside of it
 * @param sentence about it; empty means no language
 */
public record ChosenTarget(Box box, String sentence) {}
