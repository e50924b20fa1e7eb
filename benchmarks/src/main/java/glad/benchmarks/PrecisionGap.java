package glad.benchmarks;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.Box;
import glad.api.Image;
import glad.api.model.DiffusionNoise;
import glad.api.model.Mode;
import glad.api.model.Precision;
import glad.api.model.TextFeatures;
import glad.backbone.mae.internal.MaeVitBaseFactory;
import glad.diffusion.fusion.internal.GladDecoderFactory;
import glad.diffusion.head.internal.CenterHeadFactory;
import glad.diffusion.sd.internal.LatentDiffusion;
import glad.diffusion.sd.internal.Posterior;
import glad.diffusion.sd.internal.Sd15LcmFactory;
import glad.media.Crop;
import glad.media.ImageFile;
import glad.media.ImageNet;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * How far B256 with Stable Diffusion 1.5 in bf16 is from itself in fp32, and how fast it is: the VAE's latent, the feature maps, and
 * boxes on the same crops (each search begins at the box that fp32 found in the frame before). Weights are random, the same
 * in both precisions, and the text encoder is a small one: this says how exact the arithmetic is, nothing about tracking.
 */
public final class PrecisionGap {

    private static final String SENTENCE = "a red box";

    private PrecisionGap() {}

    /** What one precision gives. */
    private record Run(float[] latent, List<float[]> maps, List<Box> boxes, double startSeconds, double frameMillis) {}

    /**
     * Measures.
     *
     * @param args a folder of images, the target's box in the first as x,y,w,h, and how many frames to take
     */
    public static void main(String[] args) throws IOException {
        double[] xywh = Arrays.stream(args[1].split(",")).mapToDouble(Double::parseDouble).toArray();
        Box box = new Box(xywh[0], xywh[1], xywh[2], xywh[3]);
        List<Image> frames = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of(args[0]))) {
            for (Path file : files.sorted().limit(Integer.parseInt(args[2])).toList()) {
                frames.add(ImageFile.read(file));
            }
        }
        Run exact = run(Precision.FP32, frames, box, null);
        Run rough = run(Precision.BF16, frames, box, exact.boxes());
        System.out.printf("latent: off by %.4f of its norm%n", gap(exact.latent(), rough.latent()));
        for (int i = 0; i < exact.maps().size(); i++) {
            System.out.printf("feature map %d: off by %.4f of its norm%n", i, gap(exact.maps().get(i), rough.maps().get(i)));
        }
        double[] ious = new double[exact.boxes().size()];
        for (int i = 0; i < ious.length; i++) {
            ious[i] = exact.boxes().get(i).iou(rough.boxes().get(i));
        }
        System.out.printf("boxes on the same crops, %d frames: mean IoU %.4f, least %.4f%n", ious.length,
                Arrays.stream(ious).average().orElseThrow(), Arrays.stream(ious).min().orElseThrow());
        System.out.printf("fp32: start %.2f s, frame %.0f ms; bf16: start %.2f s, frame %.0f ms%n", exact.startSeconds(),
                exact.frameMillis(), rough.startSeconds(), rough.frameMillis());
    }

    private static Run run(Precision precision, List<Image> frames, Box box, List<Box> known) throws IOException {
        try (Model model = compose(precision)) {
            model.weights().draw();
            model.mode(Mode.INFER);
            Run run;
            try (NDManager scope = model.manager().newSubManager()) {
                Image template = new Crop(2, 512, TrackerSettings.official().padding()).of(frames.get(0), box).image();
                NDArray image = scope.create(ImageNet.normalise(template), new Shape(1, 3, 512, 512));
                float[] latent;
                try (Posterior posterior = ((LatentDiffusion) model.diffusion()).posterior(image)) {
                    latent = posterior.mean().toFloatArray();
                }
                DiffusionNoise noise = new DiffusionNoise(noise(scope, model, 1), noise(scope, model, 2));
                TextFeatures text = model.text().encode(List.of(SENTENCE), scope);
                TextFeatures nothing = model.text().encode(List.of(""), scope);
                NDList maps = model.diffusion().features(image, text, nothing, noise);
                run = new Run(latent, maps.stream().map(NDArray::toFloatArray).toList(), new ArrayList<>(), 0, 0);
            }
            try (Session session = new Session(model, TrackerSettings.official(), 1)) {
                long begun = System.nanoTime();
                session.start(frames.get(0), box, SENTENCE);
                double start = (System.nanoTime() - begun) / 1e9;
                begun = System.nanoTime();
                for (int i = 1; i < frames.size(); i++) {
                    if (known != null && i > 1) {
                        session.correct(known.get(i - 2));
                    }
                    run.boxes().add(session.next(frames.get(i)).box());
                }
                return new Run(run.latent(), run.maps(), run.boxes(), start,
                        (System.nanoTime() - begun) / 1e6 / (frames.size() - 1));
            }
        }
    }

    private static NDArray noise(NDManager scope, Model model, long seed) {
        Shape shape = new Shape(1).addAll(model.diffusion().noiseShape());
        Random random = new Random(seed);
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return scope.create(values, shape);
    }

    private static Model compose(Precision precision) throws IOException {
        WeightStore files = new WeightStore(Path.of("weights"));
        files.offer("glad-nano", new GladNano());
        Parts parts = new Parts();
        parts.offer(PartKind.TEXT, "clip-text", new ClipTextFactory(files), "benchmarks");
        parts.offer(PartKind.DIFFUSION, "sd15-lcm", new Sd15LcmFactory(), "benchmarks");
        parts.offer(PartKind.BACKBONE, "mae-vit-base", new MaeVitBaseFactory(), "benchmarks");
        parts.offer(PartKind.FUSION, "glad-decoder", new GladDecoderFactory(), "benchmarks");
        parts.offer(PartKind.WORDS, "none", new NoWordsFactory(), "benchmarks");
        parts.offer(PartKind.MEMORY, "none", new NoMemoryFactory(), "benchmarks");
        parts.offer(PartKind.HEAD, "center", new CenterHeadFactory(), "benchmarks");
        return new Composer(parts).compose(new ModelSpec(
                part("clip-text", "{'vocabulary': 256, 'width': 768, 'layers': 2, 'heads': 12, 'length': 16,"
                        + " 'tokenizer': 'embedded:glad-nano/tokenizer.json'}"),
                part("sd15-lcm", "{}"), part("mae-vit-base", "{}"), part("glad-decoder", "{'heads': 12, 'pool_heads': 4}"),
                part("center", "{}"), 512, 256), new Placement(Device.cpu(), precision, 1));
    }

    private static PartSpec part(String id, String options) throws IOException {
        return new PartSpec(id, (ObjectNode) new JsonMapper().readTree(options.replace('\'', '"')));
    }

    private static double gap(float[] expected, float[] actual) {
        double gap = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            gap += Math.pow(actual[i] - (double) expected[i], 2);
            norm += Math.pow(expected[i], 2);
        }
        return Math.sqrt(gap / norm);
    }
}
