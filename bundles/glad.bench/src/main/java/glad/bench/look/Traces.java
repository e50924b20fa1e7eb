package glad.bench.look;

import ai.djl.ndarray.NDArray;
import glad.api.Image;
import glad.media.ImageNet;
import glad.nn.Layer;
import glad.nn.ValueTrace;
import glad.runtime.Model;
import glad.runtime.PartKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a model's parts tell of themselves, cut down as it comes to what is drawn: whole attentions of a large network are gigabytes. */
final class Traces implements ValueTrace.Listener {

    /** Attention among the tokens of template and search region, or of others of a part. */
    static final String ATTENTION = "attention";
    /** What tokens take from a fusion module's cues. */
    static final String CUES = "cues";
    /** What cells of a diffusion module's maps take from words. */
    static final String WORDS = "words";
    /** Images that a diffusion module tells: the noised template, and what it makes of it with the sentence and without. */
    static final Set<String> IMAGES = Set.of("noised", "denoised", "denoised-without-words");

    /** Means over heads, of a part. */
    record Mean(PartKind kind, String name, Weights weights) {}

    private final Model model;
    private final Cells search;
    private final Cells target;
    private final int templates;
    private final List<Mean> means = new ArrayList<>();
    private final List<TokenAttention> tokens = new ArrayList<>();
    private final Map<String, Image> images = new LinkedHashMap<>();

    /**
     * Makes one that has heard nothing.
     *
     * @param search the search tokens, and those on what was found
     * @param target a template's tokens, and those on the target
     */
    Traces(Model model, Cells search, Cells target) {
        this.model = model;
        this.search = search;
        this.target = target;
        templates = model.backbone().templates();
    }

    @Override
    public void value(Layer layer, String name, NDArray value) {
        PartKind kind = kind(layer);
        if (IMAGES.contains(name)) {
            images.put(name, ImageNet.image(value.toFloatArray(), (int) value.getShape().get(3), (int) value.getShape().get(2)));
            return;
        }
        Weights weights = Weights.of(layer.path(), value);
        boolean joint = weights.queries() == weights.keys() && weights.keys() >= templates * target.count() + search.count();
        if (name.equals(ATTENTION) && joint && (kind == PartKind.BACKBONE || kind == PartKind.FUSION)) {
            tokens.add(TokenAttention.of(kind, weights, search, target, templates));
        } else {
            means.add(new Mean(kind, name, weights.mean()));
        }
    }

    private PartKind kind(Layer layer) {
        for (PartKind kind : PartKind.values()) {
            if (model.part(kind) instanceof Layer part && part.isPartOf(layer)) {
                return kind;
            }
        }
        throw new IllegalStateException("layer " + layer.path() + " is of no part of the model");
    }

    /** Returns the layers of joint attention, in order. */
    List<TokenAttention> tokens() {
        return tokens;
    }

    /** Returns what a part told under a name, in order. */
    List<Weights> means(PartKind kind, String name) {
        return means.stream().filter(mean -> mean.kind() == kind && mean.name().equals(name)).map(Mean::weights).toList();
    }

    /** Returns the images that the diffusion module told, by name. */
    Map<String, Image> images() {
        return images;
    }
}
