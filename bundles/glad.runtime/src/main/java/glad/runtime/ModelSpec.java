package glad.runtime;

import java.util.function.Function;

/**
 * Says what a model is composed of.
 *
 * @param text turns the sentence into token features
 * @param diffusion turns template and sentence into feature maps
 * @param backbone turns images into tokens
 * @param fusion brings the feature maps into the tokens
 * @param words brings the sentence's words into the search tokens
 * @param memory brings what is remembered of the target into the search tokens
 * @param head turns tokens into boxes
 * @param templateSize side of the template image, pixels (512 in the published models)
 * @param searchSize side of the search region, pixels (256 or 384 in the published models); even
 */
public record ModelSpec(
        PartSpec text,
        PartSpec diffusion,
        PartSpec backbone,
        PartSpec fusion,
        PartSpec words,
        PartSpec memory,
        PartSpec head,
        int templateSize,
        int searchSize) {

    /** The id of what stands for a part that a model is without. */
    public static final String NONE = "none";

    /** Says what a model without words and memory is composed of. */
    public ModelSpec(PartSpec text, PartSpec diffusion, PartSpec backbone, PartSpec fusion, PartSpec head, int templateSize,
            int searchSize) {
        this(text, diffusion, backbone, fusion, PartSpec.of(NONE), PartSpec.of(NONE), head, templateSize, searchSize);
    }

    /** Returns a model that differs in one part. */
    public ModelSpec with(PartKind kind, PartSpec part) {
        return of(other -> other == kind ? part : part(other), templateSize, searchSize);
    }

    /** Returns a model of the parts that a function gives. */
    public static ModelSpec of(Function<PartKind, PartSpec> parts, int templateSize, int searchSize) {
        return new ModelSpec(parts.apply(PartKind.TEXT), parts.apply(PartKind.DIFFUSION), parts.apply(PartKind.BACKBONE),
                parts.apply(PartKind.FUSION), parts.apply(PartKind.WORDS), parts.apply(PartKind.MEMORY), parts.apply(PartKind.HEAD),
                templateSize, searchSize);
    }

    /** Returns the part of a kind. */
    public PartSpec part(PartKind kind) {
        return switch (kind) {
            case TEXT -> text;
            case DIFFUSION -> diffusion;
            case BACKBONE -> backbone;
            case FUSION -> fusion;
            case WORDS -> words;
            case MEMORY -> memory;
            case HEAD -> head;
        };
    }
}
