package @package@;

import ai.djl.ndarray.*;
import glad.api.*;
import glad.api.data.TrainingPair;
import glad.api.model.*;
import glad.api.options.*;
import glad.api.train.*;
import java.util.*;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Component;

/** Trains the head alone, on how far its box is from the ground truth. */
@GladId("@id@")
@Component
public final class @Class@ implements TrainingStageFactory {

    @Override public OptionSchema options() { return OptionSchema.of(); }

    @Override public Set<String> trains() { return Set.of("head"); }

    @Override public TrainingStage create(Options options, TrainingModel model) { return new Stage(model); }

    private record Stage(TrainingModel model) implements TrainingStage {

        @Override public Map<String, Parameter> parameters() {
            return model.parameters("head").stream().collect(Collectors.toMap(Parameter::name, parameter -> parameter));
        }

        @Override public void prepare() { model.mode(Mode.TRAIN); }

        @Override public List<String> terms() { return List.of("box"); }

        @Override public Batch batch(List<TrainingPair> pairs, Random random, NDManager scope) {
            DiffusionNoise noise = model.noise(pairs.size(), random, scope);
            return (from, to, piece) -> {
                List<TrainingPair> some = pairs.subList(from, to);
                NDArray found = model.predict(some, some.stream().map(TrainingPair::sentence).toList(),
                        noise == null ? null : noise.part(from, to, piece), piece).boxes();
                double[] sides = some.stream().map(TrainingPair::searchBox).flatMapToDouble(
                        box -> Arrays.stream(new double[] {box.cx(), box.cy(), box.w(), box.h()})).toArray();
                NDArray loss = found.sub(piece.create(sides).toType(found.getDataType(), false).reshape(found.getShape())).abs().mean();
                return new NDArray[] {loss, loss};
            };
        }

        @Override public Map<String, Double> check(List<TrainingPair> pairs, Random random) {
            model.mode(Mode.INFER);
            try (NDManager scope = model.manager().newSubManager()) {
                return Map.of("box", (double) batch(pairs, random, scope).loss(0, pairs.size(), scope)[0].getFloat());
            }
        }

        @Override public void close() { }
    }
}
