package glad.train;

import glad.api.GladId;
import glad.api.options.Option;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import glad.api.train.TrainingModel;
import glad.api.train.TrainingStage;
import glad.api.train.TrainingStageFactory;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;

/** Backbone, fusion and head, on boxes. */
@GladId("tracker")
@Component(service = TrainingStageFactory.class)
public final class TrackerStageFactory implements TrainingStageFactory {

    /** What the loss of boxes is made of, and how often a sentence is left out. */
    static final List<Option> LOSS = List.of(
            Option.choice("loss", "official", List.of("official", "dense"),
                    "the tracker's loss: of the best cell's box, or of those round the true centre"),
            Option.number("focal", 1, 0, 1000, "weight of the score map's loss"),
            Option.number("focal_epsilon", 1e-6, 0, 1, "added inside its logarithm of empty cells; 0 in ATCTrack"),
            Option.number("l1", 5, 0, 1000, "weight of the box's absolute error"),
            Option.number("overlap", 2, 0, 1000, "weight of the box's overlap loss"),
            Option.choice("iou", "ciou", List.of("ciou", "giou"), "the box's overlap loss"),
            Option.number("drop_text", 0, 0, 1, "fraction of examples without their sentence"));

    private static final OptionSchema OPTIONS = OptionSchema.of(Stream.concat(LOSS.stream(), Stream.of(
            Option.number("drop_cues", 0, 0, 1, "fraction of batches without diffusion cues"))).toArray(Option[]::new));

    @Override
    public OptionSchema options() {
        return OPTIONS;
    }

    @Override
    public Set<String> trains() {
        return Set.of("backbone", "fusion", "head");
    }

    @Override
    public TrainingStage create(Options options, TrainingModel model) {
        return new TrackerStage(options, model);
    }
}
