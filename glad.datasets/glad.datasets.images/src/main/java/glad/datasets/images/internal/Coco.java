package glad.datasets.images.internal;

import glad.api.GladId;
import glad.api.data.Dataset;
import glad.api.data.SequenceSet;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import glad.datasets.files.LabelledSequence;
import glad.datasets.files.ListedSequences;
import glad.datasets.files.Split;
import java.nio.file.Path;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** COCO 2017 (Lin et al., ECCV 2014): each object in an image is a sequence of one frame. */
@GladId("coco")
@Component(service = Dataset.class)
public final class Coco implements Dataset {

    @Override
    public String description() {
        return "COCO 2017: objects in images, as sequences of one frame to train on";
    }

    @Override
    public OptionSchema options() {
        return Split.schema("train", "val");
    }

    @Override
    public List<String> folderNames() {
        return List.of("COCO", "coco", "coco2017", "COCO2017", "mscoco");
    }

    @Override
    public SequenceSet open(Path root, Options options) {
        String year = Split.of(options) + "2017";
        Instances all = Instances.read(root.resolve("annotations").resolve("instances_" + year + ".json"));
        List<Path> places = List.of(root.resolve("images").resolve(year), root.resolve(year));
        return new ListedSequences(all.objects().keySet().stream().map(String::valueOf).toList(), name -> true,
                name -> read(all, places, name));
    }

    private static LabelledSequence read(Instances all, List<Path> places, String name) {
        Instances.Instance object = all.object(Long.parseLong(name));
        Instances.Category kind = all.category(object);
        return ImageSequence.of(name, object.box(), places, all.images().getOrDefault(object.image(), ""))
                .withTargetClass(kind.name())
                .withSentence("An image of " + kind.name() + ", " + kind.superCategory());
    }
}
