package @package@;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.GladId;
import glad.api.model.*;
import glad.api.options.*;
import glad.nn.*;
import java.util.*;
import org.osgi.service.component.annotations.Component;

/** A row of a table per word, chosen by the word's hash. */
@GladId("@id@")
@Component
public final class @Class@ implements TextEncoderFactory {

    @Override public OptionSchema options() { return OptionSchema.of(); }

    @Override public TextEncoder create(Options options, PartInputs inputs, PartContext context) { return new Net(new LayerContext(context)); }

    private static final class Net extends Layer implements TextEncoder {

        private static final int LENGTH = 16;
        private static final int ROWS = 4096;
        private static final int WIDTH = 64;
        private final BoundKernel kernel;

        Net(LayerContext context) {
            super(context);
            kernel = kernel("rows.py", Map.of(), Map.of("table", weight("table.weight", Init.normal(1), ROWS, WIDTH)), "ids");
        }

        @Override public int width() { return WIDTH; }

        @Override public int length() { return LENGTH; }

        @Override public TextFeatures encode(List<String> sentences, NDManager manager) {
            long[] ids = new long[sentences.size() * LENGTH]; // row 0 is padding
            for (int i = 0; i < sentences.size(); i++) {
                String[] words = sentences.get(i).strip().toLowerCase(Locale.ROOT).split("\\W+");
                for (int w = 0; w < Math.min(LENGTH, words.length); w++) {
                    ids[i * LENGTH + w] = words[w].isEmpty() ? 0 : 1 + Math.floorMod(words[w].hashCode(), ROWS - 1);
                }
            }
            var found = runMany(kernel, manager.create(ids, new Shape(sentences.size(), LENGTH)));
            return new TextFeatures(found[0], found[1]);
        }
    }
}
