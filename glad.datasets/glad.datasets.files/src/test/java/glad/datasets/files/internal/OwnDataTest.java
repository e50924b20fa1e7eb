package glad.datasets.files.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.data.Dataset;
import glad.api.data.Frames;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import glad.media.ImageFile;
import glad.media.VideoWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnDataTest {

    private static final Image BLACK = new Image(16, 16, new byte[16 * 16 * 3]);

    @TempDir
    Path root;

    @Test
    void framesAreAFolderOrAnArchiveOrAVideo() throws IOException {
        for (String name : List.of("a", "b", "c")) {
            write(name + "/groundtruth.txt", "1,2,3,4\n5,6,7,8\n");
        }
        Files.createDirectories(root.resolve("a/img"));
        ImageFile.write(BLACK, root.resolve("a/img/1.png"));
        ImageFile.write(BLACK, root.resolve("a/img/2.png"));
        zip("b/img.zip", "img/10.png", "img/9.png", "notes.txt", "__MACOSX/._9.png");
        video("c/img.mp4", 2);
        write("a/nlp.txt", "a thing, moving\n");
        write("a/absent.txt", "0 1");
        SequenceSet set = open(new Folder());
        for (String name : List.of("a", "b", "c")) {
            assertEquals(2, count(set.sequence(name)), name);
        }
        assertEquals("a thing, moving", set.sequence("a").officialSentence());
        assertEquals(List.of(true, false), set.sequence("a").visible());
        Files.delete(root.resolve("c/img.mp4"));
        GladException e = assertThrows(GladException.class, () -> set.sequence("c").open());
        assertTrue(e.getMessage().contains(".zip") && e.getMessage().contains(".mp4"), e.getMessage());
    }

    @Test
    void namesOfFilesCanBeChosen() throws IOException {
        write("x/boxes.csv", "1,2,3,4\n");
        ImageFile.write(BLACK, root.resolve("x/1.png"));
        SequenceSet set = open(new Folder(), "boxes", "boxes.csv", "frames", ".");
        assertEquals(1, count(set.sequence("x")));
        assertThrows(GladException.class, () -> open(new Folder()));
    }

    @Test
    void aDamagedArchiveIsAnError() throws IOException {
        write("x/groundtruth.txt", "1,2,3,4\n");
        write("x/img.zip", "no archive");
        GladException e = assertThrows(GladException.class, () -> open(new Folder()).sequence("x").open());
        assertTrue(e.getMessage().contains("img.zip"), e.getMessage());
        zip("x/img.zip", "readme.txt");
        assertThrows(GladException.class, () -> open(new Folder()).sequence("x").open());
    }

    @Test
    void aTableNamesSequencesThatLieAnywhere() throws IOException {
        video("films/one.mp4", 2);
        write("boxes/one.txt", "1,2,3,4\n5,6,7,8\n");
        write("words/three.csv", "0,a dog\n1,it sits\n");
        write("manifest.csv", "name,frames,boxes,sentence,class,attributes,sentences\n"
                + "one,films/one.mp4,boxes/one.txt,\"a cat, running\",cat,blur; fast motion,\n"
                + "two,films/two,boxes/two.txt,,,,\n"
                + "three,films/one.mp4,boxes/one.txt,,,,words/three.csv\n");
        SequenceSet set = open(new Manifest());
        assertEquals(List.of("one", "two", "three"), set.names());
        assertFalse(set.has("two"));
        assertEquals("a dog; from frame 1: it sits", set.sequence("three").sentences().text());
        Sequence one = set.sequence("one");
        assertEquals(List.of(new Box(1, 2, 3, 4), new Box(5, 6, 7, 8)), one.boxes());
        assertEquals("a cat, running", one.sentence());
        assertEquals("cat", one.targetClass());
        assertEquals(Set.of("blur", "fast motion"), one.attributes());
        assertEquals(2, count(one));
    }

    @Test
    void aWrongTableIsRefusedWithWhatIsWrong() throws IOException {
        assertTrue(message("name,frames,boxes,sentense\na,b,c,d\n").contains("did you mean \"sentence\""));
        assertTrue(message("name,frames,boxes\na,b,\n").contains("\"a\""));
        assertTrue(message("name,frames,boxes\na,b,c\na,d,e\n").contains("two rows"));
        assertTrue(message("name,frames,boxes\n").contains("no rows"));
    }

    private String message(String table) throws IOException {
        write("manifest.csv", table);
        return assertThrows(GladException.class, () -> open(new Manifest())).getMessage();
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        Files.writeString(root.resolve(file), text);
    }

    private void zip(String file, String... entries) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(root.resolve(file)))) {
            for (String entry : entries) {
                zip.putNextEntry(new ZipEntry(entry));
                zip.write(ImageFile.png(BLACK));
            }
        }
    }

    private void video(String file, int frames) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        try (VideoWriter writer = new VideoWriter(root.resolve(file), 25)) {
            for (int i = 0; i < frames; i++) {
                writer.add(BLACK);
            }
            writer.finish();
        }
    }

    private SequenceSet open(Dataset dataset, String... options) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < options.length; i += 2) {
            tree.put(options[i], options[i + 1]);
        }
        return dataset.open(root, dataset.options().read("dataset", tree));
    }

    private static int count(Sequence sequence) throws IOException {
        try (Frames frames = sequence.open()) {
            return frames.count();
        }
    }
}
