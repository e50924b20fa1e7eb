package glad.backbone.itpn.internal;

import glad.api.model.Backbone;
import glad.nn.Layer;
import glad.nn.LayerContext;
import java.util.Optional;

/** What the ways of using Fast-iTPN have in common: its sizes, and what is wrong with weights of another. */
abstract class Itpn extends Layer implements Backbone {

    final FastItpn.Size size;
    private final String id;

    /**
     * Makes a backbone without parameters.
     *
     * @param id the part's, for messages
     */
    Itpn(LayerContext context, FastItpn.Size size, String id) {
        super(context);
        this.size = size;
        this.id = id;
    }

    /** Returns how many tokens a template has. */
    final int templateCount() {
        return templateSide() * templateSide();
    }

    @Override
    public final int width() {
        return size.width();
    }

    @Override
    public final int searchSide() {
        return size.searchSide();
    }

    @Override
    public final int templateSide() {
        return searchSide() / 2;
    }

    @Override
    public final int detailWidth() {
        return size.width() / 2;
    }

    @Override
    public final Optional<String> remedy(String tensor) {
        return size.remedy(id, tensor);
    }
}
