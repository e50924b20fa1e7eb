package glad.api.model;

import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * What the composed model around a part looks like. The runtime fills it in order: text, diffusion, backbone, fusion,
 * words, memory, head; what isn't decided yet is zero or empty.
 *
 * @param templateSize side of the template image that the diffusion part sees, pixels
 * @param searchSize side of the search region, pixels; the backbone's template is half of it
 * @param textWidth width of the text encoder's token features; 0 without text
 * @param textLength number of text tokens; 0 without text
 * @param featureMaps shapes (C, H, W) of the diffusion part's feature maps; empty without diffusion
 * @param tokenWidth width of the backbone's tokens
 * @param searchSide search tokens per side of their square grid
 * @param templateSide template tokens per side of their square grid
 * @param detailWidth channels of the backbone's finer search map; 0 if it has none
 * @param templates templates that the backbone looks at, whose tokens follow each other
 */
public record PartInputs(
        int templateSize,
        int searchSize,
        int textWidth,
        int textLength,
        List<Shape> featureMaps,
        int tokenWidth,
        int searchSide,
        int templateSide,
        int detailWidth,
        int templates) {

    /** Says what stands round a part where there is one template. */
    public PartInputs(int templateSize, int searchSize, int textWidth, int textLength, List<Shape> featureMaps, int tokenWidth,
            int searchSide, int templateSide, int detailWidth) {
        this(templateSize, searchSize, textWidth, textLength, featureMaps, tokenWidth, searchSide, templateSide, detailWidth, 1);
    }
}
