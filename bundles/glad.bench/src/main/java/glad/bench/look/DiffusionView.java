package glad.bench.look;

import glad.api.Image;
import glad.media.Heat;
import glad.runtime.PartKind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** The template as the diffusion module sees it. */
final class DiffusionView {

    private static final int SIDE = 200;
    /** Cells per side on which layers of different sides are added up. */
    private static final int COMMON = 64;

    private DiffusionView() {}

    static void draw(Seen seen, Consumer<Shown> shown, Consumer<String> missing) {
        words(seen, shown, missing);
        Map<String, Image> images = seen.traces().images();
        if (images.isEmpty()) {
            boolean none = seen.loaded().experiment().model().part(PartKind.DIFFUSION).id().equals("none");
            missing.accept(seen.nothing(View.DIFFUSION, PartKind.DIFFUSION, none ? "tells no images" : "tells no images; one that is made by halves"
                    + " does where it is made whole, by --set diffusion.half=false and weights that hold the rest"));
            return;
        }
        Sheet sheet = new Sheet(SIDE).add(seen.template(), "template");
        images.forEach((name, image) -> sheet.add(image, name.replace('-', ' ')));
        shown.accept(new Shown("diffusion-images", sheet.image()));
    }

    /** Where each token of the sentence goes: the mean over heads and layers (Tang et al., "What the DAAM", 2022). */
    private static void words(Seen seen, Consumer<Shown> shown, Consumer<String> missing) {
        List<Weights> layers = seen.traces().means(PartKind.DIFFUSION, Traces.WORDS).stream()
                .filter(layer -> side(layer) * side(layer) == layer.queries()).toList();
        if (layers.isEmpty()) {
            missing.accept(seen.nothing(View.DIFFUSION, PartKind.DIFFUSION, "tells no attention to words"));
            return;
        }
        Sheet sheet = new Sheet(SIDE);
        for (int word = 0; word < Math.min(seen.words().size(), layers.get(0).keys()); word++) {
            float[] sum = new float[COMMON * COMMON];
            double taken = 0;
            for (Weights layer : layers) {
                float[] map = layer.takers(0, List.of(word), 0, layer.queries());
                float[] resized = new Heat(map, side(layer)).resized(COMMON);
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += resized[i] / layers.size();
                    taken += resized[i] / layers.size() / sum.length;
                }
            }
            sheet.add(new Heat(aboveLeast(sum), COMMON).over(seen.template()), String.format(Locale.ROOT, "%s %.1f %%", seen.words().get(word), 100 * taken));
        }
        shown.accept(new Shown("diffusion-words", sheet.image()));
    }

    /** Words take much of every cell: what they take more of some than of others is what there is to see. */
    private static float[] aboveLeast(float[] values) {
        float least = Float.MAX_VALUE;
        for (float value : values) {
            least = Math.min(least, value);
        }
        float[] above = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            above[i] = values[i] - least;
        }
        return above;
    }

    private static int side(Weights layer) {
        return (int) Math.round(Math.sqrt(layer.queries()));
    }
}
