package glad.datasets.images.internal;

import glad.api.GladException;
import glad.api.data.Dataset;
import glad.api.data.SequenceSet;
import glad.api.options.Option;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import glad.datasets.files.LabelledSequence;
import glad.datasets.files.ListedSequences;
import glad.datasets.files.Split;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Objects of COCO images that people referred to by sentences, each a sequence of one frame. */
abstract class RefCoco implements Dataset {

    private static final String BY = "by";

    private final String folder;
    private final List<String> splitters;

    /**
     * Names one of the family.
     *
     * @param folder of its annotation
     * @param splitters who split it, the usual one first
     */
    RefCoco(String folder, List<String> splitters) {
        this.folder = folder;
        this.splitters = splitters;
    }

    @Override
    public String description() {
        return folder + ": objects in images with a sentence each, as sequences of one frame to train on";
    }

    @Override
    public OptionSchema options() {
        return OptionSchema.of(
                Split.option("which references", "train", "val", "test", "testA", "testB"),
                Option.choice(BY, splitters.get(0), splitters, "whose splitting, as in refs(BY).p"));
    }

    @Override
    public List<String> folderNames() {
        return List.of("RefCOCO", "refcoco", "refer", "RefCOCOg");
    }

    @Override
    public SequenceSet open(Path root, Options options) {
        Path annotation = root.resolve(folder);
        String split = Split.of(options);
        Map<String, Reference> references = new LinkedHashMap<>();
        Reference.read(annotation.resolve("refs(" + options.text(BY) + ").p")).stream()
                .filter(reference -> reference.split().equals(split))
                .forEach(reference -> references.put(Long.toString(reference.number()), reference));
        if (references.isEmpty()) {
            throw GladException.failure("\"" + annotation + "\" has no references in the split \"" + split + "\" by "
                    + options.text(BY) + "; choose another split");
        }
        Instances all = Instances.read(annotation.resolve("instances.json"));
        List<Path> places = Stream.of(root, annotation, root.toAbsolutePath().getParent())
                .flatMap(place -> Stream.of(place.resolve("images").resolve("train2014"), place.resolve("train2014"),
                        place.resolve("images")))
                .toList();
        return new ListedSequences(List.copyOf(references.keySet()), name -> true,
                name -> read(all, places, references.get(name)));
    }

    private static LabelledSequence read(Instances all, List<Path> places, Reference reference) {
        Instances.Instance object = all.object(reference.object());
        return ImageSequence.of(Long.toString(reference.number()), object.box(), places,
                all.images().getOrDefault(object.image(), "")).withTargetClass(all.category(object).name())
                .withSentence(reference.sentences().get(0));
    }
}
