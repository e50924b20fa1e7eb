package glad.runtime;

/**
 * Says what a model is composed of.
 *
 * @param text turns the sentence into token features
 * @param diffusion turns template and sentence into feature maps
 * @param backbone turns images into tokens
 * @param fusion brings the feature maps into the tokens
 * @param head turns tokens into boxes
 * @param templateSize side of the template image, pixels (512 in the published models)
 * @param searchSize side of the search region, pixels (256 or 384 in the published models); even
 */
public record ModelSpec(
        PartSpec text,
        PartSpec diffusion,
        PartSpec backbone,
        PartSpec fusion,
        PartSpec head,
        int templateSize,
        int searchSize) {

    /** Returns the part of a kind. */
    public PartSpec part(PartKind kind) {
        return switch (kind) {
            case TEXT -> text;
            case DIFFUSION -> diffusion;
            case BACKBONE -> backbone;
            case FUSION -> fusion;
            case HEAD -> head;
        };
    }
}
