package glad.bench.run;

import glad.backbone.mae.internal.MaeVitFactory;
import glad.diffusion.fusion.internal.GladDecoderFactory;
import glad.diffusion.head.internal.CenterHeadFactory;
import glad.diffusion.sd.internal.SdLcmFactory;
import glad.experiment.ExperimentLoader;
import glad.experiment.Experiments;
import glad.experiment.LoadedExperiment;
import glad.nano.internal.GladNano;
import glad.none.internal.NoMemoryFactory;
import glad.none.internal.NoWordsFactory;
import glad.runtime.Composer;
import glad.runtime.PartKind;
import glad.runtime.Parts;
import glad.runtime.Placement;
import glad.runtime.WeightStore;
import glad.text.clip.internal.ClipTextFactory;
import java.nio.file.Path;
import java.util.List;

/** The embedded experiment with its own weights. */
public final class Nano {

    private Nano() {
    }

    /** Loads it; the caller closes it. */
    public static LoadedExperiment load() {
        WeightStore files = new WeightStore(Path.of("weights"));
        files.offer("glad-nano", new GladNano());
        Parts parts = new Parts();
        parts.offer(PartKind.TEXT, "clip-text", new ClipTextFactory(files), "glad.text.clip");
        parts.offer(PartKind.DIFFUSION, "sd-lcm", new SdLcmFactory(), "glad.diffusion.sd");
        parts.offer(PartKind.BACKBONE, "mae-vit", new MaeVitFactory(), "glad.backbone.mae");
        parts.offer(PartKind.FUSION, "glad-decoder", new GladDecoderFactory(), "glad.diffusion.fusion");
        parts.offer(PartKind.WORDS, "none", new NoWordsFactory(), "glad.none");
        parts.offer(PartKind.MEMORY, "none", new NoMemoryFactory(), "glad.none");
        parts.offer(PartKind.HEAD, "center", new CenterHeadFactory(), "glad.diffusion.head");
        return new ExperimentLoader(new Composer(parts), parts, files).load(
                new Experiments(Path.of("../../run-configs/experiments")).read("glad-nano", List.of()), Placement.cpu(), p -> { });
    }
}
