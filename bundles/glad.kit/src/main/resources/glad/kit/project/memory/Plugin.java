package @package@;

import ai.djl.ndarray.*;
import ai.djl.ndarray.types.Shape;
import glad.api.GladId;
import glad.api.model.*;
import glad.api.options.*;
import glad.nn.*;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Remembers one row, a running mean of search tokens by how much they are like it; makes tokens count more the more they are. */
@GladId("@id@")
@Component
public final class @Class@ implements TargetMemoryFactory {

    @Override public OptionSchema options() { return OptionSchema.of(); }

    @Override public TargetMemory create(Options options, PartInputs inputs, PartContext context) { return new Net(new LayerContext(context), inputs); }

    private static final class Net extends Layer implements TargetMemory {

        private final int width;
        private final Kernel recall;
        private final BoundKernel look;

        Net(LayerContext context, PartInputs inputs) {
            super(context);
            width = inputs.tokenWidth();
            recall = kernel("recall.py", Map.of());
            look = kernel("look.py", Map.of(), Map.of("w", weight("look.weight", Init.fanIn(1), width, width)), "guided", "row");
        }

        @Override public int length() { return 1; }

        @Override public NDList start(int count, NDManager owner) { return new NDList(owner.zeros(new Shape(count, 1, width))); }

        @Override public MemoryRows recall(Tokens seen, NDList state) {
            var found = runMany(recall, seen.template(), state.get(0));
            return new MemoryRows(found[0], found[1]);
        }

        @Override public Remembered forward(Tokens seen, NDArray guided, NDList state, MemoryRows memory) {
            var found = runMany(look, guided, memory.rows());
            return new Remembered(found[0], found[1], found[2]);
        }

        @Override public NDList keep(NDList state, MemoryRows memory, Remembered now, Prediction found) { return new NDList(now.token().concat(memory.rows(), 1).mean(new int[] {1}, true)); }
    }
}
