package glad.trackers.onnx.internal;

import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.track.TrackStep;
import glad.api.track.Tracker;

/** A tracker whose network is given as ONNX files. It reads no sentence, and remembers its template and last box. */
final class OnnxTracker implements Tracker {

    private final Recipe recipe;
    private final Network network;
    private Box last;

    /** Makes one. @param network closed with it */
    OnnxTracker(Recipe recipe, Network network) {
        this.recipe = recipe;
        this.network = network;
    }

    private View view(Image frame, Recipe.Input input) {
        return recipe.framing().view(frame, last, input, recipe.template().size());
    }

    @Override
    public TrackStep start(Image frame, Box box, String sentence) {
        last = recipe.framing().begin(box);
        network.template(recipe.pixels().of(view(frame, recipe.template()).image()));
        return new TrackStep(box, 1);
    }

    @Override
    public TrackStep next(Image frame) {
        View view = view(frame, recipe.search());
        Decoding.Found found = recipe.decoding().decode(network.search(recipe.pixels().of(view.image())), view, last);
        if (!found.box().isValid()) {
            throw GladException.failure("the model's maps give no box: \"" + found.box() + "\"; check pixels and outputs of the recipe");
        }
        last = found.box();
        return new TrackStep(last, found.confidence());
    }

    @Override
    public void correct(Box known) {
        last = recipe.framing().begin(known);
    }

    @Override
    public void tell(String sentence) {
        // It reads none.
    }

    @Override
    public void close() {
        network.close();
    }
}
