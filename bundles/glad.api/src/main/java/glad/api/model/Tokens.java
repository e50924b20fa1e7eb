package glad.api.model;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/**
 * Visual tokens of one step.
 *
 * @param template (B, Nt, C) fp32, row-major over the template's grid; of several templates one after the other
 * @param search (B, Ns, C) fp32, row-major over the search region's grid
 * @param detail (B, D, H, W) fp32, a finer map of the search region, or null
 * @param classToken (B, 1, C) fp32, what the backbone says about the images as a whole, or null
 * @param positions (1, Ns, C) fp32, the position table that the backbone added to its search tokens, for parts that add it again;
 *     null where the backbone has none to give
 * @param evidence (B, 2, Ns) fp32, how well words fit each search token, in units of a score's logit: first as they are, then as much of it as
 *     counts beside what the tracker sees; null where they say nothing
 */
public record Tokens(NDArray template, NDArray search, @Nullable NDArray detail, @Nullable NDArray classToken,
        @Nullable NDArray positions, @Nullable NDArray evidence) {

    /** Makes tokens without evidence. */
    public Tokens(NDArray template, NDArray search, @Nullable NDArray detail, @Nullable NDArray classToken, @Nullable NDArray positions) {
        this(template, search, detail, classToken, positions, null);
    }

    /** Makes tokens without a class token and positions. */
    public Tokens(NDArray template, NDArray search, @Nullable NDArray detail) {
        this(template, search, detail, null, null);
    }

    /** Returns tokens that differ in those of template and search region. */
    public Tokens with(NDArray newTemplate, NDArray newSearch) {
        return new Tokens(newTemplate, newSearch, detail, classToken, positions, evidence);
    }

    /** Returns tokens that differ in those of the search region. */
    public Tokens withSearch(NDArray newSearch) {
        return with(template, newSearch);
    }

    /** Returns the same tokens with evidence of words. */
    public Tokens withEvidence(@Nullable NDArray words) {
        return new Tokens(template, search, detail, classToken, positions, words);
    }
}
