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

    /** Returns how many templates it looks at: the first frame's and, above 1, later ones in slots of their own. */
    default int templates() {
        return 1;
    }

    /**
     * Embeds the template: the part of the work that doesn't depend on the search region, done once per sequence.
     *
     * @param template the template, its image (B, 3, S/2, S/2) for a search region of side S
     * @return (B, Nt, C or more) fp32, in the image's manager; the tokens, and what else of the template {@link #forward} needs
     */
    NDArray embedTemplate(Template template);

    /**
     * Embeds a template for a slot: position tables of slots may differ.
     *
     * @param slot 0 for the first frame's template, to {@link #templates} - 1
     * @return as {@link #embedTemplate(Template)} does
     */
    default NDArray embedTemplate(Template template, int slot) {
        if (slot != 0) {
            throw new IllegalArgumentException("this backbone looks at one template, there is no slot " + slot);
        }
        return embedTemplate(template);
    }

    /**
     * Runs the network over template and search tokens together.
     *
     * @param template what {@link #embedTemplate} returned, of several templates one after the other by slots, (B, Nt, C or more)
     * @param search (B, 3, S, S) fp32, ImageNet-normalised search region; the results belong to its manager
     */
    Tokens forward(NDArray template, NDArray search);
}
