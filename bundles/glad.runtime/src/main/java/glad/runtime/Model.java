package glad.runtime;

import ai.djl.ndarray.NDManager;
import glad.api.model.Backbone;
import glad.api.model.Diffusion;
import glad.api.model.Fusion;
import glad.api.model.Head;
import glad.api.model.Mode;
import glad.api.model.Parameter;
import glad.api.model.Part;
import glad.api.model.TargetMemory;
import glad.api.model.TextEncoder;
import glad.api.model.TextFeatures;
import glad.api.model.WordGuidance;
import glad.runtime.internal.NamedParameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

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
    private final WordGuidance words;
    private final TargetMemory memory;
    private final Head head;
    private final TrackerPass pass;
    private final boolean large;
    private TextFeatures nullText;

    Model(ModelSpec spec, Placement placement, NDManager manager, TextEncoder text, Diffusion diffusion,
            Backbone backbone, Fusion fusion, WordGuidance words, TargetMemory memory, Head head) {
        this.spec = spec;
        this.placement = placement;
        this.manager = manager;
        this.text = text;
        this.diffusion = diffusion;
        this.backbone = backbone;
        this.fusion = fusion;
        this.words = words;
        this.memory = memory;
        this.head = head;
        pass = new TrackerPass(diffusion, backbone, fusion, words, memory, head, spec.searchSize(), manager);
        large = parameters().stream().mapToLong(parameter -> parameter.shape().size()).sum() > LARGE;
    }

    private Model(Model model, Diffusion diffusion) {
        spec = model.spec;
        placement = model.placement;
        manager = model.manager;
        text = model.text;
        this.diffusion = diffusion;
        backbone = model.backbone;
        fusion = model.fusion;
        words = model.words;
        memory = model.memory;
        head = model.head;
        pass = new TrackerPass(diffusion, backbone, fusion, words, memory, head, spec.searchSize(), manager);
        large = model.large;
    }

    /**
     * Returns a model of the same parts whose diffusion features come from a store where it has them, and go there where it
     * hasn't. They are the same bit for bit. The module's parameters are {@linkplain Parameter#round rounded}.
     *
     * @return takes this one's place: close one of them
     */
    public Model caching(FeatureStore store) {
        return diffusion.featureMaps().isEmpty() ? this
                : new Model(this, new CachedDiffusion(store, diffusion, spec.diffusion(), placement));
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

    /** Returns the words. */
    public WordGuidance words() {
        return words;
    }

    /** Returns the memory. */
    public TargetMemory memory() {
        return memory;
    }

    /** Returns the head. */
    public Head head() {
        return head;
    }

    /** Returns its forward pass. */
    public TrackerPass pass() {
        return pass;
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
            case WORDS -> words;
            case MEMORY -> memory;
            case HEAD -> head;
        };
    }

    /** Returns the class that computes a part: its bundle holds the code that results follow from. */
    public Class<?> code(PartKind kind) {
        return part(kind) instanceof CachedDiffusion cached ? cached.code() : part(kind).getClass();
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
        return large;
    }

    /** Switches all parts between training and inference. */
    public void mode(Mode mode) {
        for (PartKind kind : PartKind.values()) {
            part(kind).mode(mode);
        }
        forgetNullText();
    }

    /** Switches some parts to inference and all others to training. */
    public void train(Set<PartKind> frozen) {
        for (PartKind kind : PartKind.values()) {
            part(kind).mode(frozen.contains(kind) ? Mode.INFER : Mode.TRAIN);
        }
        forgetNullText();
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

    /** Lets the empty sentence be encoded anew: the text encoder's parameters changed. */
    synchronized void forgetNullText() {
        if (nullText != null) {
            nullText.tokens().close();
            nullText.mask().close();
            nullText = null;
        }
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
