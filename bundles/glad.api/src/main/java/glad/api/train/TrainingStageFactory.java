package glad.api.train;

import glad.api.options.OptionSchema;
import glad.api.options.Options;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A kind of training stage: an OSGi service with a {@link glad.api.GladId}, which is what {@code train} of an entry of an
 * experiment's {@code training.stages} names. What all stages have (examples, batch, optimiser, schedule, checks) is the
 * trainer's.
 */
@ConsumerType
public interface TrainingStageFactory {

    /** Returns the options that a stage's entry takes besides those of every stage: what its loss is made of. */
    OptionSchema options();

    /**
     * Returns the kinds of parts that a stage trains, as experiments name them: {@code text}, {@code diffusion},
     * {@code backbone}, {@code fusion}, {@code words}, {@code memory}, {@code head}. Half precision is refused for them before the training begins.
     */
    Set<String> trains();

    /**
     * Makes a stage.
     *
     * @param options values checked against {@link #options()}
     * @param model what is trained; the stage doesn't close it
     * @throws glad.api.GladException (usage) if the model has no part that can be trained so
     */
    TrainingStage create(Options options, TrainingModel model);
}
