package glad.context.words.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import glad.api.model.MemoryRows;
import glad.api.model.TextFeatures;
import glad.api.model.Tokens;
import glad.api.model.WordCues;
import glad.api.model.WordGuidance;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Kernel;
import glad.nn.Layer;
import glad.nn.LayerContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * ATCTrack's words (Feng et al., ICCV 2025): a classifier says which tokens of the sentence name the target, those calibrate the rest,
 * and search tokens are guided by the words as written and as calibrated (docs/CONTEXT.md).
 */
final class AtcWords extends Layer implements WordGuidance {

    /** Arrays that are kept for a sentence where its words are calibrated in every frame. */
    private static final int KEPT = 4;

    private final Size size;
    final TargetWords target;
    final List<CalibrationLayer> calibration = new ArrayList<>();
    final List<GuidanceLayer> guidance = new ArrayList<>();
    private final BoundKernel norm;
    private final Kernel positions;
    private final Kernel joined;
    private final Kernel thisFrame;

    /** Which words the search tokens look at. */
    enum Keys {
        /** The sentence's and the calibrated ones. */
        BOTH,
        /** The sentence's. */
        ORIGINAL,
        /** The calibrated ones. */
        CALIBRATED
    }

    /**
     * The numbers that shape the network.
     *
     * @param textWidth width of the text encoder's tokens
     * @param width C of the tracker's tokens
     * @param heads attention heads
     * @param calibrationLayers layers of the calibration
     * @param guidanceLayers layers of the guidance
     * @param predicted whether target words are told apart; else every word counts as one
     * @param seen whether the calibration looks at the memory
     * @param keys which words the search tokens look at
     * @param residual whether the guidance adds what it finds to 1 before it multiplies; it begins as if nothing were found
     * @param dropout probability in training
     * @param unused whether parameters of published weights that nothing uses are kept
     */
    record Size(int textWidth, int width, int heads, int calibrationLayers, int guidanceLayers, boolean predicted, boolean seen,
            Keys keys, boolean residual, double dropout, boolean unused) {}

    AtcWords(LayerContext context, Size size) {
        super(context);
        this.size = size;
        target = inline(new TargetWords(context, size.textWidth(), size.width(), size.dropout()));
        for (int i = 0; i < size.calibrationLayers(); i++) {
            calibration.add(child("language_adjust.decoder.layers." + i, new CalibrationLayer(context, size)));
        }
        norm = kernel("calibrated.py", Map.of(), Map.of(
                "norm_w", weight("language_adjust.decoder.norm.weight", Init.ONES, size.width()),
                "norm_b", weight("language_adjust.decoder.norm.bias", Init.ZEROS, size.width())), "words");
        for (int i = 0; i < size.guidanceLayers(); i++) {
            guidance.add(child("vl_fusion.VLFusion_layers." + i, new GuidanceLayer(context, size)));
        }
        positions = kernel("token_positions.py", Map.of("WIDTH", size.width()));
        joined = kernel("join.py", Map.of());
        thisFrame = kernel("this_frame.py", Map.of());
    }

    private boolean changesByFrame() {
        return size.seen() && size.keys() != Keys.ORIGINAL;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Where nothing changes from frame to frame the arrays are what the guidance's layers look at, keys and values of each and a mask;
     * else text, target words, mask and positions.
     */
    @Override
    public WordCues cues(TextFeatures text) {
        NDArray[] words = target.forward(text.tokens());
        NDArray subject = size.predicted() ? words[2] : words[0];
        NDArray[] places = positions(text.mask());
        NDList arrays = new NDList(words[0], subject, places[1], places[0]);
        return new WordCues(size.predicted() ? words[1] : null, changesByFrame() ? arrays : prepared(arrays, null));
    }

    /** Returns where the tokens of a mask (B, L) lie in their sentences, (B, L, C), and the mask. */
    NDArray[] positions(NDArray mask) {
        return runMany(positions, mask);
    }

    /** Returns keys and values per layer of guidance, then the mask of what they were made of. */
    private NDList prepared(NDList words, MemoryRows memory) {
        NDArray text = words.get(0);
        NDArray visible = words.get(2);
        NDArray places = words.get(3);
        NDArray keys = size.keys() == Keys.ORIGINAL ? text : calibrate(words, memory);
        if (size.keys() == Keys.BOTH) {
            keys = join(text, keys);
            visible = join(visible, visible);
            places = join(places, places);
        }
        NDList prepared = new NDList();
        for (GuidanceLayer layer : guidance) {
            prepared.addAll(List.of(layer.keys(keys, places)));
        }
        prepared.add(visible);
        return prepared;
    }

    /**
     * Calibrates the words.
     *
     * @param words text, target words, mask and positions
     * @param memory what the calibration sees of the memory; null for nothing
     * @return (B, L, C)
     */
    NDArray calibrate(NDList words, MemoryRows memory) {
        NDArray places = words.get(3);
        NDArray keys = words.get(1);
        NDArray keyPlaces = places;
        NDArray visible = words.get(2);
        if (memory != null) {
            NDArray rows = memory.rows();
            keys = join(keys, rows);
            keyPlaces = join(places, memory.positions());
            visible = join(visible, rows.getManager().ones(new Shape(1, rows.getShape().get(1))));
        }
        NDArray calibrated = words.get(0);
        for (CalibrationLayer layer : calibration) {
            NDArray[] both = layer.forward(calibrated, keys, places, keyPlaces, visible);
            calibrated = both[0];
            keys = both[1];
        }
        return run(norm, calibrated);
    }

    /** Returns two arrays (B, A, ...) and (B or 1, B, ...) one after the other. */
    private NDArray join(NDArray first, NDArray second) {
        return run(joined, first, second);
    }

    @Override
    public NDArray forward(Tokens tokens, WordCues cues, MemoryRows memory) {
        NDArray search = tokens.search();
        NDList arrays = cues.arrays();
        if (arrays.size() != (changesByFrame() ? KEPT : 2 * guidance.size() + 1)) {
            throw new IllegalArgumentException("these cues were made by another word guidance");
        }
        if (changesByFrame()) {
            arrays = prepared(new NDList(runMany(thisFrame, search, arrays.get(0), arrays.get(1), arrays.get(2), arrays.get(3))), memory);
        }
        NDArray places = tokens.positions() == null ? search.getManager().zeros(new Shape(1, 1, size.width())) : tokens.positions();
        NDArray x = search;
        for (int i = 0; i < guidance.size(); i++) {
            NDArray[] keys = {arrays.get(2 * i), arrays.get(2 * i + 1)};
            x = guidance.get(i).forward(x, search, places, keys, arrays.get(arrays.size() - 1));
        }
        return x;
    }
}
