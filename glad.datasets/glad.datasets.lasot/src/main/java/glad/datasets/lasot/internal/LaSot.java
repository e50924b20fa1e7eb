package glad.datasets.lasot.internal;

import glad.api.GladId;
import glad.api.data.Dataset;
import glad.api.data.SequenceSet;
import glad.api.eval.Rules;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import glad.datasets.files.Split;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.osgi.service.component.annotations.Component;

/**
 * LaSOT (Fan et al., CVPR 2019): 70 classes of 20 sequences, {@code CLASS/CLASS-N/}; the test set (protocol II) has
 * four of each class.
 */
@GladId("lasot")
@Component(service = Dataset.class)
public final class LaSot implements Dataset {

    private static final int PER_CLASS = 20;
    @Override
    public String description() {
        return "LaSOT: 280 long sequences to test on (and 1120 to train on), 70 classes, a sentence each";
    }

    @Override
    public OptionSchema options() {
        return Split.schema("test", "train", "all");
    }

    @Override
    public Rules rules() {
        return Rules.LASOT;
    }

    @Override
    public List<String> folderNames() {
        return List.of("LaSOT", "lasot", "LaSOTBenchmark");
    }

    @Override
    public SequenceSet open(Path root, Options options) {
        Map<String, List<Integer>> test = testingSet();
        String split = Split.of(options);
        List<String> names = new ArrayList<>();
        test.forEach((kind, numbers) -> {
            IntStream chosen = split.equals("test") ? numbers.stream().mapToInt(Integer::intValue)
                    : IntStream.rangeClosed(1, PER_CLASS).filter(n -> split.equals("all") || !numbers.contains(n));
            chosen.forEach(number -> names.add(kind + "-" + number));
        });
        return new LaSotSequences(root).listed(names);
    }

    /** Returns the numbers of the test sequences by class, in the order of the official list. */
    private static Map<String, List<Integer>> testingSet() {
        try (InputStream in = LaSot.class.getResourceAsStream("testing-set.txt")) {
            Map<String, List<Integer>> numbers = new LinkedHashMap<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(line -> line.split(" "))
                    .forEach(words -> numbers.put(words[0],
                            Arrays.stream(words).skip(1).map(Integer::valueOf).toList()));
            return numbers;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
