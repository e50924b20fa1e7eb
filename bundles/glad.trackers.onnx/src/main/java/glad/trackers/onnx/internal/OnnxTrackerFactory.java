package glad.trackers.onnx.internal;

import ai.onnxruntime.OrtEnvironment;
import glad.api.GladException;
import glad.api.track.Tracker;
import glad.api.track.TrackerFactory;
import glad.trackers.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes the trackers of one entry.
 *
 * @param id what commands call it
 * @param description one line
 * @param file the recipe, which is read at each use
 * @param threads how many compute a layer
 */
record OnnxTrackerFactory(String id, String description, Path file, int threads) implements TrackerFactory {

    /** Returns the hashes of the recipe and of the models that it names; with other threads sums may differ in their last bits. */
    @Override
    public SortedMap<String, String> content() {
        SortedMap<String, String> content = new TreeMap<>();
        content.put("onnxruntime", OrtEnvironment.getEnvironment().getVersion());
        content.put("threads", Integer.toString(threads));
        content.put("recipe", hash(file));
        Recipe.read(file, id).models().forEach(model -> content.put("model " + model.getFileName(), hash(model)));
        return content;
    }

    private static String hash(Path file) {
        if (!Files.isRegularFile(file)) {
            throw GladException.usage("\"" + file + "\" isn't there; expected a file");
        }
        return Entry.hash(file);
    }

    @Override
    public Tracker create() {
        Recipe recipe = Recipe.read(file, id);
        return new OnnxTracker(recipe, Network.open(recipe, threads));
    }
}
