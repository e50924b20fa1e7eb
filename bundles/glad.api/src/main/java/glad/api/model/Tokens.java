package glad.api.model;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/**
 * Visual tokens of one step.
 *
 * @param template (B, Nt, C) fp32, row-major over the template's grid
 * @param search (B, Ns, C) fp32, row-major over the search region's grid
 * @param detail (B, D, H, W) fp32, a finer map of the search region, or null
 */
public record Tokens(NDArray template, NDArray search, @Nullable NDArray detail) {}
