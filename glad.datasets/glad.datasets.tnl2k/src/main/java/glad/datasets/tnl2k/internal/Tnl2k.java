package glad.datasets.tnl2k.internal;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;

/** TNL2K (Wang et al., CVPR 2021): 700 sequences to test on and 1300 to train on, made for language. */
@GladId("tnl2k")
@Component(service = Dataset.class)
public final class Tnl2k implements Dataset {

    @Override
    public String description() {
        return "TNL2K: 700 sequences to test on (and 1300 to train on), a sentence each";
    }

    @Override
    public OptionSchema options() {
        return Split.schema("test", "train");
    }

    @Override
    public Rules rules() {
        return Rules.OFFICIAL;
    }

    @Override
    public List<String> folderNames() {
        return List.of("TNL2K", "TNL2K_CVPR2021", "tnl2k", "TNL2K_test_subset");
    }

    @Override
    public SequenceSet open(Path root, Options options) {
        String split = Split.of(options);
        List<Path> places = Stream.of(root.resolve("TNL2K_" + split + "_subset"), root.resolve(split), root)
                .filter(Files::isDirectory).toList();
        return new Tnl2kSequences(root, places)
                .listed(names(split.equals("test") ? "testing-set.txt" : "training-set.txt"));
    }

    private static List<String> names(String resource) {
        try (InputStream in = Tnl2k.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
