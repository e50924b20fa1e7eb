package glad.datasets.classic.internal;

import glad.api.Boxes;
import glad.api.GladException;
import glad.api.GladId;
import glad.api.Reason;
import glad.api.data.Dataset;
import glad.api.data.Frames;
import glad.api.data.SequenceSet;
import glad.api.eval.Rules;
import glad.api.options.Option;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import glad.datasets.files.BoxFile;
import glad.datasets.files.LabelledSequence;
import glad.datasets.files.ListedSequences;
import glad.datasets.files.SequenceFrames;
import glad.datasets.files.TextFile;
import glad.media.FrameSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/**
 * Need for Speed (Kiani Galoogahi et al., ICCV 2017): as downloaded, {@code NAME/30/NAME/} and {@code NAME/240/NAME/}
 * each with a file of corners {@code NAME.txt} beside it; or as trackers' official code takes it, {@code
 * anno/nfs_NAME.txt} with {@code x y w h} and {@code sequences/NAME/}, at 30 frames per second.
 */
@GladId("nfs")
@Component(service = Dataset.class)
public final class Nfs implements Dataset {

    private static final String RATE = "rate";
    private static final String OFFICIAL_RATE = "30";
    private static final String PREFIX = "nfs_";

    /** At 30 frames per second, every eighth image of 240 was kept, but not every file of corners was thinned out. */
    private static final int THINNED = 8;

    @Override
    public String description() {
        return "NFS: 100 sequences of fast things at 30 or 240 frames per second, no sentences";
    }

    @Override
    public OptionSchema options() {
        return OptionSchema.of(Option.choice(RATE, OFFICIAL_RATE, List.of(OFFICIAL_RATE, "240"), "frames per second"));
    }

    @Override
    public Rules rules() {
        return Rules.OFFICIAL;
    }

    @Override
    public List<String> folderNames() {
        return List.of("NFS", "nfs", "Nfs", "NfS");
    }

    @Override
    public SequenceSet open(Path root, Options options) {
        String rate = options.text(RATE);
        Path anno = root.resolve("anno");
        if (!Files.isDirectory(anno)) {
            return asDownloaded(root, rate);
        }
        if (!rate.equals(OFFICIAL_RATE)) {
            throw GladException.usage("option \"" + RATE + "\" is \"" + rate + "\", but \"" + root
                    + "\" has the folder anno and with it 30 frames per second; expected NAME/240 as downloaded");
        }
        List<String> names = ListedSequences.files(anno, ".txt");
        return new ListedSequences(names, name -> true, name -> {
            Boxes boxes = BoxFile.read(anno.resolve(name + ".txt"));
            Path images = root.resolve("sequences").resolve(name.replaceFirst("^" + PREFIX, ""));
            return LabelledSequence.of(name, boxes, () -> SequenceFrames.open(images, name, boxes.size()));
        });
    }

    private static SequenceSet asDownloaded(Path root, String rate) {
        List<String> names = ListedSequences.entries(root, folder -> Files.isRegularFile(corners(folder, rate)))
                .stream().map(PREFIX::concat).toList();
        if (names.isEmpty()) {
            throw GladException.failure("no sequences in \"" + root + "\"; expected NAME/" + rate + "/NAME.txt or"
                    + " anno/nfs_NAME.txt as in NFS");
        }
        return new ListedSequences(names, name -> true, name -> {
            Path corners = corners(root.resolve(name.substring(PREFIX.length())), rate);
            Path images = corners.resolveSibling(name.substring(PREFIX.length()));
            Boxes all = boxes(corners);
            Boxes boxes = rate.equals(OFFICIAL_RATE) ? thinned(all, images, name) : all;
            return LabelledSequence.of(name, boxes, () -> SequenceFrames.open(images, name, boxes.size()));
        });
    }

    private static Path corners(Path folder, String rate) {
        return folder.resolve(rate).resolve(folder.getFileName() + ".txt");
    }

    /** Reads lines of a number, then left, top, right and bottom, then more. */
    private static Boxes boxes(Path file) {
        List<String> lines = TextFile.names(file);
        double[] numbers = new double[4 * lines.size()];
        for (int i = 0; i < lines.size(); i++) {
            String[] words = lines.get(i).split("\\s+");
            try {
                for (int k = 0; k < 4; k++) {
                    numbers[4 * i + k] = Double.parseDouble(words[k + 1]) - (k < 2 ? 0 : numbers[4 * i + k - 2]);
                }
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw GladException.failure("line " + (i + 1) + " of \"" + file + "\" is \"" + lines.get(i)
                        + "\"; expected a number, then left, top, right and bottom, as in NFS", e);
            }
        }
        return Boxes.of(numbers);
    }

    /**
     * Returns the boxes of the images: as GOT-10k's toolkit does, every eighth where there are about eight times as
     * many, and without the last where there is one more.
     */
    private static Boxes thinned(Boxes boxes, Path images, String name) {
        int count;
        try (Frames frames = FrameSource.find(images, -1)) {
            count = frames.count();
        } catch (IOException | GladException e) {
            throw GladException.failure("which boxes of \"" + name + "\" belong to 30 frames per second can't be told"
                    + " without its images: " + Reason.of(e), e);
        }
        int step = Math.abs((double) boxes.size() / count - THINNED) < 1 ? THINNED : 1;
        int kept = (boxes.size() + step - 1) / step;
        double[] numbers = new double[4 * (kept == count + 1 ? count : kept)];
        for (int i = 0; i < numbers.length; i += 4) {
            System.arraycopy(boxes.numbers(), i * step, numbers, i, 4);
        }
        return Boxes.of(numbers);
    }
}
