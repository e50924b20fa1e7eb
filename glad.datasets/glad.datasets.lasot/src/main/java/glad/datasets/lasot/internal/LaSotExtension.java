package glad.datasets.lasot.internal;

import glad.api.GladId;
import glad.api.data.Dataset;
import glad.api.data.SequenceSet;
import glad.api.eval.Rules;
import glad.api.options.Options;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.osgi.service.component.annotations.Component;

/** LaSOT_ext (Fan et al., IJCV 2021): 15 more classes of 10 sequences each, all to test on. */
@GladId("lasot-ext")
@Component(service = Dataset.class)
public final class LaSotExtension implements Dataset {

    private static final int PER_CLASS = 10;
    private static final List<String> CLASSES =
            List.of("atv", "badminton", "cosplay", "dancingshoe", "footbag", "frisbee",
            "jianzi", "lantern", "misc", "opossum", "paddle", "raccoon", "rhino", "skatingshoe", "wingsuit");

    @Override
    public String description() {
        return "LaSOT_ext: 150 long sequences of 15 classes that LaSOT doesn't have, a sentence each";
    }

    @Override
    public Rules rules() {
        return Rules.LASOT_EXTENSION;
    }

    @Override
    public List<String> folderNames() {
        return List.of("LaSOT_extension_subset", "LaSOT_ext", "LaSOText", "lasot_extension_subset");
    }

    @Override
    public SequenceSet open(Path root, Options options) {
        return new LaSotSequences(root).listed(CLASSES.stream()
                .flatMap(kind -> IntStream.rangeClosed(1, PER_CLASS).mapToObj(n -> kind + "-" + n)).toList());
    }
}
