package glad.train;

import glad.api.GladException;
import glad.api.GladId;
import glad.api.options.Option;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import glad.api.train.TrainingModel;
import glad.api.train.TrainingStage;
import glad.api.train.TrainingStageFactory;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** What words say for search tokens, on a tracker that stays as it is. */
@GladId("words")
@Component(service = TrainingStageFactory.class)
public final class WordsStageFactory implements TrainingStageFactory {

    static final OptionSchema OPTIONS = OptionSchema.of(
            Option.number("fit", 1, 0, 1000, "weight of the loss of how well words fit, beside that of the score"),
            Option.integer("again", 0, 0, 1000, "how many earlier batches each update looks at again, with sentences drawn anew: what the tracker sees"
                    + " of them is kept. A resumed training begins with none"),
            Option.integer("keep", 1000, 1, 1_000_000, "how many batches are kept for that at most"),
            Option.number("distractor", 0.5, 0, 1,
                    "fraction of hidden templates with a distractor that are told its sentence, and have to find it"));

    @Override
    public OptionSchema options() {
        return OPTIONS;
    }

    @Override
    public Set<String> trains() {
        return Set.of("words");
    }

    @Override
    public TrainingStage create(Options options, TrainingModel model) {
        if (model.parameters("words").isEmpty()) {
            throw GladException.usage("stage words has nothing to train: the experiment's \"words\" have no parameters; expected words that say"
                    + " where they fit; set words: {id: word-query}");
        }
        return new WordsStage(options, model);
    }
}
