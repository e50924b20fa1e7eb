package glad.shell.internal.run;

import glad.api.GladException;
import glad.api.Names;
import glad.bench.data.Datasets;
import glad.eval.analysis.statistics.Estimate;
import glad.experiment.Experiment;
import glad.experiment.LoadedExperiment;
import glad.runtime.FrameThreads;
import glad.runtime.Registries;
import glad.shell.Progress;
import glad.shell.Result;
import glad.shell.ShellCommand;
import glad.shell.internal.model.ModelOptions;
import glad.shell.internal.model.ModelSource;
import glad.train.TrainingData;
import glad.train.TrainingSpec;
import glad.train.WordEffect;
import glad.train.WordEffect.Said;
import glad.train.WordEffect.Shown;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures whether a tracker heeds its sentence. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=words")
@Command(name = "words", description = "Measure whether an experiment heeds the sentence: the overlap in single held-out pairs with the right"
        + " sentence, the distractor's, another pair's, none, and with diffusion off; and their differences with 95 %% intervals over pairs."
        + " Pairs come from the experiment's training.held_out, else training.data with another seed.",
        footer = {"", "./glad words glad-nano --pairs 300 \\",
            "  --set 'training.held_out=[{pairs: procedural, stamps: 0, patches: 0, regions: 0, shapes: 1, ambiguous: 0.6}]'",
            "                           on drawn shapes alone, which need no photographs"})
public final class WordsVerb extends ShellCommand {

    private final ModelSource models;
    private final Datasets datasets;
    private final Registries registries;

    @Parameters(paramLabel = EXPERIMENT, description = "Which tracker.")
    private String experimentName;

    @Option(names = "--pairs", paramLabel = "N", defaultValue = "600",
            description = "How many pairs of each kind of template (default: ${DEFAULT-VALUE}).")
    private int pairs;

    @Option(names = "--templates", paramLabel = "KIND", split = ",", defaultValue = "hidden,distractor,clear",
            description = "Which kinds of templates: hidden, distractor, clear (default: all).")
    private List<String> templates;

    @Mixin
    private ModelOptions options;

    /** Made by the component runtime. */
    @Activate
    public WordsVerb(@Reference ModelSource models, @Reference Datasets datasets, @Reference Registries registries) {
        this.models = models;
        this.datasets = datasets;
        this.registries = registries;
    }

    @Override
    protected Result run() {
        if (pairs < Estimate.FEWEST) {
            throw GladException.usage("\"" + pairs + "\" pairs say nothing; expected at least " + Estimate.FEWEST);
        }
        Set<Shown> wanted = wanted();
        Experiment experiment = options.experiment(models, experimentName);
        TrainingSpec spec = TrainingSpec.read(experiment.training(), registries.stages());
        TrainingData data = new TrainingData(datasets, registries.pairs(), experiment, spec, this::remark);
        Map<Shown, Map<Said, double[]>> effects;
        try (FrameThreads computing = options.threads();
                LoadedExperiment loaded = options.load(this, models, experiment);
                Progress progress = progress("words " + experiment.name(), "pairs")) {
            effects = WordEffect.measure(loaded.model(), data.heldOut(), wanted, pairs, experiment.seed(),
                    done -> progress.step(done, pairs * Said.values().length * wanted.size(), ""));
        }
        if (effects.isEmpty()) {
            throw GladException.failure("the held-out pairs of \"" + experiment.name() + "\" have no distractors and too few targets with a"
                    + " sentence; name others in training.held_out");
        }
        return new WordTexts(registries.metrics().get("success"), experiment.seed()).of(experiment.name(), pairs, effects);
    }

    private Set<Shown> wanted() {
        List<String> names = Arrays.stream(Shown.values()).map(shown -> shown.name().toLowerCase(Locale.ROOT)).toList();
        Set<Shown> wanted = EnumSet.noneOf(Shown.class);
        for (String name : templates) {
            if (!names.contains(name)) {
                throw GladException.usage(Names.unknown("kind of template", name, names));
            }
            wanted.add(Shown.values()[names.indexOf(name)]);
        }
        return wanted;
    }
}
