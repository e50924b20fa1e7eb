package glad.datasets.images.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.data.Dataset;
import glad.api.data.Frames;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import glad.media.ImageFile;
import glad.packed.PackedFolder;
import glad.testing.Packing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImagesTest {

    private static final String INSTANCES = """
            {"info": {"year": 2017, "more": [1, {"a": 2}]},
             "images": [{"id": 9, "file_name": "000000000009.png", "width": 8, "height": 8}],
             "annotations": [
               {"id": 51, "image_id": 9, "category_id": 18, "iscrowd": 0, "bbox": [1.5, 2, 3, 4],
               "segmentation": [[1, 2, 3]]},
               {"id": 52, "image_id": 9, "category_id": 18, "iscrowd": 1, "bbox": [0, 0, 8, 8]}],
             "categories": [{"id": 18, "name": "dog", "supercategory": "animal"}]}
            """;

    @TempDir
    Path root;

    @Test
    void everyObjectOfCocoIsASequenceOfOneFrame() throws IOException {
        write("annotations/instances_train2017.json", INSTANCES);
        image("images/train2017");
        SequenceSet set = open(new Coco(), "split", "train");
        assertEquals(List.of("51"), set.names());
        Sequence dog = set.sequence("51");
        assertEquals(List.of(new Box(1.5, 2, 3, 4)), dog.boxes());
        assertEquals("An image of dog, animal", dog.sentence());
        assertEquals("dog", dog.targetClass());
        try (Frames frames = dog.open()) {
            assertEquals(1, frames.count());
            assertEquals(8, frames.frame(0).width());
        }
        GladException e = assertThrows(GladException.class, () -> open(new Coco(), "split", "val"));
        assertTrue(e.getMessage().contains("instances_val2017.json"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"zip", "lmdb"})
    void cocoIsReadFromItsArchivesAndFromTheOfficialPack(String packing) throws IOException {
        Map<String, byte[]> annotation =
                Map.of("annotations/instances_train2017.json", INSTANCES.getBytes(StandardCharsets.UTF_8));
        byte[] image = ImageFile.png(new Image(8, 8, new byte[192]));
        Path packed = Files.createDirectories(root.resolve("packed"));
        if (packing.equals("zip")) {
            Packing.zip(annotation, packed.resolve("annotations_trainval2017.zip"));
            Packing.zip(Map.of("train2017/000000000009.png", image), packed.resolve("train2017.zip"));
        } else {
            Map<String, byte[]> files = new TreeMap<>(annotation);
            files.put("images/train2017/000000000009.png", image);
            Packing.lmdb(files, packed);
        }
        Coco coco = new Coco();
        SequenceSet set = coco.open(PackedFolder.open(packed),
                coco.options().read("dataset", JsonNodeFactory.instance.objectNode()));
        assertEquals(List.of("51"), set.names());
        try (Frames frames = set.sequence("51").open()) {
            assertEquals(8, frames.frame(0).width());
        }
    }

    @Test
    void referencesOfASplitComeWithTheirFirstSentence() throws IOException {
        write("refcocog/instances.json", INSTANCES);
        image("train2014");
        references("refcocog/refs(google).p", List.of(reference(3, 51, "train", "the dog, left of the sofa", "a dog"),
                reference(4, 51, "val", "dog")));
        SequenceSet set = open(new RefCocoGoogle(), "split", "train");
        assertEquals(List.of("3"), set.names());
        Sequence dog = set.sequence("3");
        assertEquals("the dog, left of the sofa", dog.sentence());
        assertEquals("dog", dog.targetClass());
        assertEquals(new Box(1.5, 2, 3, 4), dog.boxes().get(0));
        try (Frames frames = dog.open()) {
            assertEquals(1, frames.count());
        }
        GladException empty = assertThrows(GladException.class, () -> open(new RefCocoGoogle(), "split", "testA"));
        assertTrue(empty.getMessage().contains("testA"), empty.getMessage());
        GladException missing = assertThrows(GladException.class, () -> open(new RefCocoUnc(), "by", "unc"));
        assertTrue(missing.getMessage().contains("refs(unc).p"), missing.getMessage());
    }

    @Test
    void aPickleOfAnythingElseIsRefused() throws IOException {
        write("refcoco+/instances.json", INSTANCES);
        refusedReferences("(lp0\nI1\naI2\na.", "expected dicts with ref_id");
        refusedReferences("no pickle", "opcode 0x6e");
        refusedReferences("(lp0\n(dp1\nS'ref_id'", "without an end");
        refusedReferences("(lp0\n(dp1\nVref_id\nI3\nsVann_id\nI4\nsVsplit\nVtrain\nsVsentences\n(l(dVsent\ncos\nsystem\n"
                + "(S'touch x'\ntRsasa.", "expected dicts with ref_id");
        refusedReferences("cos\nsystem\n(S'touch x'\ntR.", "expected dicts with ref_id");
        assertTrue(Files.notExists(Path.of("x")));
    }

    private void refusedReferences(String pickle, String words) throws IOException {
        write("refcoco+/refs(unc).p", pickle);
        GladException e = assertThrows(GladException.class, () -> open(new RefCocoPlus(), "by", "unc"));
        assertTrue(e.getMessage().contains("refs(unc).p") && e.getMessage().contains(words), e.getMessage());
    }

    @Test
    void aImageThatIsGoneIsNamed() throws IOException {
        write("annotations/instances_train2017.json", INSTANCES);
        Sequence dog = open(new Coco(), "split", "train").sequence("51");
        GladException e = assertThrows(GladException.class, dog::open);
        assertTrue(e.getMessage().contains("000000000009.png"), e.getMessage());
    }

    /** A dict of protocol 0, as Python 2 wrote the published files. */
    private static String reference(int number, int object, String split, String... sentences) {
        StringBuilder list = new StringBuilder("(lp0\n");
        for (String sentence : sentences) {
            list.append("(dp1\nS'tokens'\n(lp2\nS'").append(sentence).append("'\np3\nas").append("S'sent'\nV").append(sentence)
                    .append("\np4\nsa");
        }
        return "(dp5\nS'ref_id'\nI" + number + "\nsS'ann_id'\nL" + object + "L\nsS'split'\np6\nS'" + split + "'\nsS'sentences'\n"
                + list + "s";
    }

    private void references(String file, List<String> list) throws IOException {
        write(file, "(lp9\n" + String.join("a", list) + "a.");
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        Files.writeString(root.resolve(file), text);
    }

    private void image(String folder) throws IOException {
        Files.createDirectories(root.resolve(folder));
        ImageFile.write(new Image(8, 8, new byte[192]), root.resolve(folder).resolve("000000000009.png"));
    }

    private SequenceSet open(Dataset dataset, String key, String value) {
        var options = JsonNodeFactory.instance.objectNode().put(key, value);
        return dataset.open(root, dataset.options().read("dataset", options));
    }
}
