package glad.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import glad.api.model.Backbone;
import glad.api.model.Template;
import glad.nn.Kernels;
import java.util.List;
import java.util.Map;

/**
 * The places of a backbone for templates, and how these get there: resized by nearest neighbour without filtering, as the official
 * implementation does.
 *
 * @param side of the template that the backbone takes, pixels
 */
record TemplateSlots(Backbone backbone, long side, Kernels kernels) {

    /**
     * Embeds templates for all places.
     *
     * @param templates at most one for each place; the last one stands for those that are missing, too
     * @return (B, Nt, C) fp32, in the image's manager
     */
    NDArray embed(List<Template> templates) {
        NDArray embedded = embed(templates.get(0), 0);
        for (int slot = 1; slot < backbone.templates(); slot++) {
            embedded = beside(embedded, slot, embed(templates.get(Math.min(slot, templates.size() - 1)), slot));
        }
        return embedded;
    }

    /** Returns the templates of all places with another one in the last, in the manager of that one's image. */
    NDArray withLater(NDArray embedded, Template later) {
        int last = backbone.templates() - 1;
        return beside(embedded, last, embed(later, last));
    }

    private NDArray embed(Template template, int slot) {
        NDArray image = template.image();
        if (image.getShape().get(2) == side) {
            return backbone.embedTemplate(template, slot);
        }
        try (NDManager scope = image.getManager().newSubManager()) {
            NDArray small = kernels.get(TrackerPass.class, "shrink.py", Map.of("SIDE", side)).one(true, image);
            small.attach(scope);
            NDArray embedded = backbone.embedTemplate(new Template(small, template.box()), slot);
            embedded.attach(image.getManager());
            return embedded;
        }
    }

    /** Returns the templates of the first slots and one more, in the manager of that one. */
    private NDArray beside(NDArray first, int slots, NDArray one) {
        int count = backbone.templateSide() * backbone.templateSide() * slots;
        return kernels.get(TrackerPass.class, "beside.py", Map.of("COUNT", count)).one(true, one, first);
    }
}
