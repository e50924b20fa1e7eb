package glad.bench.look;

import ai.djl.ndarray.NDList;
import glad.api.Image;
import glad.experiment.LoadedExperiment;
import glad.media.Cropped;
import glad.runtime.FramePass;
import glad.runtime.PartKind;
import java.util.List;

/**
 * What is there to be drawn.
 *
 * @param loaded the tracker
 * @param frame the frame
 * @param region the search region in it
 * @param template the first frame's template, as the network sees it
 * @param search the backbone's search tokens, and those on what was found
 * @param target the backbone's tokens of a template, and those on the target
 * @param inTemplate the target in the template: centre x, centre y, width, height as fractions
 * @param pass what the model makes of the frame
 * @param maps the diffusion module's feature maps; empty if nobody asked
 * @param words what the sentence's tokens are called
 * @param traces what parts told of themselves
 */
record Seen(LoadedExperiment loaded, Image frame, Cropped region, Image template, Cells search, Cells target, float[] inTemplate,
        FramePass pass, NDList maps, List<String> words, Traces traces) {

    /** Returns what says that a part has nothing to show. */
    String nothing(View view, PartKind kind, String why) {
        return view.key() + ": the part " + kind.key() + ", \"" + loaded.experiment().model().part(kind).id() + "\", " + why;
    }
}
