package glad.train;

import ai.djl.ndarray.NDArray;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import glad.api.train.TrainingModel;
import glad.api.train.TrainingStage;
import glad.api.train.TrainingStageFactory;
import glad.testing.FreedMemory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;

/** A stage whose memory is overwritten between loss and backward pass, as far as nothing holds it. */
final class OverwritingStage {

    private OverwritingStage() {}

    static TrainingStageFactory factory(TrainingStageFactory plain) {
        return new TrainingStageFactory() {
            @Override
            public OptionSchema options() {
                return plain.options();
            }

            @Override
            public Set<String> trains() {
                return plain.trains();
            }

            @Override
            public TrainingStage create(Options options, TrainingModel model) {
                return overwriting(plain.create(options, model));
            }
        };
    }

    private static TrainingStage overwriting(TrainingStage stage) {
        FreedMemory freed = new FreedMemory();
        return (TrainingStage) Proxy.newProxyInstance(OverwritingStage.class.getClassLoader(), new Class<?>[] {TrainingStage.class},
                (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(stage, arguments);
                        return result instanceof TrainingStage.Batch batch ? overwriting(batch, freed) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static TrainingStage.Batch overwriting(TrainingStage.Batch batch, FreedMemory freed) {
        return (from, to, scope) -> {
            NDArray[] loss = batch.loss(from, to, scope);
            freed.overwrite();
            return loss;
        };
    }
}
