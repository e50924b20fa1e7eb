package @package@;

import ai.djl.ndarray.*;
import ai.djl.ndarray.types.Shape;
import glad.api.GladId;
import glad.api.model.*;
import glad.api.options.*;
import glad.nn.*;
import java.util.*;
import org.osgi.service.component.annotations.Component;

/** Adds to every search token what the feature maps are on average. */
@GladId("@id@")
@Component
public final class @Class@ implements FusionFactory {

    @Override public OptionSchema options() { return OptionSchema.of(); }

    @Override public Fusion create(Options options, PartInputs inputs, PartContext context) {
        return new Net(new LayerContext(context), inputs);
    }

    private static final class Net extends Layer implements Fusion {

        private final List<BoundKernel> pools = new ArrayList<>();

        Net(LayerContext context, PartInputs inputs) {
            super(context);
            for (Shape map : inputs.featureMaps()) {
                Weight weight = weight("maps." + pools.size() + ".weight", Init.fanIn(1), inputs.tokenWidth(), map.get(0));
                pools.add(kernel("pool.py", Map.of(), Map.of("w", weight), "map"));
            }
        }

        @Override public NDList cues(NDList featureMaps) {
            NDList cues = new NDList();
            for (NDArray map : featureMaps) {
                cues.add(run(pools.get(cues.size()), map));
            }
            return cues;
        }

        @Override public Tokens forward(Tokens tokens, NDList cues) {
            NDArray search = tokens.search();
            for (NDArray cue : cues) {
                search = search.add(cue);
            }
            return tokens.withSearch(search);
        }
    }
}
