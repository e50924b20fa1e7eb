package glad.datasets.otb.internal;

import glad.api.GladId;
import glad.api.data.Dataset;
import glad.api.data.SequenceSet;
import glad.api.options.Option;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Component;

/** Sequences on disk as the Object Tracking Benchmark (Wu, Lim, Yang, PAMI 2015) lays them out. */
@GladId("otb-folder")
@Component(service = Dataset.class)
public final class OtbFolder implements Dataset {

    static final String SENTENCE = "sentence";
    static final String FRAMES = "frames";

    /** More frames than any sequence has, so that a sequence's boxes stay within an array. */
    private static final long MOST = 100_000_000;

    @Override
    public String description() {
        return "folders SEQUENCE/img/*.jpg with SEQUENCE/groundtruth_rect.txt and a sentence file";
    }

    @Override
    public OptionSchema options() {
        return OptionSchema.of(Option.text(SENTENCE, "",
                "sentence file seen from the sequence's folder, * for the sequence's name, such as ../queries/*.txt;"
                        + " empty: nlp.txt, nlp_ours.txt, *.txt or ../*.txt, whichever is there first"),
                Option.integer(FRAMES, 0, 0, MOST, "how many frames of each sequence count, from its first; 0: all"));
    }

    @Override
    public SequenceSet open(Path root, Options options) {
        int frames = options.integer(FRAMES);
        return OtbSequences.open(root, options.text(SENTENCE), frames == 0 ? Integer.MAX_VALUE : frames);
    }
}
