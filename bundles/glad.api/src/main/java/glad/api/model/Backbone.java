package glad.api.model;

import ai.djl.ndarray.NDArray;
import org.osgi.annotation.versioning.ConsumerType;

/** Turns template and search images into tokens by joint attention. */
@ConsumerType
public interface Backbone extends Part {

    /** Returns the width C of the tokens. */
    int width();

    /** Returns the number of search tokens per side. */
    int searchSide();

    /** Returns the number of template tokens per side. */
    int templateSide();

    /** Returns the channels of {@link Tokens#detail}, 0 if there is none. */
    int detailWidth();

    /**
     * Embeds the template: the part of the work that doesn't depend on the search region, done once per sequence.
     *
     * @param template the template, its image (B, 3, S/2, S/2) for a search region of side S
     * @return (B, Nt, C or more) fp32, in the image's manager; the tokens, and what else of the template {@link #forward} needs
     */
    NDArray embedTemplate(Template template);

    /**
     * Runs the network over template and search tokens together.
     *
     * @param template what {@link #embedTemplate} returned
     * @param search (B, 3, S, S) fp32, ImageNet-normalised search region; the results belong to its manager
     */
    Tokens forward(NDArray template, NDArray search);
}
