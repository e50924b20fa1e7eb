package glad.kit.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.model.Backbone;
import glad.api.model.BackboneFactory;
import glad.api.model.Diffusion;
import glad.api.model.DiffusionFactory;
import glad.api.model.DiffusionNoise;
import glad.api.model.Fusion;
import glad.api.model.FusionFactory;
import glad.api.model.Head;
import glad.api.model.HeadFactory;
import glad.api.model.MemoryRows;
import glad.api.model.Part;
import glad.api.model.PartFactory;
import glad.api.model.PartInputs;
import glad.api.model.Prediction;
import glad.api.model.Remembered;
import glad.api.model.TargetMemory;
import glad.api.model.TargetMemoryFactory;
import glad.api.model.Template;
import glad.api.model.TextEncoder;
import glad.api.model.TextEncoderFactory;
import glad.api.model.TextFeatures;
import glad.api.model.Tokens;
import glad.api.model.WordCues;
import glad.api.model.WordGuidance;
import glad.api.model.WordGuidanceFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Runs a part of one kind on fixed inputs, of which there are two samples. */
public final class Trial {

    private static final int SAMPLES = 2;
    /** Rows of the memory that words are shown. */
    private static final int ROWS = 3;
    private static final List<String> SENTENCES = List.of("a red box", "a box");

    private final PartInputs inputs;
    private final Kind kind;

    /** Runs a part of one kind. */
    private interface Kind {

        List<Output> run(Part part, NDManager scope, int first, int count);
    }

    /** Makes the trial of the kind of parts that a factory makes. */
    public Trial(PartFactory<?> factory, PartInputs inputs) {
        this.inputs = inputs;
        if (factory instanceof TextEncoderFactory) {
            kind = Trial::text;
        } else if (factory instanceof DiffusionFactory) {
            kind = this::diffusion;
        } else if (factory instanceof BackboneFactory) {
            kind = this::backbone;
        } else if (factory instanceof FusionFactory) {
            kind = this::fusion;
        } else if (factory instanceof HeadFactory) {
            kind = this::head;
        } else if (factory instanceof WordGuidanceFactory) {
            kind = this::guidance;
        } else if (factory instanceof TargetMemoryFactory) {
            kind = this::memory;
        } else {
            throw new IllegalArgumentException(factory + " makes none of the seven kinds of parts");
        }
    }

    /**
     * Runs the part.
     *
     * @param scope owner of inputs and results
     * @param first the first sample
     * @param count how many
     */
    public List<Output> run(Part part, NDManager scope, int first, int count) {
        return kind.run(part, scope, first, count);
    }

    /** Returns normally distributed numbers that follow from a name. */
    public NDArray numbers(NDManager scope, String name, Shape shape) {
        Random random = new Random(name.hashCode());
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return scope.create(values, shape);
    }

    /** Returns some samples of an input. */
    private NDArray samples(NDManager scope, String name, int first, int count, long... rest) {
        long[] shape = new long[rest.length + 1];
        shape[0] = SAMPLES;
        System.arraycopy(rest, 0, shape, 1, rest.length);
        return some(numbers(scope, name, new Shape(shape)), first, count);
    }

    private static NDArray some(NDArray all, int first, int count) {
        return all.get(first + ":" + (first + count));
    }

    /** Returns the target's box in the template as fractions of its side. */
    private static NDArray box(NDManager scope, int first, int count) {
        return some(scope.create(new float[] {0.5f, 0.5f, 0.4f, 0.6f, 0.4f, 0.6f, 0.3f, 0.2f}, new Shape(SAMPLES, 4)), first, count);
    }

    private Tokens tokens(NDManager scope, int first, int count) {
        long width = inputs.tokenWidth();
        return new Tokens(samples(scope, "template", first, count, (long) inputs.templates() * inputs.templateSide() * inputs.templateSide(), width),
                samples(scope, "search", first, count, (long) inputs.searchSide() * inputs.searchSide(), width),
                inputs.detailWidth() == 0 ? null : samples(scope, "detail", first, count, inputs.detailWidth(), 4L * inputs.searchSide(),
                        4L * inputs.searchSide()));
    }

    private static List<Output> outputs(Tokens tokens, int count, long template, long search, long width, long detail) {
        List<Output> all = new ArrayList<>(List.of(
                new Output("template tokens", tokens.template(), new Shape(count, template, width), true),
                new Output("search tokens", tokens.search(), new Shape(count, search, width), true)));
        if (detail > 0) {
            all.add(new Output("detail", tokens.detail(), new Shape(count, detail, -1, -1), true));
        }
        return all;
    }

    private static List<Output> text(Part part, NDManager scope, int first, int count) {
        TextEncoder text = (TextEncoder) part;
        TextFeatures features = text.encode(SENTENCES.subList(first, first + count), scope);
        return List.of(new Output("tokens", features.tokens(), new Shape(count, text.length(), text.width()), true),
                new Output("mask", features.mask(), new Shape(count, text.length()), true));
    }

    private List<Output> diffusion(Part part, NDManager scope, int first, int count) {
        Diffusion diffusion = (Diffusion) part;
        TextFeatures text = words(scope, "text", first, count);
        TextFeatures nothing = words(scope, "nothing", 0, 1);
        Shape noise = diffusion.noiseShape();
        NDList maps = diffusion.features(samples(scope, "image", first, count, 3, inputs.templateSize(), inputs.templateSize()), text,
                nothing, noise == null ? null : new DiffusionNoise(samples(scope, "posterior", first, count, noise.getShape()),
                        samples(scope, "diffusion", first, count, noise.getShape())));
        List<Shape> declared = diffusion.featureMaps();
        if (maps.size() != declared.size()) {
            throw new AssertionError("there are " + maps.size() + " feature maps; expected " + declared.size() + ", as featureMaps() says");
        }
        List<Output> all = new ArrayList<>();
        for (int i = 0; i < maps.size(); i++) {
            all.add(new Output("feature map " + i, maps.get(i), new Shape(count).addAll(declared.get(i)), true));
        }
        return all;
    }

    private TextFeatures words(NDManager scope, String name, int first, int count) {
        return new TextFeatures(samples(scope, name, first, count, inputs.textLength(), inputs.textWidth()),
                scope.ones(new Shape(count, inputs.textLength())));
    }

    private List<Output> backbone(Part part, NDManager scope, int first, int count) {
        Backbone backbone = (Backbone) part;
        int side = inputs.searchSize();
        NDList templates = new NDList();
        for (int slot = 0; slot < backbone.templates(); slot++) {
            templates.add(backbone.embedTemplate(new Template(samples(scope, "template " + slot, first, count, 3, side / 2, side / 2),
                    box(scope, first, count)), slot));
        }
        NDArray template = NDArrays.concat(templates, 1);
        Tokens tokens = backbone.forward(template, samples(scope, "search", first, count, 3, side, side));
        return outputs(tokens, count, (long) backbone.templates() * backbone.templateSide() * backbone.templateSide(),
                (long) backbone.searchSide() * backbone.searchSide(), backbone.width(), backbone.detailWidth());
    }

    private List<Output> fusion(Part part, NDManager scope, int first, int count) {
        NDList maps = new NDList();
        for (Shape map : inputs.featureMaps()) {
            maps.add(samples(scope, "map " + maps.size(), first, count, map.getShape()));
        }
        Fusion fusion = (Fusion) part;
        Tokens tokens = fusion.forward(tokens(scope, first, count), fusion.cues(maps));
        return outputs(tokens, count, (long) inputs.templates() * inputs.templateSide() * inputs.templateSide(),
                (long) inputs.searchSide() * inputs.searchSide(), inputs.tokenWidth(), inputs.detailWidth());
    }

    /** Returns what a word guidance reads: words, or as many cells of feature maps. */
    private TextFeatures read(WordGuidance words, NDManager scope, String name, int first, int count) {
        long channels = inputs.featureMaps().stream().mapToLong(map -> map.get(0)).sum();
        TextFeatures text = words(scope, name, first, count);
        return !words.readsMaps() ? text : new TextFeatures(samples(scope, name, first, count, inputs.textLength(), channels), text.mask());
    }

    private List<Output> guidance(Part part, NDManager scope, int first, int count) {
        WordGuidance words = (WordGuidance) part;
        WordCues cues = words.cues(read(words, scope, "text", first, count), read(words, scope, "nothing", 0, 1));
        return guidance(words, cues, scope, first, count);
    }

    /** Runs a word guidance whose cues were made of texts that have others' memory since. */
    public List<Output> afterText(Part part, NDManager scope, int first, int count) {
        WordGuidance words = (WordGuidance) part;
        TextFeatures text = read(words, scope, "text", first, count);
        TextFeatures nothing = read(words, scope, "nothing", 0, 1);
        WordCues cues = words.cues(text, nothing);
        NDArray zero = scope.create(0f);
        for (NDArray array : List.of(text.tokens(), text.mask(), nothing.tokens(), nothing.mask())) {
            array.muli(zero);
        }
        return guidance(words, cues, scope, first, count);
    }

    private List<Output> guidance(WordGuidance words, WordCues cues, NDManager scope, int first, int count) {
        long width = inputs.tokenWidth();
        MemoryRows memory = new MemoryRows(samples(scope, "memory", first, count, ROWS, width), numbers(scope, "rows", new Shape(1, ROWS, width)));
        List<Output> all = new ArrayList<>(
                List.of(searchTokens("guided search tokens", words.forward(tokens(scope, first, count), cues, memory), count)));
        NDArray evidence = words.evidence(tokens(scope, first, count), cues);
        if (evidence != null) {
            all.add(new Output("evidence", evidence, new Shape(count, 2, (long) inputs.searchSide() * inputs.searchSide()), true));
        }
        return all;
    }

    /** Two frames, so that the second sees what is kept of the first. */
    private List<Output> memory(Part part, NDManager scope, int first, int count) {
        TargetMemory memory = (TargetMemory) part;
        long side = inputs.searchSide();
        NDList state = memory.start(count, scope);
        List<Output> all = new ArrayList<>();
        for (String frame : List.of("first", "second")) {
            Tokens seen = tokens(scope, first, count);
            NDArray guided = samples(scope, "guided in the " + frame, first, count, side * side, inputs.tokenWidth());
            MemoryRows rows = memory.recall(seen, state);
            Remembered remembered = memory.forward(seen, guided, state, rows);
            state = memory.keep(state, rows, remembered, found(scope, first, count, side));
            all.add(searchTokens("search tokens of the " + frame + " frame", remembered.search(), count));
            if (rows != null) {
                all.add(new Output("rows of the " + frame + " frame", rows.rows(), new Shape(count, memory.length(), inputs.tokenWidth()), true));
            }
        }
        return all;
    }

    private Prediction found(NDManager scope, int first, int count, long side) {
        NDArray score = samples(scope, "score", first, count, 1, side, side).tanh().add(1).mul(scope.create(0.5f));
        return new Prediction(box(scope, first, count), score.reshape(count, side * side).max(new int[] {1}), score,
                samples(scope, "size", first, count, 2, side, side), samples(scope, "offset", first, count, 2, side, side));
    }

    private Output searchTokens(String name, NDArray tokens, int count) {
        return new Output(name, tokens, new Shape(count, (long) inputs.searchSide() * inputs.searchSide(), inputs.tokenWidth()), true);
    }

    private List<Output> head(Part part, NDManager scope, int first, int count) {
        Head head = (Head) part;
        long side = head.mapSide();
        Prediction found = head.forward(tokens(scope, first, count), box(scope, first, count), scope.ones(new Shape(1, 1, side, side)));
        List<Output> all = new ArrayList<>(List.of(new Output("boxes", found.boxes(), new Shape(count, 4), false),
                new Output("confidence", found.confidence(), new Shape(count), false),
                new Output("score", found.score(), new Shape(count, -1, side, side), true)));
        if (found.size() != null) {
            all.add(new Output("size", found.size(), new Shape(count, 2, side, side), true));
        }
        if (found.offset() != null) {
            all.add(new Output("offset", found.offset(), new Shape(count, 2, side, side), true));
        }
        return all;
    }
}
