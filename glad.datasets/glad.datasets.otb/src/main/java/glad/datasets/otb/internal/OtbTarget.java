package glad.datasets.otb.internal;

import glad.api.Boxes;
import glad.datasets.files.BoxFile;
import glad.datasets.files.LabelledSequence;
import glad.datasets.files.SequenceFrames;
import glad.datasets.files.TextFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One target of the benchmark: a folder with {@code img/}, a file of boxes, and perhaps {@code attrs.txt}.
 *
 * @param name of the sequence
 * @param boxFile in the folder
 */
record OtbTarget(String name, Path boxFile) {

    /** The benchmark begins some sequences later than their images do. */
    private static final Map<String, Integer> FIRST_NUMBER =
            Map.of("David", 300, "BlurCar1", 247, "BlurCar3", 3, "BlurCar4", 18);

    /**
     * Reads the annotation, without a sentence.
     *
     * @param origin what the numbers of the first pixel are, 0 or 1
     * @param skipped how many frames at the beginning don't count although they have boxes
     */
    LabelledSequence read(int origin, int skipped) {
        return read(origin, skipped, Integer.MAX_VALUE);
    }

    /** Reads as {@link #read(int, int)} does. @param most how many frames after those skipped count */
    LabelledSequence read(int origin, int skipped, int most) {
        Path folder = boxFile.getParent();
        double[] numbers = BoxFile.read(boxFile).numbers();
        for (int i = 0; i < numbers.length; i += 4) {
            numbers[i] -= origin;
            numbers[i + 1] -= origin;
        }
        int begin = Math.min(4 * skipped, numbers.length - 4);
        Boxes boxes = Boxes.of(Arrays.copyOfRange(numbers, begin, (int) Math.min(numbers.length, begin + 4L * most)));
        // Some folders go on after their last box; those images aren't part of the benchmark.
        int first = FIRST_NUMBER.getOrDefault(folderName(), 1) + skipped;
        return LabelledSequence
                .of(name, boxes, () ->
                SequenceFrames.open(folder.resolve("img"), first > 1 ? first : 0, name, boxes.size()))
                .withAttributes(attributes(folder.resolve("attrs.txt")));
    }

    private String folderName() {
        return boxFile.toAbsolutePath().normalize().getParent().getFileName().toString();
    }

    private static Set<String> attributes(Path file) {
        return Stream.of(TextFile.readIfThere(file).split("[,\\s]+")).filter(word -> !word.isEmpty())
                .collect(Collectors.toSet());
    }
}
