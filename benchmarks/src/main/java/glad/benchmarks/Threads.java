package glad.benchmarks;

import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.api.Image;
import glad.api.data.Frames;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import glad.api.track.TrackStep;
import glad.backbone.mae.internal.MaeVitFactory;
import glad.datasets.procedural.internal.ProceduralDataset;
import glad.diffusion.fusion.internal.GladDecoderFactory;
import glad.diffusion.head.internal.CenterHeadFactory;
import glad.diffusion.sd.internal.SdLcmFactory;
import glad.experiment.ExperimentLoader;
import glad.experiment.Experiments;
import glad.experiment.LoadedExperiment;
import glad.nano.internal.GladNano;
import glad.nn.Torch;
import glad.none.internal.NoMemoryFactory;
import glad.none.internal.NoWordsFactory;
import glad.runtime.Composer;
import glad.runtime.FrameThreads;
import glad.runtime.PartKind;
import glad.runtime.Parts;
import glad.runtime.Placement;
import glad.runtime.Session;
import glad.runtime.WeightStore;
import glad.text.clip.internal.ClipTextFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Frames per second of {@code glad-nano} on one thread, on all, and on as many as {@link FrameThreads} chooses: idle, beside
 * one busy process, and beside two, which this starts and ends. The three take turns, each with a new session and nothing
 * measured before. Boxes must be the same bits.
 */
public final class Threads {

    private static final int FRAMES = 300;

    /** A choice that is far too slow needn't be waited for. */
    private static final long LONG_ENOUGH = 30_000_000_000L;

    private final LoadedExperiment nano;
    private final Sequence sequence;
    private final List<Image> frames = new ArrayList<>();
    private final List<TrackStep> steps = new ArrayList<>();

    private Threads() throws IOException {
        WeightStore files = new WeightStore(Path.of("weights"));
        files.offer("glad-nano", new GladNano());
        Parts parts = new Parts();
        parts.offer(PartKind.TEXT, "clip-text", new ClipTextFactory(files), "benchmarks");
        parts.offer(PartKind.DIFFUSION, "sd-lcm", new SdLcmFactory(), "benchmarks");
        parts.offer(PartKind.BACKBONE, "mae-vit", new MaeVitFactory(), "benchmarks");
        parts.offer(PartKind.FUSION, "glad-decoder", new GladDecoderFactory(), "benchmarks");
        parts.offer(PartKind.WORDS, "none", new NoWordsFactory(), "benchmarks");
        parts.offer(PartKind.MEMORY, "none", new NoMemoryFactory(), "benchmarks");
        parts.offer(PartKind.HEAD, "center", new CenterHeadFactory(), "benchmarks");
        nano = new ExperimentLoader(new Composer(parts), parts, files).load(
                new Experiments(Path.of("../run-configs/experiments")).read("glad-nano", List.of()), Placement.cpu(), p -> { });
        ProceduralDataset drawn = new ProceduralDataset();
        SequenceSet set = drawn.open(null, drawn.options().read("dataset",
                new JsonMapper().createObjectNode().put("count", 1).put("frames", FRAMES)));
        sequence = set.sequence(set.names().get(0));
        try (Frames opened = sequence.open()) {
            for (int i = 0; i < opened.count(); i++) {
                frames.add(opened.frame(i));
            }
        }
    }

    /** Measures; the argument is the number of turns, 3 unless given. */
    public static void main(String[] args) throws IOException {
        int turns = args.length == 0 ? 3 : Integer.parseInt(args[0]);
        Threads threads = new Threads();
        List<String> words = List.of("1", Integer.toString(Torch.threads()), "auto");
        threads.rate("auto");
        System.out.printf("%-22s %10s %10s %10s %20s%n", "frames/s", words.get(0), words.get(1), "auto", "auto by the better");
        for (int busy = 0; busy <= 2; busy++) {
            threads.measure(busy, turns, words);
        }
        threads.nano.close();
    }

    private void measure(int busy, int turns, List<String> words) throws IOException {
        List<Process> others = new ArrayList<>();
        try {
            for (int i = 0; i < busy; i++) {
                others.add(new ProcessBuilder("sh", "-c", "while :; do :; done").start());
            }
            Map<String, List<Double>> rates = new LinkedHashMap<>();
            for (int turn = 0; turn < turns; turn++) {
                for (String word : words) {
                    rates.computeIfAbsent(word, w -> new ArrayList<>()).add(rate(word));
                }
                row(busy + " busy, turn " + (turn + 1), words, rates, turn);
            }
            rates.values().forEach(list -> list.sort(null));
            row(busy + " busy, median", words, rates, turns / 2);
        } finally {
            others.forEach(Process::destroyForcibly);
        }
    }

    private static void row(String head, List<String> words, Map<String, List<Double>> rates, int index) {
        double[] row = words.stream().mapToDouble(word -> rates.get(word).get(index)).toArray();
        System.out.printf(Locale.ROOT, "%-22s %10.1f %10.1f %10.1f %20.2f%n", head, row[0], row[1], row[2],
                row[2] / Math.max(row[0], row[1]));
    }

    /** Returns frames per second on so many threads, the sequence's start included. */
    private double rate(String word) {
        long moment = System.nanoTime();
        int done = 1;
        try (FrameThreads threads = FrameThreads.parse(word); Session session = nano.session(threads)) {
            keep(0, session.start(frames.get(0), sequence.boxes().get(0), sequence.sentence()));
            while (done < frames.size() && System.nanoTime() - moment < LONG_ENOUGH) {
                keep(done, session.next(frames.get(done)));
                done++;
            }
        }
        return done * 1e9 / (System.nanoTime() - moment);
    }

    private void keep(int frame, TrackStep step) {
        if (frame == steps.size()) {
            steps.add(step);
        } else if (!steps.get(frame).equals(step)) {
            throw new IllegalStateException("frame " + frame + " gave " + steps.get(frame) + " before and " + step + " now");
        }
    }
}
