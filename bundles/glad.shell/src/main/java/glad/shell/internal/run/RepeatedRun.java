package glad.shell.internal.run;

import glad.api.track.TrackerFactory;
import glad.bench.EvaluationRun;
import glad.bench.StoredEvaluation;
import glad.bench.run.Provenance;
import glad.bench.run.RunFolder;
import glad.experiment.Experiment;
import glad.experiment.LoadedExperiment;
import glad.runtime.FrameThreads;
import glad.runtime.Placement;
import glad.runtime.Registries;
import glad.runtime.Registry;
import glad.shell.ShellCommand;
import glad.shell.internal.model.ModelSource;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Evaluates once more what a run's folder says, in another folder; no diffusion features are taken from the cache. */
@Component(service = RepeatedRun.class)
public final class RepeatedRun {

    private final ModelSource source;
    private final Registries registries;

    /** Made by the component runtime. */
    @Activate
    public RepeatedRun(@Reference ModelSource source, @Reference Registries registries) {
        this.source = source;
        this.registries = registries;
    }

    /**
     * Runs it, to the end or until the command is stopped.
     *
     * @param verb shows how far it is
     * @param again an empty folder
     * @param devices of an experiment, as on the command line
     * @return what became of it
     */
    public EvaluationRun run(ShellCommand verb, StoredEvaluation before, RunFolder again, String devices) {
        if (before.experiment().isPresent()) {
            return experiment(verb, before, before.experiment().get(), again, devices);
        }
        Registry.Entry<TrackerFactory> tracker = registries.trackers().find(before.content().get("tracker"));
        Provenance provenance = Provenance.now(verb.commandLine(), tracker.id(), before.provenance().run());
        EvaluationRun run = EvaluationRun.begin(before.plan(), again, tracker, before.told(), provenance);
        new ShownEvaluation(verb).run(run, lines -> run.run(tracker, before.told(), lines));
        return run;
    }

    private EvaluationRun experiment(ShellCommand verb, StoredEvaluation before, Experiment experiment, RunFolder again, String devices) {
        List<LoadedExperiment> models = new ArrayList<>();
        try (FrameThreads threads = FrameThreads.parse("auto")) {
            List<Placement> placements = Placement.several(devices, experiment.precision().toString(), experiment.seed());
            for (Placement placement : placements) {
                models.add(source.load(verb, experiment, placement));
            }
            Provenance provenance = Provenance.now(verb.commandLine(), models.get(0)).of(before.provenance().run(), placements);
            EvaluationRun run = EvaluationRun.begin(before.plan(), again, models.get(0), provenance);
            new ShownEvaluation(verb).run(run, lines -> run.run(models, threads, lines));
            return run;
        } finally {
            models.forEach(LoadedExperiment::close);
        }
    }
}
