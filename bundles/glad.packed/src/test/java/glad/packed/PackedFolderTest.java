package glad.packed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.GladException;
import glad.testing.Packing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedFolderTest {

    @TempDir
    Path root;

    @Test
    void aFolderWithoutPacksStaysWhatItIs() throws IOException {
        Files.createDirectories(root.resolve("a/b"));
        Files.writeString(root.resolve("a/b/c.txt"), "c");
        assertSame(root, PackedFolder.open(root));
    }

    @Test
    void anArchiveIsTheFolderOfItsNameAndOffersWhatIsInIt() throws IOException {
        Packing.zip(texts("airplane-1/groundtruth.txt", "airplane-1/img/1.txt", "airplane-2/nlp.txt",
                "__MACOSX/airplane-1/._1.txt"), root.resolve("airplane.zip"));
        Path packed = PackedFolder.open(root);
        for (String path : List.of("airplane-1/img/1.txt", "airplane/airplane-1/img/1.txt")) {
            Path file = packed.resolve(path);
            assertTrue(Files.isRegularFile(file) && Files.exists(file) && !Files.isDirectory(file), path);
            assertEquals("airplane-1/img/1.txt", Files.readString(file));
            assertEquals("airplane-1/img/1.txt".length(), Files.size(file));
        }
        assertEquals(List.of("airplane", "airplane-1", "airplane-2"), list(packed));
        assertEquals(List.of("groundtruth.txt", "img"), list(packed.resolve("airplane/airplane-1")));
        assertTrue(Files.isDirectory(packed.resolve("airplane-1/img")));
        assertFalse(Files.exists(packed.resolve("airplane-3")));
        assertFalse(Files.exists(packed.resolve("__MACOSX")));
        assertThrows(NoSuchFileException.class, () -> Files.readString(packed.resolve("airplane-1/img/2.txt")));
        assertEquals(root.resolve("airplane-1").toString(), packed.resolve("airplane-1").toString());
    }

    @Test
    void aSingleFolderInAnArchiveIsFoundWithAndWithoutItsName() throws IOException {
        Packing.zip(texts("UAV123/anno/UAV123/bike1.txt"), root.resolve("Dataset_UAV123.zip"));
        Path whole = PackedFolder.open(root.resolve("Dataset_UAV123.zip"));
        assertTrue(Files.isDirectory(whole));
        assertTrue(Files.isRegularFile(whole.resolve("anno/UAV123/bike1.txt")));
        assertTrue(Files.isRegularFile(whole.resolve("UAV123/anno/UAV123/bike1.txt")));
        assertTrue(Files.isRegularFile(PackedFolder.open(root).resolve("Dataset_UAV123/anno/UAV123/bike1.txt")));
    }

    @Test
    void filesThatAreThereHidePackedOnes() throws IOException {
        Packing.zip(texts("bear-1/nlp.txt", "bear-2/nlp.txt"), root.resolve("bear.zip"));
        Files.createDirectories(root.resolve("bear-1"));
        Files.writeString(root.resolve("bear-1/nlp.txt"), "mended");
        Path packed = PackedFolder.open(root);
        assertEquals("mended", Files.readString(packed.resolve("bear-1/nlp.txt")));
        assertEquals("bear-2/nlp.txt", Files.readString(packed.resolve("bear-2/nlp.txt")));
        assertEquals(root.resolve("bear-1/nlp.txt").toFile(), packed.resolve("bear-1/nlp.txt").toFile());
        assertThrows(UnsupportedOperationException.class, packed.resolve("bear-2/nlp.txt")::toFile);
        assertThrows(ReadOnlyFileSystemException.class, () -> Files.writeString(packed.resolve("bear-1/nlp.txt"), "x"));
        assertThrows(ReadOnlyFileSystemException.class, () -> Files.delete(packed.resolve("bear-1/nlp.txt")));
    }

    /** Enough keys for a tree of three levels, and values inside of pages as well as on pages of their own. */
    @Test
    void anLmdbOfTheNativeLibraryIsReadToTheLastByte() throws IOException {
        Map<String, byte[]> files = manyFiles();
        Packing.lmdb(files, root.resolve("TRAIN_0_lmdb"));
        Path packed = PackedFolder.open(root).resolve("TRAIN_0");
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            assertArrayEquals(file.getValue(), Files.readAllBytes(packed.resolve(file.getKey())), file.getKey());
        }
        assertEquals(List.of("anno", "frames", "list.txt"), list(packed));
        assertEquals(files.keySet().stream().filter(key -> key.startsWith("frames/video-3/"))
                .map(key -> key.substring("frames/video-3/".length())).sorted().toList(),
                list(packed.resolve("frames/video-3")));
        assertEquals(25, list(packed.resolve("frames")).size());
        for (String absent : List.of("frames/video-3/400.jpg", "frame", "frames/video-", "zzz", "a", "list.txt/x")) {
            assertFalse(Files.exists(packed.resolve(absent)), absent);
        }
    }

    @Test
    void aFolderThatIsAnLmdbStillHasItsFiles() throws IOException {
        Packing.lmdb(texts("train/list.txt"), root.resolve("got10k_lmdb"));
        Files.writeString(root.resolve("got10k_lmdb/got10k_vot_train_split.txt"), "0");
        Path packed = PackedFolder.open(root.resolve("got10k_lmdb"));
        assertEquals("train/list.txt", Files.readString(packed.resolve("train/list.txt")));
        assertEquals("0", Files.readString(packed.resolve("got10k_vot_train_split.txt")));
        assertTrue(list(packed).containsAll(List.of("train", "got10k_vot_train_split.txt")));
    }

    /** A library that maps the file into memory would end the process here. */
    @Test
    void anLmdbCutShortOrScribbledOverIsAnErrorThatNamesIt() throws IOException {
        Map<String, byte[]> files = manyFiles();
        Packing.lmdb(files, root.resolve("whole"));
        byte[] whole = Files.readAllBytes(root.resolve("whole/data.mdb"));
        Path data = Files.createDirectories(root.resolve("lmdb")).resolve("data.mdb");
        Random random = new Random(5);
        int errors = 0;
        for (int i = 0; i < 60; i++) {
            byte[] damaged = i < 20 ? Arrays.copyOf(whole, whole.length / 20 * i) : whole.clone();
            for (int k = 0; i >= 20 && k < 400; k++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Files.write(data, damaged);
            Path packed = PackedFolder.open(data.getParent());
            for (String key : List.of("frames/video-3/0.jpg", "list.txt", "anno/video-9.txt")) {
                try {
                    Files.readAllBytes(packed.resolve(key));
                    list(packed.resolve("frames"));
                } catch (GladException | IOException e) {
                    assertTrue(e.getMessage().contains(data.getParent().toString()), e.toString());
                    errors++;
                }
            }
        }
        assertTrue(errors > 57, errors + " errors");
    }

    @Test
    void aDamagedArchiveIsNamedAndSoIsADamagedFileInOne() throws IOException {
        Path archive = root.resolve("bear.zip");
        Packing.zip(Map.of("bear-1/nlp.txt", new byte[5000]), archive);
        byte[] whole = Files.readAllBytes(archive);
        Files.write(archive, Arrays.copyOf(whole, whole.length - 30));
        Path packed = PackedFolder.open(root).resolve("bear/bear-1/nlp.txt");
        GladException cut = assertThrows(GladException.class, () -> Files.exists(packed));
        assertTrue(cut.getMessage().contains("bear.zip"), cut.getMessage());
        whole[45] ^= 9;
        Files.write(archive, whole);
        Path other = PackedFolder.open(root).resolve("bear/bear-1/nlp.txt");
        IOException bad = assertThrows(IOException.class, () -> Files.readAllBytes(other));
        assertTrue(bad.getMessage().contains("bear-1/nlp.txt"), bad.getMessage());
    }

    @Test
    void whatCannotBeReadInPlaceSaysWhatToDo() throws IOException {
        Path tar = Files.write(root.resolve("LaSOT.tar.gz"), new byte[9]);
        GladException e = assertThrows(GladException.class, () -> PackedFolder.open(tar));
        assertTrue(e.getMessage().contains("unpack it"), e.getMessage());
        assertThrows(GladException.class, () -> PackedFolder.open(root.resolve("nothing")));
    }

    private static Map<String, byte[]> manyFiles() {
        Random random = new Random(7);
        Map<String, byte[]> files = new TreeMap<>();
        for (int video = 0; video < 25; video++) {
            for (int frame = 0; frame < 300; frame++) {
                byte[] bytes = new byte[frame % 40 == 0 ? 5000 + 13 * frame : frame % 90];
                random.nextBytes(bytes);
                files.put("frames/video-" + video + "/" + frame + ".jpg", bytes);
            }
            files.put("anno/video-" + video + ".txt", ("1,2,3," + video).getBytes(StandardCharsets.UTF_8));
        }
        files.put("list.txt", new byte[100_000]);
        return files;
    }

    private static Map<String, byte[]> texts(String... paths) {
        Map<String, byte[]> files = new TreeMap<>();
        for (String path : paths) {
            files.put(path, path.getBytes(StandardCharsets.UTF_8));
        }
        return files;
    }

    private static List<String> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
