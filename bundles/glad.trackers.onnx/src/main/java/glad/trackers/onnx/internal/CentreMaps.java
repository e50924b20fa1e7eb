package glad.trackers.onnx.internal;

import glad.api.Box;
import glad.api.GladException;
import glad.media.CropGeometry;
import glad.trackers.Entry;
import java.util.List;
import java.util.Map;

/**
 * A score in [0, 1] at each place, and there the size over the crop's side and the centre's offset in places, as OSTrack has them (Ye et al., ECCV 2022).
 * The place with the highest score, after a Hann window where the recipe says so, decides.
 *
 * @param score name of the score output, one channel
 * @param size name of the output with width and height, two channels
 * @param offset name of the output with offsets to the right and down, two channels
 * @param window whether the score is multiplied by the window
 */
record CentreMaps(String score, String size, String offset, boolean window) implements Decoding {

    /** A box keeps so many pixels in its frame, as the tracker has it. */
    private static final double MARGIN = 10;

    static CentreMaps read(Entry entry) {
        Entry outputs = entry.below("outputs");
        outputs.only(List.of("score", "size", "offset"));
        if (entry.has("window") && !entry.value("window").isBoolean()) {
            throw entry.wrong("window", entry.value("window"), "true or false");
        }
        return new CentreMaps(outputs.text("score", "score"), outputs.text("size", "size"), outputs.text("offset", "offset"),
                entry.value("window").asBoolean(true));
    }

    @Override
    public List<Output> outputs() {
        return List.of(new Output(score, 1), new Output(size, 2), new Output(offset, 2));
    }

    @Override
    public Found decode(Map<String, Maps> maps, View view, Box last) {
        Maps scores = maps.get(score);
        Maps sizes = maps.get(size);
        Maps offsets = maps.get(offset);
        int side = scores.side();
        if (sizes.side() != side || offsets.side() != side) {
            throw GladException.usage("outputs \"" + score + "\", \"" + size + "\" and \"" + offset + "\" have " + side + ", " + sizes.side() + " and "
                    + offsets.side() + " places in a row; expected as many in each");
        }
        double[] hann = window ? Hann.open(side) : Hann.none(side);
        int best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int cell = 0; cell < scores.cells(); cell++) {
            double at = scores.at(0, cell) * hann[cell / side] * hann[cell % side];
            if (at > most) {
                most = at;
                best = cell;
            }
        }
        double pixels = view.image().width();
        double x = (best % side + offsets.at(0, best)) / side * pixels;
        double y = (best / side + offsets.at(1, best)) / side * pixels;
        Box box = view.toFrame(x - 0.5 * pixels, y - 0.5 * pixels, sizes.at(0, best) * pixels, sizes.at(1, best) * pixels);
        return new Found(CropGeometry.clip(box, view.width(), view.height(), MARGIN), Math.max(0, Math.min(1, most)));
    }
}
