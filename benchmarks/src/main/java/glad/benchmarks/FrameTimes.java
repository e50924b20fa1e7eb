package glad.benchmarks;

import ai.djl.Device;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.Box;
import glad.api.Image;
import glad.api.model.Mode;
import glad.api.model.Parameter;
import glad.api.model.Precision;
import glad.api.track.TrackStep;
import glad.backbone.mae.internal.MaeVitBaseFactory;
import glad.backbone.mae.internal.MaeVitLargeFactory;
import glad.diffusion.fusion.internal.GladDecoderFactory;
import glad.diffusion.head.internal.CenterHeadFactory;
import glad.diffusion.sd.internal.SdLcmFactory;
import glad.nano.internal.GladNano;
import glad.none.internal.NoMemoryFactory;
import glad.none.internal.NoWordsFactory;
import glad.runtime.Composer;
import glad.runtime.Model;
import glad.runtime.ModelSpec;
import glad.runtime.PartKind;
import glad.runtime.PartSpec;
import glad.runtime.Parts;
import glad.runtime.Placement;
import glad.runtime.Session;
import glad.runtime.TrackerSettings;
import glad.runtime.WeightStore;
import glad.text.clip.internal.ClipTextFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Whole frames of the published sizes with random weights, crop to box, in a video of 640x480. What runs per frame is that
 * of the published tracker; the diffusion module, which runs once per sequence, is a small one, so that 3 GiB do.
 */
@State(Scope.Benchmark)
@BenchmarkMode(org.openjdk.jmh.annotations.Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 5, time = 5)
public class FrameTimes {

    /** The published tracker. */
    @Param({"b256", "l384"})
    public String size;

    /** What the kernels compute in. */
    @Param({"FP32", "BF16"})
    public Precision precision;

    private final Image frame = noise(640, 480);
    private Model model;
    private Session session;

    private static Image noise(int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        new Random(1).nextBytes(rgb);
        return new Image(width, height, rgb);
    }

    /** Composes the tracker and begins a sequence. */
    @Setup
    public void start() throws IOException {
        WeightStore files = new WeightStore(Path.of("weights"));
        files.offer("glad-nano", new GladNano());
        Parts parts = new Parts();
        parts.offer(PartKind.TEXT, "clip-text", new ClipTextFactory(files), "benchmarks");
        parts.offer(PartKind.DIFFUSION, "sd-lcm", new SdLcmFactory(), "benchmarks");
        parts.offer(PartKind.BACKBONE, "b256", new MaeVitBaseFactory(), "benchmarks");
        parts.offer(PartKind.BACKBONE, "l384", new MaeVitLargeFactory(), "benchmarks");
        parts.offer(PartKind.FUSION, "glad-decoder", new GladDecoderFactory(), "benchmarks");
        parts.offer(PartKind.WORDS, "none", new NoWordsFactory(), "benchmarks");
        parts.offer(PartKind.MEMORY, "none", new NoMemoryFactory(), "benchmarks");
        parts.offer(PartKind.HEAD, "center", new CenterHeadFactory(), "benchmarks");
        int side = size.equals("b256") ? 256 : 384;
        ModelSpec spec = new ModelSpec(
                part("clip-text", "{'vocabulary': 256, 'width': 64, 'layers': 2, 'heads': 4, 'length': 16,"
                        + " 'tokenizer': 'embedded:glad-nano/tokenizer.json'}"),
                part("sd-lcm", "{'vae_channels': [16, 32, 32, 32], 'vae_layers': 1, 'vae_groups': 8,"
                        + " 'unet_channels': [32, 48, 64, 64], 'unet_layers': 1, 'groups': 8, 'heads': 2}"),
                part(size, "{}"), part("glad-decoder", side == 256 ? "{'heads': 12, 'pool_heads': 4}" : "{'heads': 16, 'pool_heads': 4}"), part("center", "{}"),
                512, side);
        model = new Composer(parts).compose(spec, new Placement(Device.cpu(), precision, 1));
        for (Parameter parameter : model.parameters(PartKind.HEAD)) {
            if (parameter.name().startsWith("head.conv5_size.")) {
                // Every box is a quarter of the search region, as the first: all frames cost the same.
                parameter.array().muli(0);
                if (parameter.name().endsWith(".bias")) {
                    parameter.array().addi(-Math.log(3));
                }
            }
        }
        model.mode(Mode.INFER);
        session = new Session(model, TrackerSettings.official(), 1);
        session.start(frame, new Box(280, 200, 80, 80), "a red box");
        session.next(frame);
    }

    private static PartSpec part(String id, String options) throws IOException {
        return new PartSpec(id, (ObjectNode) new JsonMapper().readTree(options.replace('\'', '"')));
    }

    /** Tracks one frame. */
    @Benchmark
    public TrackStep frame() {
        return session.next(frame);
    }

    /** Frees the model. */
    @TearDown
    public void end() {
        session.close();
        model.close();
    }
}
