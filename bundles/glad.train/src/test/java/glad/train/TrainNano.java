package glad.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import glad.api.data.PairSourceFactory;
import glad.api.model.ModelFiles;
import glad.api.model.Precision;
import glad.api.options.Options;
import glad.backbone.mae.internal.MaeVitFactory;
import glad.datasets.procedural.internal.ProceduralPairs;
import glad.diffusion.fusion.internal.GladDecoderFactory;
import glad.diffusion.head.internal.CenterHeadFactory;
import glad.diffusion.sd.internal.SdLcmFactory;
import glad.runtime.Composer;
import glad.runtime.ModelSpec;
import glad.runtime.PartKind;
import glad.runtime.PartSpec;
import glad.runtime.Parts;
import glad.runtime.Placement;
import glad.text.clip.internal.ClipTextFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Trains the experiment glad-nano without a framework. */
public final class TrainNano {

    public static void main(String[] args) throws IOException {
        JsonNode root = new YAMLMapper().readTree(Path.of(args[0]).toFile());
        Path nano = Path.of(args[1]);
        ModelFiles files = new ModelFiles() {
            @Override
            public InputStream open(String reference) throws IOException {
                return Files.newInputStream(path(reference));
            }

            @Override
            public Path path(String reference) {
                return nano.resolve(reference.substring(reference.lastIndexOf('/') + 1));
            }
        };
        Parts parts = new Parts();
        parts.offer(PartKind.TEXT, "clip-text", new ClipTextFactory(files), "test");
        parts.offer(PartKind.DIFFUSION, "sd-lcm", new SdLcmFactory(), "test");
        parts.offer(PartKind.BACKBONE, "mae-vit", new MaeVitFactory(), "test");
        parts.offer(PartKind.FUSION, "glad-decoder", new GladDecoderFactory(), "test");
        parts.offer(PartKind.HEAD, "center", new CenterHeadFactory(), "test");
        ModelSpec spec = new ModelSpec(part(root, "text"), part(root, "diffusion"), part(root, "backbone"),
                part(root, "fusion"), part(root, "head"), root.at("/template/size").asInt(),
                root.at("/search/size").asInt());
        TrainingSpec training = TrainingSpec.read(root.get("training"));
        Placement placement = new Placement(ai.djl.Device.cpu(), Precision.FP32, training.seed());
        ProceduralPairs pairs = new ProceduralPairs();
        Options options = pairs.options().read("pairs", training.pairs().options());
        PairSourceFactory.Crops crops = new PairSourceFactory.Crops(spec.templateSize(), spec.searchSize(),
                root.at("/template/factor").asDouble(), root.at("/search/factor").asDouble());
        Trainer trainer = new Trainer(new Composer(parts), spec, placement, training,
                pairs.create(options, crops, training.seed()), pairs.create(options, crops, ~training.seed()), Path.of(args[2]),
                status -> System.out.printf("%tT %s %d/%d loss %.4f rate %.1f eta %.0f s %s%n", System.currentTimeMillis(),
                        status.goal(), status.samples(), status.total(), status.loss(), status.rate(),
                        status.secondsLeft(), status.note()));
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            trainer.stop();
            try {
                main.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        System.out.println(trainer.run() ? "done" : "stopped");
    }

    private static PartSpec part(JsonNode model, String kind) {
        ObjectNode options = model.get(kind).deepCopy();
        options.remove("id");
        return new PartSpec(model.get(kind).get("id").asText(), options);
    }
}
