package glad.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import glad.api.model.Backbone;
import glad.api.model.Diffusion;
import glad.api.model.DiffusionNoise;
import glad.api.model.Fusion;
import glad.api.model.Head;
import glad.api.model.Prediction;
import glad.api.model.Template;
import glad.api.model.TextFeatures;
import glad.api.model.Tokens;
import glad.nn.Kernels;
import java.util.Map;

/**
 * The forward pass of a tracker: once per sequence from template, sentence and noise to a {@link TargetState}, then per frame
 * from that and a search region to a {@link Prediction}. Tracking, training and export all take this one; nothing else calls
 * the parts in a row.
 */
public final class TrackerPass {

    private final Diffusion diffusion;
    private final Backbone backbone;
    private final Fusion fusion;
    private final Head head;
    private final long templateSide;
    private final Kernels kernels;

    /** @param manager owner of its kernels */
    TrackerPass(Diffusion diffusion, Backbone backbone, Fusion fusion, Head head, int searchSize, NDManager manager) {
        this.diffusion = diffusion;
        this.backbone = backbone;
        this.fusion = fusion;
        this.head = head;
        templateSide = searchSize / 2;
        kernels = new Kernels(manager);
    }

    /**
     * Prepares the targets of a batch, once per sequence: feature maps, cues, embedded template.
     *
     * @param template the templates, their image (B, 3, T, T) for a template of side T
     * @param words their encoded sentences
     * @param nothing the encoded empty sentence, B or 1 rows
     * @param noise from {@link ModelInputs#noise}
     * @param times where the stages' times are booked
     * @return the state, in the manager of the template's image
     */
    public TargetState target(Template template, TextFeatures words, TextFeatures nothing, DiffusionNoise noise,
            StageTimes times) {
        NDManager owner = template.image().getManager();
        try (NDManager scope = owner.newSubManager()) {
            long moment = System.nanoTime();
            NDList maps = diffusion.features(template.image(), words, nothing, noise);
            maps.attach(scope);
            moment = times.lap(maps instanceof FeatureStore.Kept ? Stage.CACHE : Stage.DIFFUSION, moment);
            NDList cues = fusion.cues(maps);
            cues.attach(owner);
            moment = times.lap(Stage.POOLING, moment);
            NDArray embedded = embed(template);
            times.lap(Stage.TEMPLATE, moment);
            return new TargetState(embedded, template.box(), cues);
        }
    }

    /**
     * Prepares the targets of a batch without looking at words: without cues.
     *
     * @param template as for {@link #target(Template, TextFeatures, TextFeatures, DiffusionNoise, StageTimes)}
     */
    public TargetState target(Template template) {
        return new TargetState(embed(template), template.box(), fusion.cues(new NDList()));
    }

    /**
     * Embeds templates for the backbone, resized to half the search region's side by nearest neighbour without filtering, as
     * the official implementation does.
     *
     * @param template the templates, their image (B, 3, T, T) for a template of side T
     * @return (B, Nt, C) fp32, in the image's manager
     */
    public NDArray embed(Template template) {
        NDArray image = template.image();
        if (image.getShape().get(2) == templateSide) {
            return backbone.embedTemplate(template);
        }
        try (NDManager scope = image.getManager().newSubManager()) {
            NDArray small = kernels.get(TrackerPass.class, "shrink.py", Map.of("SIDE", templateSide)).one(true, image);
            small.attach(scope);
            NDArray embedded = backbone.embedTemplate(new Template(small, template.box()));
            embedded.attach(image.getManager());
            return embedded;
        }
    }

    /**
     * Finds the targets in search regions.
     *
     * @param target from one of the {@code target} methods
     * @param search (B, 3, S, S) fp32, normalised; results belong to its manager
     * @param window see {@link Head#forward}; may be null
     * @param times where the stages' times are booked
     */
    public Prediction predict(TargetState target, NDArray search, NDArray window, StageTimes times) {
        long moment = System.nanoTime();
        Tokens seen = backbone.forward(target.template(), search);
        moment = times.lap(Stage.BACKBONE, moment);
        Tokens fused = fusion.forward(seen, target.cues());
        moment = times.lap(Stage.FUSION, moment);
        Prediction prediction = head.forward(fused, target.box(), window);
        times.lap(Stage.HEAD, moment);
        return prediction;
    }
}
