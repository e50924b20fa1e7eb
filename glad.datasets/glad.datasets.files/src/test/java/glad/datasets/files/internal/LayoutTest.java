package glad.datasets.files.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.data.Frames;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import glad.media.ImageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayoutTest {

    private static final Image BLACK = new Image(16, 16, new byte[16 * 16 * 3]);

    @TempDir
    Path root;

    @Test
    void aFileSaysWhereEverythingLies() throws IOException {
        write("layout.yaml", """
                boxes: '{class}/{name}/groundtruth.txt'
                frames: '{class}/{name}/img'
                sentence: 'words/{name}.txt'
                absent: '{class}/{name}/occluded.txt, {class}/{name}/outside.txt'
                """);
        write("cat/cat-2/groundtruth.txt", "1,2,3,4\n5,6,7,8\n9,1,2,3\n");
        write("cat/cat-2/occluded.txt", "0,1,0");
        write("cat/cat-2/outside.txt", "0\n0\n1\n");
        write("words/cat-2.txt", "a cat\n");
        write("dog/dog-1/groundtruth.txt", "1,2,3,4\n");
        Files.createDirectories(root.resolve("dog/dog-1/img"));
        ImageFile.write(BLACK, root.resolve("dog/dog-1/img/1.png"));
        SequenceSet set = open();
        assertEquals(List.of("cat-2", "dog-1"), set.names());
        Sequence cat = set.sequence("cat-2");
        assertEquals(List.of(new Box(1, 2, 3, 4), new Box(5, 6, 7, 8), new Box(9, 1, 2, 3)), cat.boxes());
        assertEquals(List.of(true, false, false), cat.visible());
        assertEquals("a cat", cat.sentence());
        assertEquals("cat", cat.targetClass());
        assertFalse(set.hasFrames("cat-2"));
        Sequence dog = set.sequence("dog-1");
        assertEquals(List.of(), dog.visible());
        assertEquals("", dog.sentence());
        try (Frames frames = dog.open()) {
            assertEquals(1, frames.count());
        }
    }

    @Test
    void sentencesMayChangeWithTheFrames() throws IOException {
        write("layout.yaml", "sentence: '{name}/nlp.txt'\nsentences: '{name}/actions.csv'\n");
        write("cat/groundtruth.txt", "1,2,3,4\n5,6,7,8\n");
        write("cat/nlp.txt", "a cat");
        assertEquals("a cat", open().sequence("cat").sentences().text());
        write("cat/actions.csv", "frame,sentence\n0,\"a cat, walking\"\n1,it falls\n");
        Sequence cat = open().sequence("cat");
        assertEquals("a cat, walking; from frame 1: it falls", cat.sentences().text());
        assertEquals("a cat, walking", cat.sentence());
        assertEquals("a cat, walking", cat.officialSentence());
        for (String wrong : List.of("1,it falls\n", "0,a cat, walking\n", "frame,sentence\n", "0,a\n0,b\n", "first,a\n")) {
            write("cat/actions.csv", wrong);
            GladException e = assertThrows(GladException.class, () -> open().sequence("cat"));
            assertTrue(e.getMessage().contains("actions.csv"), e.getMessage());
        }
    }

    @Test
    void boxesAreWrittenInSeveralWays() throws IOException {
        assertEquals(new Box(9, 19, 30, 40), box("format: xywh\nbase: 1", "10 20 30 40"));
        assertEquals(new Box(10, 20, 30, 40), box("format: xyxy", "10,20,40,60"));
        assertEquals(new Box(9, 19, 30, 40), box("format: xyxy\nbase: 1", "10,20,40,60"));
        assertEquals(new Box(10, 20, 30, 40), box("format: cxcywh", "25;40;30;40"));
        assertEquals(new Box(1, 2, 4, 6), box("format: xywh", "1,2,5,2,5,8,1,8"));
        assertTrue(refusal("format: xyxy\n", "1,2,5,2,5,8,1,8").contains("at most 4 numbers"));
    }

    @Test
    void attributesAreNamesOrFlagsAndFramesBeginAnywhere() throws IOException {
        write("layout.yaml", "attributes: '{name}/attributes.txt'\nfirst_frame: 7\n");
        write("s/groundtruth.txt", "1,2,3,4");
        write("s/attributes.txt", "blur; distractor\nsmall\n");
        Files.createDirectories(root.resolve("s/img"));
        ImageFile.write(BLACK, root.resolve("s/img/0006.png"));
        ImageFile.write(new Image(8, 8, new byte[8 * 8 * 3]), root.resolve("s/img/0007.png"));
        Sequence sequence = open().sequence("s");
        assertEquals(Set.of("blur", "distractor", "small"), sequence.attributes());
        try (Frames frames = sequence.open()) {
            assertEquals(8, frames.frame(0).width());
        }
        write("layout.yaml", "attributes: '{name}/attributes.txt'\nattribute_names: blur, small\n");
        write("s/attributes.txt", "0,1");
        assertEquals(Set.of("small"), open().sequence("s").attributes());
    }

    @Test
    void aNameIsAPartOfAFilesNameToo() throws IOException {
        write("layout.yaml", "boxes: 'annotation/{name}_boxes.csv'\nframes: 'video/{name}'\n");
        write("annotation/b-10_boxes.csv", "1,2,3,4");
        write("annotation/b-9_boxes.csv", "1,2,3,4");
        write("annotation/notes.txt", "none");
        assertEquals(List.of("b-9", "b-10"), open().names());
    }

    @Test
    void aNameThatStandsTwiceIsTheSameTwice() throws IOException {
        write("layout.yaml", "boxes: '{name}/{name}.txt'\n");
        write("a/a.txt", "1,2,3,4");
        write("a/b.txt", "1,2,3,4");
        assertEquals(List.of("a"), open().names());
    }

    @Test
    void aWrongLayoutIsRefusedWithWhatIsWrong() throws IOException {
        assertTrue(assertThrows(GladException.class, this::open).getMessage().contains("layout.yaml"));
        assertTrue(refusal("boxs: x", "1,2,3,4").contains("did you mean \"boxes\""));
        assertTrue(refusal("format: xyhw", "1,2,3,4").contains("cxcywh"));
        assertTrue(refusal("boxes: groundtruth.txt", "1,2,3,4").contains("{name}"));
        assertTrue(refusal("frames: '{nam}/img'", "1,2,3,4").contains("did you mean \"name\""));
        assertTrue(refusal("frames: '{class}/img'", "1,2,3,4").contains("{class}"));
        assertTrue(refusal("boxes: '{name}/boxes.txt'", "1,2,3,4").contains("{name}/boxes.txt"));
        assertTrue(refusal("visible: '{name}/seen.txt'", "1,2,3,4\n1,2,3,4").contains("2 boxes but 1"));
        assertTrue(refusal("a: [", "1,2,3,4").contains("no YAML"));
        write("one/x/boxes.txt", "1,2,3,4");
        write("two/x/boxes.txt", "1,2,3,4");
        assertTrue(refusal("boxes: '{class}/{name}/boxes.txt'\nframes: .", "1,2,3,4").contains("two sequences \"x\""));
    }

    private Box box(String layout, String line) throws IOException {
        write("layout.yaml", layout);
        write("s/groundtruth.txt", line);
        return open().sequence("s").boxes().get(0);
    }

    private String refusal(String layout, String line) throws IOException {
        write("s/seen.txt", "1");
        return assertThrows(GladException.class, () -> box(layout, line)).getMessage();
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(root.resolve(file).toAbsolutePath().getParent());
        Files.writeString(root.resolve(file), text);
    }

    private SequenceSet open() {
        Layout layout = new Layout();
        return layout.open(root, layout.options().read("dataset \"layout\"", JsonNodeFactory.instance.objectNode()));
    }
}
