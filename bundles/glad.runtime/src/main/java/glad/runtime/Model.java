package glad.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.Picture;
import glad.api.model.Backbone;
import glad.api.model.Diffusion;
import glad.api.model.DiffusionNoise;
import glad.api.model.Fusion;
import glad.api.model.Head;
import glad.api.model.Mode;
import glad.api.model.Parameter;
import glad.api.model.Part;
import glad.api.model.Prediction;
import glad.api.model.Template;
import glad.api.model.TextEncoder;
import glad.api.model.TextFeatures;
import glad.api.model.Tokens;
import glad.media.ImageNet;
import glad.nn.Kernels;
import glad.runtime.internal.NamedParameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A composed tracker: one part of each kind, on one device, each in a precision of its own. It holds its parts for good: services
 * that come or go don't change it. In inference, several sessions may use it at once.
 */
public final class Model implements AutoCloseable {

    /** Parameters of a large model. */
    private static final long LARGE = 50_000_000;

    private final ModelSpec spec;
    private final Placement placement;
    private final NDManager manager;
    private final TextEncoder text;
    private final Diffusion diffusion;
    private final Backbone backbone;
    private final Fusion fusion;
    private final Head head;
    private final Kernels kernels;
    private TextFeatures nullText;
    private KeptFeatures kept;

    Model(ModelSpec spec, Placement placement, NDManager manager, TextEncoder text, Diffusion diffusion,
            Backbone backbone, Fusion fusion, Head head) {
        this.spec = spec;
        this.placement = placement;
        this.manager = manager;
        this.text = text;
        this.diffusion = diffusion;
        this.backbone = backbone;
        this.fusion = fusion;
        this.head = head;
        this.kernels = new Kernels(manager);
    }

    /** Returns what this model was composed from. */
    public ModelSpec spec() {
        return spec;
    }

    /** Returns where it lives. */
    public Placement placement() {
        return placement;
    }

    /** Returns the manager that owns everything of this model; make sub-managers of it for steps and sessions. */
    public NDManager manager() {
        return manager;
    }

    /** Returns the text encoder. */
    public TextEncoder text() {
        return text;
    }

    /** Returns the diffusion module. */
    public Diffusion diffusion() {
        return diffusion;
    }

    /** Returns the backbone. */
    public Backbone backbone() {
        return backbone;
    }

    /** Returns the fusion module. */
    public Fusion fusion() {
        return fusion;
    }

    /** Returns the head. */
    public Head head() {
        return head;
    }

    /** Returns the values of its parameters: to draw, load and save them. */
    public ModelWeights weights() {
        return new ModelWeights(this);
    }

    /** Returns the part of a kind. */
    public Part part(PartKind kind) {
        return switch (kind) {
            case TEXT -> text;
            case DIFFUSION -> diffusion;
            case BACKBONE -> backbone;
            case FUSION -> fusion;
            case HEAD -> head;
        };
    }

    /** Returns the parameters and buffers of one part under their full names, {@code encoder.blocks.0...}. */
    public List<Parameter> parameters(PartKind kind) {
        List<Parameter> named = new ArrayList<>();
        part(kind).parameters().forEach(p -> named.add(new NamedParameter(kind.prefix() + p.name(), p)));
        return named;
    }

    /** Returns all parameters and buffers under their full names, part by part. */
    public List<Parameter> parameters() {
        List<Parameter> all = new ArrayList<>();
        for (PartKind kind : PartKind.values()) {
            all.addAll(parameters(kind));
        }
        return all;
    }

    /** Tells whether its operators are so large that threads pay even where they wait for each other. */
    boolean large() {
        return parameters().stream().mapToLong(parameter -> parameter.shape().size()).sum() > LARGE;
    }

    /** Switches all parts between training and inference. */
    public void mode(Mode mode) {
        for (PartKind kind : PartKind.values()) {
            part(kind).mode(mode);
        }
        kept = mode == Mode.TRAIN ? null : kept;
        forgetNullText();
    }

    /**
     * Lets the diffusion module's features come from a store where it has them, and go there where it hasn't. They are the same
     * bit for bit. Ends with the next {@link ModelWeights#load} or training. The module's parameters are {@linkplain Parameter#round
     * rounded}.
     */
    public void keepFeatures(FeatureStore store) {
        kept = diffusion.featureMaps().isEmpty() ? null
                : new KeptFeatures(store, diffusion, spec.diffusion(), placement);
    }

    /**
     * Turns pictures of one size into a batch, normalised as {@link ImageNet} says.
     *
     * @param scope owner of the result
     * @return (B, 3, H, W) fp32
     */
    public NDArray image(NDManager scope, Picture... pictures) {
        int count = pictures[0].rgb().length;
        float[] values = new float[count * pictures.length];
        for (int i = 0; i < pictures.length; i++) {
            if (pictures[i].width() != pictures[0].width() || pictures[i].rgb().length != count) {
                throw new IllegalArgumentException("pictures of one batch must have one size");
            }
            ImageNet.normalise(pictures[i], values, i * count);
        }
        return scope.create(values, new Shape(pictures.length, 3, pictures[0].height(), pictures[0].width()));
    }

    /**
     * Draws the two noises of a template pass from a generator: the posterior's first, then the diffusion's.
     *
     * @param scope owner of the result
     * @param random gives standard normal values in row-major order
     * @return the noises for {@code batch} templates, or null if the diffusion module uses none
     */
    public DiffusionNoise noise(NDManager scope, Random random, int batch) {
        Shape one = diffusion.noiseShape();
        if (one == null) {
            return null;
        }
        Shape shape = new Shape(batch).addAll(one);
        return new DiffusionNoise(normal(scope, random, shape), normal(scope, random, shape));
    }

    private static NDArray normal(NDManager scope, Random random, Shape shape) {
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return scope.create(values, shape);
    }

    /**
     * Returns the features of the empty sentence, (1, L, C); encoded once and kept until the text encoder changes by
     * {@link #mode} or {@link ModelWeights#load}.
     */
    public synchronized TextFeatures nullText() {
        if (nullText == null) {
            nullText = text.encode(List.of(""), manager);
        }
        return nullText;
    }

    /** Forgets what followed from the parameters' values before. */
    void parametersChanged() {
        kept = null;
        forgetNullText();
    }

    private synchronized void forgetNullText() {
        if (nullText != null) {
            nullText.tokens().close();
            nullText.mask().close();
            nullText = null;
        }
    }

    /**
     * Prepares the targets of a batch, once per sequence: feature maps, cues, embedded template.
     *
     * @param template the templates, their image (B, 3, T, T) for a template of side T
     * @param words their encoded sentences
     * @param noise from {@link #noise}
     * @param times where the stages' times are booked
     * @return the state, in the manager of the template's image
     */
    public TargetState target(Template template, TextFeatures words, DiffusionNoise noise, StageTimes times) {
        NDArray image = template.image();
        try (NDManager scope = image.getManager().newSubManager()) {
            NDArray local = image.duplicate();
            local.attach(scope);
            NDList maps = features(local, words, noise, times);
            long pooling = System.nanoTime();
            NDList cues = fusion.cues(maps);
            cues.attach(image.getManager());
            long embedding = times.lap(Stage.POOLING, pooling);
            NDArray embedded = embedTemplate(new Template(local, template.box()));
            embedded.attach(image.getManager());
            times.lap(Stage.TEMPLATE, embedding);
            return new TargetState(embedded, template.box(), cues);
        }
    }

    private NDList features(NDArray image, TextFeatures words, DiffusionNoise noise, StageTimes times) {
        TextFeatures nothing = nullText();
        if (kept != null) {
            return kept.features(image, words, nothing, noise, times);
        }
        long start = System.nanoTime();
        NDList maps = diffusion.features(image, words, nothing, noise);
        times.lap(Stage.DIFFUSION, start);
        return maps;
    }

    /**
     * Embeds templates alone, without looking at words: all that a target needs when cues are left out.
     *
     * @param template the templates, their image (B, 3, T, T) for a template of side T
     * @return (B, Nt, C) fp32, in the image's manager
     */
    public NDArray embedTemplate(Template template) {
        return backbone.embedTemplate(new Template(shrink(template.image()), template.box()));
    }

    /**
     * Resizes templates for the backbone, to half the search region's side, by nearest neighbour without filtering as
     * the official implementation does.
     */
    private NDArray shrink(NDArray image) {
        long side = spec.searchSize() / 2;
        return image.getShape().get(2) == side ? image
                : kernels.get(Model.class, "shrink.py", Map.of("SIDE", side)).one(true, image);
    }

    /**
     * Finds the targets in search regions.
     *
     * @param target from {@link #target}
     * @param search (B, 3, S, S) fp32, normalised; results belong to its manager
     * @param window see {@link Head#forward}; may be null
     * @param times where the stages' times are booked
     */
    public Prediction predict(TargetState target, NDArray search, NDArray window, StageTimes times) {
        long start = System.nanoTime();
        Tokens seen = backbone.forward(target.template(), search);
        start = times.lap(Stage.BACKBONE, start);
        Tokens fused = fusion.forward(seen, target.cues());
        start = times.lap(Stage.FUSION, start);
        Prediction prediction = head.forward(fused, target.box(), window);
        times.lap(Stage.HEAD, start);
        return prediction;
    }

    /** Frees everything: parts, arrays, kernels. Sessions of this model end. */
    @Override
    public void close() {
        for (PartKind kind : PartKind.values()) {
            part(kind).close();
        }
        manager.close();
    }
}
