package glad.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import glad.api.model.Backbone;
import glad.api.model.Diffusion;
import glad.api.model.DiffusionNoise;
import glad.api.model.Fusion;
import glad.api.model.Head;
import glad.api.model.MemoryRows;
import glad.api.model.Prediction;
import glad.api.model.Remembered;
import glad.api.model.TargetMemory;
import glad.api.model.Template;
import glad.api.model.TextFeatures;
import glad.api.model.Tokens;
import glad.api.model.WordCues;
import glad.api.model.WordGuidance;
import glad.nn.Kernel;
import glad.nn.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The forward pass of a tracker: once per sequence from template, sentence and noise to a {@link TargetState}, then per frame
 * from that and a search region to a {@link Prediction}. Tracking, training and export all take this one; nothing else calls
 * the parts in a row.
 */
public final class TrackerPass {

    private final Diffusion diffusion;
    private final Backbone backbone;
    private final Fusion fusion;
    private final WordGuidance words;
    private final TargetMemory memory;
    private final Head head;
    private final Kernels kernels;
    private final Set<PartKind> frozen;
    private final TemplateSlots slots;

    /** @param manager owner of its kernels */
    TrackerPass(Diffusion diffusion, Backbone backbone, Fusion fusion, WordGuidance words, TargetMemory memory, Head head, int searchSize,
            NDManager manager) {
        this(diffusion, backbone, fusion, words, memory, head, searchSize / 2, new Kernels(manager), Set.of());
    }

    private TrackerPass(Diffusion diffusion, Backbone backbone, Fusion fusion, WordGuidance words, TargetMemory memory, Head head,
            long templateSide, Kernels kernels, Set<PartKind> frozen) {
        this.diffusion = diffusion;
        this.backbone = backbone;
        this.fusion = fusion;
        this.words = words;
        this.memory = memory;
        this.head = head;
        this.kernels = kernels;
        this.frozen = frozen;
        slots = new TemplateSlots(backbone, templateSide, kernels);
    }

    /**
     * Returns this pass for a training in which some parts compute in inference: what these give is copied, because a backward pass
     * can't keep what was made without thought of gradients.
     *
     * @param frozen of text encoder, diffusion module and backbone, those in {@link glad.api.model.Mode#INFER}
     */
    public TrackerPass keeping(Set<PartKind> frozen) {
        return new TrackerPass(diffusion, backbone, fusion, words, memory, head, slots.side(), kernels, Set.copyOf(frozen));
    }

    private NDArray kept(PartKind kind, NDArray array) {
        if (array == null || !frozen.contains(kind)) {
            return array;
        }
        NDArray copy = kernels.get(TrackerPass.class, "keep.py", Map.of()).one(true, array);
        array.close();
        return copy;
    }

    /** Copies what a text encoder gave, which stays its owner's. */
    private TextFeatures kept(TextFeatures text, NDManager scope) {
        if (!frozen.contains(PartKind.TEXT)) {
            return text;
        }
        Kernel keep = kernels.get(TrackerPass.class, "keep.py", Map.of());
        NDArray[] copies = {keep.one(true, text.tokens()), keep.one(true, text.mask())};
        for (NDArray copy : copies) {
            copy.attach(scope);
        }
        return new TextFeatures(copies[0], copies[1]);
    }

    /**
     * Prepares the targets of a batch, once per sequence: feature maps, cues, embedded template.
     *
     * @param template the templates, their image (B, 3, T, T) for a template of side T
     * @param text their encoded sentences
     * @param nothing the encoded empty sentence, B or 1 rows
     * @param noise from {@link ModelInputs#noise}
     * @param times where the stages' times are booked
     * @return the state, in the manager of the template's image
     */
    public TargetState target(Template template, TextFeatures text, TextFeatures nothing, DiffusionNoise noise,
            StageTimes times) {
        return target(List.of(template), text, nothing, noise, times);
    }

    /**
     * Prepares the targets of a batch of clips.
     *
     * @param templates of the backbone's slots, at most one for each; the last one stands for those that are missing, too. The diffusion
     *     module sees the first, which the backbone sees restored where the module does that
     */
    public TargetState target(List<Template> templates, TextFeatures text, TextFeatures nothing, DiffusionNoise noise, StageTimes times) {
        List<Template> shown = shown(templates, text, nothing, noise, times);
        long moment = System.nanoTime();
        NDArray embedded = embed(shown);
        if (restores()) {
            shown.get(0).image().close();
        }
        times.lap(Stage.TEMPLATE, moment);
        return cued(new TargetState(embedded, templates.get(0).box(), new NDList(), WordCues.none()), templates.get(0), text, nothing, noise,
                times);
    }

    /** Tells whether templates follow from sentences, too. */
    boolean restores() {
        return diffusion.restores();
    }

    /** Returns the templates as the backbone sees them. */
    private List<Template> shown(List<Template> templates, TextFeatures text, TextFeatures nothing, DiffusionNoise noise, StageTimes times) {
        if (!restores()) {
            return templates;
        }
        long moment = System.nanoTime();
        Template first = templates.get(0);
        List<Template> shown = new ArrayList<>(templates);
        try (NDManager scope = first.image().getManager().newSubManager()) {
            NDArray restored = diffusion.restored(first.image(), kept(text, scope), kept(nothing, scope), noise);
            shown.set(0, new Template(kept(PartKind.DIFFUSION, restored), first.box()));
        }
        times.lap(Stage.DIFFUSION, moment);
        return shown;
    }

    /**
     * Returns the same targets with what is made of other sentences: features of the diffusion module, cues, words.
     *
     * @param target what stays of it are its embedded templates, unless the diffusion module restores them: then the first one is in all
     *     slots again
     * @param template its first templates, as for {@link #target(Template, TextFeatures, TextFeatures, DiffusionNoise, StageTimes)}, whose
     *     other arguments are the same too
     * @return the state, in the manager of the template's image
     */
    public TargetState told(TargetState target, Template template, TextFeatures text, TextFeatures nothing, DiffusionNoise noise,
            StageTimes times) {
        return restores() ? target(template, text, nothing, noise, times) : cued(target, template, text, nothing, noise, times);
    }

    private TargetState cued(TargetState target, Template template, TextFeatures text, TextFeatures nothing, DiffusionNoise noise,
            StageTimes times) {
        NDManager owner = template.image().getManager();
        try (NDManager scope = owner.newSubManager()) {
            long moment = System.nanoTime();
            TextFeatures read = kept(text, scope);
            TextFeatures unsaid = kept(nothing, scope);
            NDList maps = maps(template, read, unsaid, noise);
            maps.attach(scope);
            if (frozen.contains(PartKind.DIFFUSION)) {
                maps = new NDList(maps.stream().map(map -> kept(PartKind.DIFFUSION, map)).toList());
            }
            moment = times.lap(maps instanceof FeatureStore.Kept ? Stage.CACHE : Stage.DIFFUSION, moment);
            NDList cues = fusion.cues(maps);
            cues.attach(owner);
            moment = times.lap(Stage.POOLING, moment);
            WordCues heard = words.readsMaps() ? heard(maps, template, read, unsaid, noise, scope) : words.cues(read, unsaid);
            TargetState told = new TargetState(target.template(), target.box(), cues, heard);
            if (!told.words().arrays().isEmpty()) {
                times.lap(Stage.WORDS, moment);
            }
            told.attach(owner);
            return told;
        }
    }

    /**
     * Computes the diffusion module's feature maps of templates, the first step of {@link #told}, whose arguments it takes.
     *
     * @return in the manager of the template's image, as {@link Diffusion#features} gives them
     */
    public NDList maps(Template template, TextFeatures text, TextFeatures nothing, DiffusionNoise noise) {
        return diffusion.features(template.image(), text, nothing, noise);
    }

    /** Returns what words make of the maps; nothing where there are none. */
    private WordCues heard(NDList maps, Template template, TextFeatures text, TextFeatures nothing, DiffusionNoise noise, NDManager scope) {
        return maps.isEmpty() ? WordCues.none() : words.cues(read(maps, template, text, nothing, noise, scope));
    }

    private TextFeatures read(NDList maps, Template template, TextFeatures text, TextFeatures nothing, DiffusionNoise noise, NDManager scope) {
        long count = maps.get(0).getShape().get(0);
        NDArray[] each = {nothing.tokens(), nothing.mask()};
        for (int i = 0; i < each.length && count > 1 && each[i].getShape().get(0) == 1; i++) {
            each[i] = each[i].repeat(0, count);
            each[i].attach(scope);
        }
        NDList unsaid = maps(template, new TextFeatures(each[0], each[1]), nothing, noise);
        unsaid.attach(scope);
        return new MapReading(kernels).read(maps, unsaid, text.mask(), scope);
    }

    /**
     * Computes what words read of the diffusion module's maps, for a training that keeps it.
     *
     * @param template as for {@link #told}
     * @param scope owner of the result
     * @return see {@link WordGuidance#readsMaps}; null if these words read the text encoder's tokens
     */
    public TextFeatures read(Template template, TextFeatures text, TextFeatures nothing, DiffusionNoise noise, NDManager scope) {
        if (!words.readsMaps()) {
            return null;
        }
        NDList maps = maps(template, text, nothing, noise);
        maps.attach(scope);
        return read(maps, template, text, nothing, noise, scope);
    }

    /**
     * Prepares the targets of a batch without looking at words: without cues.
     *
     * @param templates as for {@link #target(List, TextFeatures, TextFeatures, DiffusionNoise, StageTimes)}
     */
    public TargetState target(List<Template> templates) {
        return new TargetState(embed(templates), templates.get(0).box(), fusion.cues(new NDList()), WordCues.none());
    }

    /**
     * Prepares the targets of a batch with what words say, but without cues of the diffusion module.
     *
     * @param templates as for {@link #target(List, TextFeatures, TextFeatures, DiffusionNoise, StageTimes)}
     * @param text their encoded sentences
     * @param nothing the encoded empty sentence, 1 row
     */
    public TargetState target(List<Template> templates, TextFeatures text, TextFeatures nothing) {
        NDManager owner = templates.get(0).image().getManager();
        try (NDManager scope = owner.newSubManager()) {
            TargetState target = new TargetState(embed(templates), templates.get(0).box(), fusion.cues(new NDList()),
                    words.readsMaps() ? WordCues.none() : words.cues(kept(text, scope), kept(nothing, scope)));
            target.attach(owner);
            return target;
        }
    }

    /** Embeds templates, their image (B, 3, T, T), for each of the backbone's slots: (B, Nt, C) fp32, in the image's manager. */
    public NDArray embed(Template template) {
        return embed(List.of(template));
    }

    private NDArray embed(List<Template> templates) {
        return kept(PartKind.BACKBONE, slots.embed(templates));
    }

    /** Returns how many templates the backbone looks at. */
    int templates() {
        return backbone.templates();
    }

    /**
     * Puts later templates into the last slot.
     *
     * @param embedded the templates of all slots
     * @param later what replaces the last one
     * @return (B, Nt, C or more) fp32, in the manager of the later ones' image
     */
    NDArray withLater(NDArray embedded, Template later) {
        return kept(PartKind.BACKBONE, slots.withLater(embedded, later));
    }

    /** Returns the memory of targets before their first frame, see {@link TargetMemory#start}. */
    public NDList start(int count, NDManager owner) {
        return memory.start(count, owner);
    }

    /**
     * Finds the targets in search regions that are the first after the template.
     *
     * @param target from one of the {@code target} methods
     * @param search (B, 3, S, S) fp32, normalised; results belong to its manager
     * @param window see {@link Head#forward}; may be null
     * @param times where the stages' times are booked
     */
    public Prediction predict(TargetState target, NDArray search, NDArray window, StageTimes times) {
        return step(target, start((int) search.getShape().get(0), search.getManager()), search, window, times).prediction();
    }

    /**
     * Finds the targets in the search regions of their next frames.
     *
     * @param remembered from {@link #start} or the step before
     * @see #predict
     */
    public FramePass step(TargetState target, NDList remembered, NDArray search, NDArray window, StageTimes times) {
        Looked looked = look(target, remembered, search, times);
        long moment = System.nanoTime();
        Prediction prediction = head.forward(looked.tokens(), target.box(), window);
        moment = times.lap(Stage.HEAD, moment);
        NDList next = memory.keep(remembered, looked.rows(), looked.frame(), prediction);
        if (looked.rows() != null) {
            times.lap(Stage.MEMORY, moment);
        }
        return new FramePass(prediction, next, looked.frame().heat(), looked.seen(), looked.fused());
    }

    /**
     * Everything of a frame before the head.
     *
     * @param tokens what the head looks at
     */
    private record Looked(Tokens seen, Tokens fused, Tokens tokens, MemoryRows rows, Remembered frame) {}

    private Looked look(TargetState target, NDList remembered, NDArray search, StageTimes times) {
        long moment = System.nanoTime();
        Tokens seen = backbone.forward(target.template(), search);
        if (frozen.contains(PartKind.BACKBONE)) {
            seen = new Tokens(kept(PartKind.BACKBONE, seen.template()), kept(PartKind.BACKBONE, seen.search()),
                    kept(PartKind.BACKBONE, seen.detail()), kept(PartKind.BACKBONE, seen.classToken()),
                    kept(PartKind.BACKBONE, seen.positions()));
        }
        moment = times.lap(Stage.BACKBONE, moment);
        Tokens fused = fusion.forward(seen, target.cues());
        moment = times.lap(Stage.FUSION, moment);
        MemoryRows rows = memory.recall(fused, remembered);
        NDArray guided = words.forward(fused, target.words(), rows);
        NDArray evidence = words.evidence(seen, target.words());
        moment = target.words().arrays().isEmpty() ? moment : times.lap(Stage.WORDS, moment);
        Remembered frame = memory.forward(fused, guided, remembered, rows);
        if (rows != null) {
            times.lap(Stage.MEMORY, moment);
        }
        return new Looked(seen, fused, fused.withSearch(frame.search()).withEvidence(evidence), rows, frame);
    }

    /**
     * Says how well words fit what was seen of some search regions.
     *
     * @param seen the backbone's tokens
     * @param text the encoded sentences, one for each row
     * @param nothing the encoded empty sentence, 1 row
     * @param scope owner of everything made on the way
     * @return see {@link Tokens#evidence}; null if the words don't say it
     */
    public NDArray evidence(Tokens seen, TextFeatures text, TextFeatures nothing, NDManager scope) {
        return evidence(seen, words.cues(kept(text, scope), kept(nothing, scope)), scope);
    }

    /**
     * Says the same from what was read of the diffusion module's maps.
     *
     * @param read of {@link #read}, one row for each of {@code seen}
     */
    public NDArray evidence(Tokens seen, TextFeatures read, NDManager scope) {
        return evidence(seen, words.cues(read), scope);
    }

    private NDArray evidence(Tokens seen, WordCues cues, NDManager scope) {
        cues.arrays().attach(scope);
        return words.evidence(seen, cues);
    }

    /**
     * Finds the targets of clips in all their search regions, for a training: what is remembered goes from one to the next, and gradients
     * come back the same way. The head sees the search regions of all clips together, unless the memory looks at what it finds.
     *
     * @param target the clips' targets
     * @param searches one array (B, 3, S, S) for each place in the clips, in their order; results belong to the first one's manager
     * @return (B T, ...) each: the search regions of the first clip, then those of the second
     */
    public Prediction follow(TargetState target, List<NDArray> searches, StageTimes times) {
        NDArray first = searches.get(0);
        NDList remembered = start((int) first.getShape().get(0), first.getManager());
        List<Tokens> tokens = new ArrayList<>();
        List<Prediction> found = new ArrayList<>();
        for (NDArray search : searches) {
            Looked looked = look(target, remembered, search, times);
            tokens.add(looked.tokens());
            if (memory.looksAtFound()) {
                found.add(head.forward(looked.tokens(), target.box(), null));
            }
            remembered = memory.keep(remembered, looked.rows(), looked.frame(), found.isEmpty() ? null : found.get(found.size() - 1));
        }
        if (searches.size() == 1 && !found.isEmpty()) {
            return found.get(0);
        }
        return found.isEmpty() ? head.forward(Clips.tokens(tokens), target.box().repeat(0, searches.size()), null) : Clips.found(found);
    }
}
