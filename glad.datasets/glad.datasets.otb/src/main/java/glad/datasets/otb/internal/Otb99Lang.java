package glad.datasets.otb.internal;

import glad.api.GladException;
import glad.api.GladId;
import glad.api.data.Dataset;
import glad.api.data.SequenceSet;
import glad.api.eval.Rules;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import glad.datasets.files.ListedSequences;
import glad.datasets.files.Split;
import glad.media.FrameSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Component;

/**
 * OTB99-lang (Li et al., CVPR 2017): the videos of OTB with a sentence each, {@code OTB_videos/NAME/}, {@code
 * OTB_query_test/NAME.txt} (48) and {@code OTB_query_train/NAME.txt} (51). Which sequences a split has is what its
 * folder of sentences says. Boxes are taken as they stand, as the official readers do.
 */
@GladId("otb99-lang")
@Component(service = Dataset.class)
public final class Otb99Lang implements Dataset {

    /** One of several targets in a folder, as in {@code Jogging-1} or {@code Jogging_1}. */
    private static final Pattern TARGET = Pattern.compile("(.+)[-_.](\\d)");

    @Override
    public String description() {
        return "OTB99-lang: OTB with a sentence per sequence, 48 to test on and 51 to train on";
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
        return List.of("OTB_sentences", "OTB99-lang", "OTB99_lang", "otb99_lang", "otb_lang", "OTB99", "otb99");
    }

    @Override
    public SequenceSet open(Path root, Options options) {
        Path queries = root.resolve("OTB_query_" + Split.of(options));
        if (!Files.isDirectory(queries)) {
            throw GladException.failure("no sentences at \"" + queries + "\"; expected OTB_videos, OTB_query_test and "
                    + "OTB_query_train in the folder of OTB99-lang");
        }
        Path videos = root.resolve("OTB_videos");
        return new ListedSequences(ListedSequences.files(queries, ".txt"),
                name -> Files.isRegularFile(boxFile(videos, name)),
                name -> FrameSource.isAt(boxFile(videos, name).resolveSibling("img")),
                name -> new OtbTarget(name, boxFile(videos, name)).read(0, 0)
                        .withSentenceFile(queries.resolve(name + ".txt")));
    }

    private static Path boxFile(Path videos, String name) {
        Path own = videos.resolve(name).resolve("groundtruth_rect.txt");
        Matcher target = TARGET.matcher(name);
        if (Files.isRegularFile(own) || !target.matches()) {
            return own;
        }
        String numbered = "groundtruth_rect." + target.group(2) + ".txt";
        Path inOwn = videos.resolve(name).resolve(numbered);
        return Files.isRegularFile(inOwn) ? inOwn : videos.resolve(target.group(1)).resolve(numbered);
    }
}
