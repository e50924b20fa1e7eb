package glad.kit.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import glad.api.Box;
import glad.api.Image;
import glad.api.data.Shot;
import glad.api.data.TrainingPair;
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
import glad.api.train.Followed;
import glad.api.train.SeenPairs;
import glad.api.train.TrainingModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A whole tracker that needs no other bundle, to try training stages on: every part is one linear layer, and the loss of a box reaches
 * all of them.
 */
public final class SmallTracker implements TrainingModel {

    /** Side of the template, pixels. */
    public static final int TEMPLATE = 32;
    /** Side of the search region, pixels. */
    public static final int SEARCH = 64;

    private static final int PATCH = 16;
    private static final int WIDTH = 16;
    private static final int LENGTH = 6;
    private static final int LETTERS = 128;
    private static final int SIDE = SEARCH / PATCH;
    /** Of values that are normally distributed: small enough for sigmoids that aren't saturated. */
    private static final float INITIAL = 0.1f;
    /** Mean and deviation of a byte of noise are near those of ImageNet; what trains here needs no more. */
    private static final float MIDDLE = 127.5f;

    private final NDManager manager;
    private final Words text;
    private final Maps diffusion;
    private final Patches backbone;
    private final Cues fusion;
    private final Boxes head;

    /** Makes a tracker with fixed parameters, in arrays of a manager. */
    public SmallTracker(NDManager manager) {
        this.manager = manager;
        Random random = new Random(5);
        text = new Words(weight("text_encoder.letters", random, LETTERS, WIDTH));
        diffusion = new Maps(weight("diffusion.colours", random, 3, WIDTH));
        backbone = new Patches(weight("encoder.patch", random, 3 * PATCH * PATCH, WIDTH));
        fusion = new Cues(weight("fusion.cue", random, WIDTH, WIDTH));
        head = new Boxes(weight("head.maps", random, WIDTH, 5));
    }

    private NamedArray weight(String name, Random random, int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = INITIAL * (float) random.nextGaussian();
        }
        return new NamedArray(name, manager.create(values, new Shape(rows, columns)));
    }

    /** What the five have in common: one weight, which is the manager's. */
    private abstract static class Linear implements Part {

        private final NamedArray weight;

        Linear(NamedArray weight) {
            this.weight = weight;
        }

        final NDArray times(NDArray rows) {
            return rows.matMul(weight.array());
        }

        /** Returns the mean of every channel. */
        static NDArray mean(NDArray maps) {
            return maps.reshape(maps.getShape().get(0), maps.getShape().get(1), -1).mean(new int[] {2});
        }

        @Override
        public final List<Parameter> parameters() {
            return List.of(weight);
        }

        @Override
        public final void mode(Mode mode) {
            // One product is the same in both.
        }

        @Override
        public final void close() {
            // The tracker's manager owns the weight.
        }
    }

    /** A vector per letter. */
    private static final class Words extends Linear implements TextEncoder {

        Words(NamedArray weight) {
            super(weight);
        }

        @Override
        public int width() {
            return WIDTH;
        }

        @Override
        public int length() {
            return LENGTH;
        }

        @Override
        public TextFeatures encode(List<String> sentences, NDManager scope) {
            float[] letters = new float[sentences.size() * LENGTH * LETTERS];
            for (int i = 0; i < sentences.size(); i++) {
                for (int at = 0; at < Math.min(LENGTH, sentences.get(i).length()); at++) {
                    letters[(i * LENGTH + at) * LETTERS + sentences.get(i).charAt(at) % LETTERS] = 1;
                }
            }
            return new TextFeatures(times(scope.create(letters, new Shape(sentences.size(), LENGTH, LETTERS))),
                    scope.ones(new Shape(sentences.size(), LENGTH)));
        }
    }

    /** One map of a single place: the mean colour, and the mean of the sentence. */
    private static final class Maps extends Linear implements Diffusion {

        Maps(NamedArray weight) {
            super(weight);
        }

        @Override
        public List<Shape> featureMaps() {
            return List.of(new Shape(WIDTH, 1, 1));
        }

        @Override
        public Shape noiseShape() {
            return null;
        }

        @Override
        public NDList features(NDArray image, TextFeatures text, TextFeatures nullText, DiffusionNoise noise) {
            return new NDList(times(mean(image)).add(text.tokens().mean(new int[] {1})).expandDims(2).expandDims(3));
        }
    }

    /** Patches as tokens; those of the search region get the mean of the template's. */
    private static final class Patches extends Linear implements Backbone {

        Patches(NamedArray weight) {
            super(weight);
        }

        @Override
        public int width() {
            return WIDTH;
        }

        @Override
        public int searchSide() {
            return SIDE;
        }

        @Override
        public int templateSide() {
            return TEMPLATE / PATCH;
        }

        @Override
        public int detailWidth() {
            return 0;
        }

        @Override
        public NDArray embedTemplate(Template template) {
            return tokens(template.image());
        }

        @Override
        public Tokens forward(NDArray template, NDArray search) {
            return new Tokens(template, tokens(search).add(template.mean(new int[] {1}, true)), null);
        }

        private NDArray tokens(NDArray image) {
            long count = image.getShape().get(0);
            long side = image.getShape().get(2) / PATCH;
            return times(image.reshape(count, 3, side, PATCH, side, PATCH).transpose(0, 2, 4, 1, 3, 5)
                    .reshape(count, side * side, 3L * PATCH * PATCH));
        }
    }

    /** Adds to every token what the map holds. */
    private static final class Cues extends Linear implements Fusion {

        Cues(NamedArray weight) {
            super(weight);
        }

        @Override
        public NDList cues(NDList featureMaps) {
            return featureMaps.isEmpty() ? new NDList() : new NDList(times(mean(featureMaps.get(0))).expandDims(1));
        }

        @Override
        public Tokens forward(Tokens tokens, NDList cues) {
            return cues.isEmpty() ? tokens : new Tokens(tokens.template(), tokens.search().add(cues.get(0)), null);
        }
    }

    /** A score, a size and an offset per token. */
    private static final class Boxes extends Linear implements Head {

        Boxes(NamedArray weight) {
            super(weight);
        }

        @Override
        public int mapSide() {
            return SIDE;
        }

        @Override
        public int decodeSide() {
            return SIDE;
        }

        @Override
        public Prediction forward(Tokens tokens, NDArray template, NDArray window) {
            NDManager scope = tokens.search().getManager();
            long count = tokens.search().getShape().get(0);
            NDArray half = scope.create(0.5f);
            NDArray maps = times(tokens.search()).mul(half).tanh().add(1).mul(half).transpose(0, 2, 1); // the logistic function
            NDArray score = maps.get(":, 0:1");
            NDArray weighed = window == null ? score : score.mul(window.reshape(1, 1, (long) SIDE * SIDE));
            long[] cells = weighed.squeeze(1).argMax(1).toType(DataType.INT64, false).toLongArray();
            float[] chosen = new float[cells.length * SIDE * SIDE];
            float[] corner = new float[cells.length * 2];
            for (int i = 0; i < cells.length; i++) {
                chosen[i * SIDE * SIDE + (int) cells[i]] = 1;
                corner[2 * i] = cells[i] % SIDE;
                corner[2 * i + 1] = cells[i] / SIDE;
            }
            NDArray best = scope.create(chosen, new Shape(count, 1, SIDE * SIDE));
            NDArray found = maps.mul(best).sum(new int[] {2});
            NDArray centre = found.get(":, 3:5").add(scope.create(corner, new Shape(count, 2))).mul(scope.create(1f / SIDE));
            return new Prediction(centre.concat(found.get(":, 1:3"), 1), weighed.mul(best).sum(new int[] {1, 2}),
                    map(score, 1), map(maps.get(":, 1:3"), 2), map(maps.get(":, 3:5"), 2));
        }

        private static NDArray map(NDArray maps, int channels) {
            return maps.reshape(maps.getShape().get(0), channels, SIDE, SIDE);
        }
    }

    @Override
    public TextEncoder text() {
        return text;
    }

    @Override
    public Diffusion diffusion() {
        return diffusion;
    }

    @Override
    public Backbone backbone() {
        return backbone;
    }

    @Override
    public Fusion fusion() {
        return fusion;
    }

    @Override
    public Head head() {
        return head;
    }

    @Override
    public List<Parameter> parameters(String kind) {
        if (kind.equals("words") || kind.equals("memory")) {
            return List.of();
        }
        Part part = Map.<String, Part>of("text", text, "diffusion", diffusion, "backbone", backbone, "fusion", fusion, "head", head).get(kind);
        if (part == null) {
            throw new IllegalArgumentException("no kind of part \"" + kind + "\"");
        }
        return part.parameters();
    }

    @Override
    public void mode(Mode mode) {
        List.of(text, diffusion, backbone, fusion, head).forEach(part -> part.mode(mode));
    }

    /** Everything, so that a stage that trains any part is checked. */
    @Override
    public void train() {
        mode(Mode.TRAIN);
    }

    @Override
    public NDManager manager() {
        return manager;
    }

    @Override
    public NDArray images(List<Image> images, NDManager scope) {
        NDList all = new NDList();
        for (Image image : images) {
            float[] values = new float[3 * image.width() * image.height()];
            for (int i = 0; i < values.length; i++) {
                values[i] = ((image.rgb()[i] & 0xff) - MIDDLE) / MIDDLE;
            }
            all.add(scope.create(values, new Shape(image.height(), image.width(), 3)).transpose(2, 0, 1));
        }
        return NDArrays.stack(all);
    }

    @Override
    public DiffusionNoise noise(int count, Random random, NDManager scope) {
        return null;
    }

    @Override
    public Prediction predict(List<TrainingPair> pairs, List<String> sentences, DiffusionNoise noise, NDManager scope) {
        Template template = template(pairs, scope);
        NDList maps = sentences == null ? new NDList()
                : diffusion.features(template.image(), text.encode(sentences, scope), text.encode(List.of(""), scope), null);
        return head.forward(fusion.forward(tokens(template, pairs, scope), fusion.cues(maps)), template.box(), null);
    }

    @Override
    public SeenPairs see(List<TrainingPair> pairs, NDManager scope) {
        Template template = template(pairs, scope);
        Tokens tokens = tokens(template, pairs, scope);
        return new SeenPairs(tokens, head.forward(fusion.forward(tokens, fusion.cues(new NDList())), template.box(), null).score());
    }

    /** It has no words. */
    @Override
    public NDArray evidence(Tokens seen, List<String> sentences, NDManager scope) {
        return null;
    }

    private Tokens tokens(Template template, List<TrainingPair> pairs, NDManager scope) {
        return backbone.forward(backbone.embedTemplate(template), images(pairs.stream().map(TrainingPair::search).toList(), scope));
    }

    private Template template(List<TrainingPair> pairs, NDManager scope) {
        float[] boxes = new float[4 * pairs.size()];
        for (int i = 0; i < pairs.size(); i++) {
            Box box = pairs.get(i).templateBox();
            double[] sides = {box.cx(), box.cy(), box.w(), box.h()};
            for (int side = 0; side < sides.length; side++) {
                boxes[4 * i + side] = (float) sides[side];
            }
        }
        return new Template(images(pairs.stream().map(TrainingPair::template).toList(), scope),
                scope.create(boxes, new Shape(pairs.size(), 4)));
    }

    /** It remembers nothing: every search region is a pair of its own. */
    @Override
    public Followed follow(List<TrainingPair> clips, List<String> sentences, DiffusionNoise noise, NDManager scope) {
        List<TrainingPair> pairs = new ArrayList<>();
        List<String> said = new ArrayList<>();
        for (int i = 0; i < clips.size(); i++) {
            TrainingPair clip = clips.get(i);
            for (Shot shot : clip.searches()) {
                pairs.add(new TrainingPair(clip.template(), clip.templateBox(), shot.image(), shot.box(), clip.sentence(),
                        clip.wrongSentence(), clip.natural(), clip.templateDegraded()));
                said.add(sentences == null ? "" : sentences.get(i));
            }
        }
        return new Followed(predict(pairs, sentences == null ? null : said, noise, scope), null, null);
    }
}
