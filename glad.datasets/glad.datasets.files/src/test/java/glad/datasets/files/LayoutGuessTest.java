package glad.datasets.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glad.api.Box;
import glad.api.GladException;
import glad.api.data.SequenceSet;
import glad.datasets.files.internal.Layout;
import glad.kit.Check;
import glad.kit.DatasetChecks;
import glad.testing.SampleFrames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is guessed reads the folder that it was guessed from. */
class LayoutGuessTest {

    @TempDir
    private Path root;

    private String value(String key) {
        return LayoutGuess.of(root).lines().stream().filter(line -> line.key().equals(key)).map(LayoutGuess.Line::value).findFirst().orElse("");
    }

    private SequenceSet open() throws Exception {
        LayoutGuess guess = LayoutGuess.of(root);
        Files.writeString(root.resolve("layout.yaml"), guess.yaml());
        Layout layout = new Layout();
        SequenceSet set = layout.open(root, layout.options().read("", JsonNodeFactory.instance.objectNode()));
        assertEquals(guess.sequences(), set.names().size());
        for (Check check : DatasetChecks.of(set, 10)) {
            check.body().run();
        }
        return set;
    }

    private void write(String file, List<String> lines) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        Files.write(root.resolve(file), lines);
    }

    private List<String> frames(String folder) throws IOException {
        return SampleFrames.write(root.resolve(folder), 4);
    }

    @Test
    void aFolderPerClassAndSequence() throws Exception {
        for (String name : List.of("cat/cat-1", "cat/cat-2", "dog/dog-7")) {
            write(name + "/groundtruth.txt", frames(name + "/img"));
            write(name + "/full_occlusion.txt", List.of("0,0,1,0"));
            write(name + "/nlp.txt", List.of("a red square"));
        }
        SequenceSet set = open();
        assertEquals("{class}/{name}/groundtruth.txt", value("boxes"));
        assertEquals("{class}/{name}/img", value("frames"));
        assertEquals("xywh", value("format"));
        assertEquals("{class}/{name}/full_occlusion.txt", value("absent"));
        assertEquals(List.of(true, true, false, true), set.sequence("cat-2").visible());
        assertEquals("a red square", set.sequence("dog-7").sentence());
        assertEquals("dog", set.sequence("dog-7").targetClass());
    }

    @Test
    void annotationsInAFolderOfTheirOwnWithCorners() throws Exception {
        for (String name : List.of("one", "two")) {
            List<String> corners = frames("frames/" + name).stream().map(box -> {
                String[] n = box.split(",");
                return n[0] + " " + n[1] + " " + (Integer.parseInt(n[0]) + 12) + " " + (Integer.parseInt(n[1]) + 12);
            }).toList();
            write("annotation/" + name + "_gt.txt", corners);
            write("annotation/" + name + "_visible.txt", List.of("1", "1", "0", "1"));
        }
        SequenceSet set = open();
        assertEquals("annotation/{name}_gt.txt", value("boxes"));
        assertEquals("frames/{name}", value("frames"));
        assertEquals("xyxy", value("format"));
        assertEquals("annotation/{name}_visible.txt", value("visible"));
        assertEquals(new Box(6, 11, 12, 12), set.sequence("one").boxes().get(1));
    }

    @Test
    void aSingleSequenceWithImagesBesideItsBoxes() throws Exception {
        write("mine/boxes.csv", frames("mine"));
        open();
        assertEquals("{name}/boxes.csv", value("boxes"));
        assertEquals("{name}", value("frames"));
    }

    @Test
    void whatCantBeGuessedIsSaid() throws IOException {
        assertTrue(refusal().contains("no files of boxes"));
        write("a/groundtruth.txt", List.of("1,2,3,4"));
        assertTrue(refusal().contains("no images in"));
        frames("elsewhere");
        assertTrue(refusal().contains("no images are named like"));
        frames("a/img");
        write("a/groundtruth.txt", List.of("0.1,0.2,0.3,0.4"));
        assertTrue(refusal().contains("fractions"));
    }

    private String refusal() {
        return assertThrows(GladException.class, () -> LayoutGuess.of(root)).getMessage();
    }
}
