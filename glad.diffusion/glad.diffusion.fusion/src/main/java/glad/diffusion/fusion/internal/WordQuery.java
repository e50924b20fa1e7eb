package glad.diffusion.fusion.internal;

import static java.util.Map.entry;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import glad.api.model.MemoryRows;
import glad.api.model.Mode;
import glad.api.model.TextFeatures;
import glad.api.model.Tokens;
import glad.api.model.WordCues;
import glad.api.model.WordGuidance;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Weight;
import java.util.HashMap;
import java.util.Map;

/**
 * Says where a sentence's words fit. Once per sentence its words are pooled into one unit vector, the query; per frame the cosine of query
 * and search token over a learned temperature says how well they fit there, and a gate that the template's tokens open and shut how much of it
 * counts. The score trains the gate alone; cosines learn from what words fit.
 * Search tokens stay as they are. A sentence without words has the query 0, and therefore evidence of exactly 0.
 */
final class WordQuery extends Layer implements WordGuidance {

    /** The cosine's first temperature, as in contrastive learning of images and words (CLIP, Radford et al., 2021). */
    private static final double TEMPERATURE = 0.07;
    /** Largest evidence, in units of the score's logit. */
    private static final double MOST = 50;

    /** Where the gate starts: an eighth open, because words that aren't learnt yet do harm. */
    private static final double SHUT = -2;

    private final boolean ofMaps;
    private final BoundKernel query;
    private final BoundKernel evidence;

    /**
     * Makes a word query.
     *
     * @param context the part's context
     * @param ofMaps whether it reads the diffusion module's maps, not the text encoder's tokens
     * @param textWidth width of what it reads
     * @param tokenWidth width of the tracker's tokens
     * @param side search tokens per side
     * @param width of the query
     * @param gateWidth inner width of the gate
     */
    WordQuery(LayerContext context, boolean ofMaps, int textWidth, int tokenWidth, int side, int width, int gateWidth) {
        super(context);
        this.ofMaps = ofMaps;
        Map<String, Weight> words = new HashMap<>(mlp("text", textWidth, width));
        words.putAll(Map.of(
                "mean", buffer("word_query.text.norm.running_mean", Init.ZEROS, textWidth),
                "var", buffer("word_query.text.norm.running_var", Init.ONES, textWidth),
                "batches", buffer("word_query.text.norm.num_batches_tracked", Init.ZEROS),
                "pool_w", weight("word_query.text.pool.weight", Init.xavier(), 1, width)));
        query = kernel("word_query.py", mode -> Map.of("TRAIN", mode == Mode.TRAIN), words, "states", "mask", "nothing");
        Map<String, Weight> cells = new HashMap<>(mlp("search", tokenWidth, width));
        cells.putAll(Map.ofEntries(
                entry("norm_w", weight("word_query.search.norm.weight", Init.ONES, tokenWidth)),
                entry("norm_b", weight("word_query.search.norm.bias", Init.ZEROS, tokenWidth)),
                entry("scale", weight("word_query.scale", Init.constant(Math.log(1 / TEMPERATURE)), 1)),
                entry("gate_norm_w", weight("word_query.gate.norm.weight", Init.ONES, tokenWidth)),
                entry("gate_norm_b", weight("word_query.gate.norm.bias", Init.ZEROS, tokenWidth)),
                entry("gate_in_w", weight("word_query.gate.fc1.weight", Init.xavier(), gateWidth, tokenWidth)),
                entry("gate_in_b", weight("word_query.gate.fc1.bias", Init.ZEROS, gateWidth)),
                entry("gate_out_w", weight("word_query.gate.fc2.weight", Init.xavier(), 1, gateWidth)),
                entry("gate_out_b", weight("word_query.gate.fc2.bias", Init.constant(SHUT), 1))));
        evidence = kernel("word_evidence.py", Map.of("MOST", MOST, "SIDE", side), cells, "search", "template", "query");
    }

    /** Declares a layer and one without bias. */
    private Map<String, Weight> mlp(String side, int in, int width) {
        String name = "word_query." + side + ".";
        return Map.ofEntries(
                entry("in_w", weight(name + "fc1.weight", Init.xavier(), width, in)),
                entry("in_b", weight(name + "fc1.bias", Init.ZEROS, width)),
                entry("out_w", weight(name + "fc2.weight", Init.xavier(), width, width)));
    }

    @Override
    public boolean readsMaps() {
        return ofMaps;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Here they are the query, (B, W) of length 1; 0 for a sentence of start and end alone. Words count by how they differ from the empty
     * sentence, and as they are where that isn't given.
     */
    @Override
    public WordCues cues(TextFeatures text) {
        NDArray zeros = text.tokens().zerosLike();
        try (zeros) {
            return cues(text, new TextFeatures(zeros, text.mask()));
        }
    }

    @Override
    public WordCues cues(TextFeatures text, TextFeatures nothing) {
        return new WordCues(null, new NDList(run(query, text.tokens(), text.mask(), nothing.tokens())));
    }

    @Override
    public NDArray forward(Tokens tokens, WordCues cues, MemoryRows memory) {
        return tokens.search();
    }

    @Override
    public NDArray evidence(Tokens seen, WordCues cues) {
        return cues.arrays().isEmpty() ? null : run(evidence, seen.search(), seen.template(), cues.arrays().get(0));
    }
}
