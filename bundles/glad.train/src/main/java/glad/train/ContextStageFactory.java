package glad.train;

import glad.api.GladId;
import glad.api.options.Option;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import glad.api.train.TrainingModel;
import glad.api.train.TrainingStage;
import glad.api.train.TrainingStageFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;

/** Backbone, fusion, words, memory and head, on clips. */
@GladId("context")
@Component(service = TrainingStageFactory.class)
public final class ContextStageFactory implements TrainingStageFactory {

    private static final OptionSchema OPTIONS = OptionSchema.of(Stream.concat(TrackerStageFactory.LOSS.stream(), Stream.of(
            Option.number("confidence", 1, 0, 1000, "weight of how far the confidence network is from the overlap; 0 for a memory without it"),
            Option.flag("confidence_detached", false, "whether boxes learn nothing from it; they do in the official training"),
            Option.number("words", 0.2, 0, 1000, "weight of the loss of target words; 0 where words aren't told apart"),
            Option.text("word_labels", "", "file of sentences and their target words (.csv, .json), or a folder of such files; beside what the examples tell themselves"),
            Option.choice("word_numbers", "written", List.of("written", "tokenizer"),
                    "how words are counted in labels: between white space, or as the tokenizer cuts them, as the official training does"),
            Option.choice("word_mean", "batch", List.of("batch", "words"),
                    "over what the loss of words is a mean: all places of the batch's longest sentence, as in the official training, or words")))
            .toArray(Option[]::new));

    @Override
    public OptionSchema options() {
        return OPTIONS;
    }

    @Override
    public Set<String> trains() {
        return Set.copyOf(ContextStage.TRAINED);
    }

    @Override
    public TrainingStage create(Options options, TrainingModel model) {
        String labels = options.text("word_labels");
        return new ContextStage(options, model, labels.isEmpty() ? TargetWordTable.EMPTY : TargetWordTable.read(Path.of(labels)));
    }
}
