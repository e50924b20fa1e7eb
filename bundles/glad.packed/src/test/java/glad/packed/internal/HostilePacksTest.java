package glad.packed.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import glad.packed.Zip;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Packs made to harm: each ends in one error, soon and in little memory. */
class HostilePacksTest {

    private static final int PAGE = 4096;
    private static final int BRANCH = 1;
    private static final int LEAF = 2;
    private static final int OVERFLOW = 4;

    @TempDir
    Path temp;

    private static String refused(Executable use) {
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = memory.getThreadAllocatedBytes(Thread.currentThread().getId());
        String message = assertThrows(IOException.class, use).getMessage();
        long taken = memory.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        assertTrue(taken < 16 << 20, taken + " bytes for " + message);
        return message;
    }

    private Path zip(String name, int bytes) throws IOException {
        Path file = temp.resolve(name);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("a.jpg"));
            zip.write(new byte[bytes]);
            zip.closeEntry();
        }
        return file;
    }

    /** Writes another unpacked size into the archive's table. */
    private static void declare(Path file, long size) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int central = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("PK\u0001\u0002");
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(central + 24, (int) size);
        Files.write(file, bytes);
    }

    @Test
    void aZipEntryUnpacksToWhatItDeclares() throws IOException {
        Path file = zip("bomb.zip", 40 << 20);
        declare(file, 100);
        try (ZipPack pack = new ZipPack(file)) {
            assertTrue(refused(() -> pack.read("a.jpg")).contains("declares 100 bytes and holds more"));
        }
        declare(file, (40 << 20) + 1);
        try (Zip zip = new Zip(file)) {
            assertTrue(assertThrows(IOException.class, () -> zip.read(zip.entry("a.jpg"))).getMessage().contains("and holds 41943040"));
        }
        declare(file, 0xfffffff0L);
        try (ZipPack pack = new ZipPack(file)) {
            assertTrue(refused(() -> pack.read("a.jpg")).contains("at most"));
        }
        declare(file, 100 << 20);
        try (ZipPack pack = new ZipPack(file)) {
            assertTrue(refused(() -> pack.read("a.jpg")).contains("can't come of its"));
        }
    }

    @Test
    void memoryAndEntriesAreBounded() throws IOException {
        Path file = zip("one.zip", 1000);
        try (Zip zip = new Zip(file, 1, 1000)) {
            assertEquals(1000, zip.read(zip.entry("a.jpg")).length);
        }
        try (Zip zip = new Zip(file, 1, 999)) {
            assertTrue(refused(() -> zip.read(zip.entry("a.jpg"))).contains("declares 1000 bytes; at most 999"));
        }
        assertTrue(refused(() -> new Zip(file, 0, 1000)).contains("has 1 entries; at most 0"));
    }

    /** Pages of an LMDB, written by hand. */
    private final class Pages {

        private final ByteBuffer file;

        Pages(int count, long root) {
            file = ByteBuffer.allocate(count * PAGE).order(ByteOrder.LITTLE_ENDIAN);
            for (int meta = 0; meta < 2; meta++) {
                int at = meta * PAGE;
                file.putLong(at, meta).putShort(at + 10, (short) 8).putInt(at + 16, 0xBEEFC0DE).putInt(at + 20, 1)
                        .putInt(at + 40, PAGE).putLong(at + 128, root).putLong(at + 144, meta);
            }
        }

        /** Writes a page of nodes; a value of a leaf is inside the page. */
        Pages page(int number, int kind, List<String> keys, List<Long> valuesOrChildren) {
            int at = number * PAGE;
            file.putLong(at, number).putShort(at + 10, (short) kind).putShort(at + 12, (short) (16 + 2 * keys.size()));
            int node = 16 + 2 * keys.size();
            for (int i = 0; i < keys.size(); i++) {
                byte[] key = keys.get(i).getBytes(StandardCharsets.UTF_8);
                file.putShort(at + 16 + 2 * i, (short) node);
                long value = valuesOrChildren.get(i);
                file.putInt(at + node, (int) value).putShort(at + node + 4, (short) (value >> 32))
                        .putShort(at + node + 6, (short) key.length).put(at + node + 8, key);
                node += 8 + key.length + (kind == LEAF ? 8 : 0);
            }
            return this;
        }

        LmdbPack open() throws IOException {
            Path data = temp.resolve("data.mdb");
            Files.write(data, file.array());
            return new LmdbPack(data);
        }
    }

    @Test
    void pagesWrittenByHandAreRead() throws IOException {
        Pages pages = new Pages(5, 2).page(2, BRANCH, List.of("", "m"), List.of(3L, 4L)).page(3, LEAF, List.of("a", "c"), List.of(8L, 8L))
                .page(4, LEAF, List.of("m", "x/y"), List.of(8L, 8L));
        try (LmdbPack pack = pages.open()) {
            assertEquals(List.of("a", "c", "m", "x"), pack.children(""));
            assertEquals(8, pack.size("c"));
            assertEquals(-1, pack.size("d"));
            assertArrayEquals(new byte[8], pack.read("x/y"));
        }
    }

    @Test
    void pagesThatLeadToThemselvesEnd() throws IOException {
        try (LmdbPack pack = new Pages(3, 2).page(2, BRANCH, List.of("", "b", "c"), List.of(2L, 2L, 2L)).open()) {
            assertTrue(refused(() -> pack.read("x")).contains("page 2 is damaged"));
            assertTrue(refused(() -> pack.children("")).contains("page 2"));
        }
        Pages two = new Pages(4, 2).page(2, BRANCH, List.of("", "b"), List.of(3L, 3L)).page(3, BRANCH, List.of("", "b"), List.of(2L, 2L));
        try (LmdbPack pack = two.open()) {
            assertTrue(refused(() -> pack.isFolder("x")).contains("damaged"));
        }
    }

    /** Twenty levels of pages, each leading fifty times to the next: more ways than a lifetime has time for. */
    @Test
    void waysThatMeetAgainAreGoneOnce() throws IOException {
        Pages pages = new Pages(23, 2);
        List<String> keys = IntStream.range(0, 50).mapToObj(i -> String.format("%02d", i)).toList();
        for (int page = 2; page < 22; page++) {
            long next = page + 1;
            pages.page(page, BRANCH, keys, keys.stream().map(key -> next).toList());
        }
        pages.page(22, LEAF, List.of("00"), List.of(8L));
        try (LmdbPack pack = pages.open()) {
            assertTimeoutPreemptively(Duration.ofSeconds(5), () -> assertTrue(refused(() -> pack.size("01")).contains("damaged")));
            assertEquals(8, pack.size("00"));
        }
    }

    @Test
    void sizesAreWhatTheFileHas() throws IOException {
        long inside = 0x7ffffff0L;
        try (LmdbPack pack = new Pages(3, 2).page(2, LEAF, List.of("a"), List.of(inside)).open()) {
            assertTrue(refused(() -> pack.size("a")).contains("damaged"));
        }
        // Bit 32 of a leaf's value says that it lies on pages of its own.
        for (long big : new long[] {3, 9, Long.MAX_VALUE, -1}) {
            Pages pages = new Pages(4, 2).page(2, LEAF, List.of("a"), List.of(1L << 32 | 0xffffffffL));
            pages.file.putLong(2 * PAGE + 18 + 9, big);
            pages.page(3, OVERFLOW, List.of(), List.of()).file.putInt(3 * PAGE + 12, 1);
            try (LmdbPack pack = pages.open()) {
                assertTrue(refused(() -> pack.read("a")).contains("damaged"));
            }
        }
        Pages whole = new Pages(4, 2).page(2, LEAF, List.of("a"), List.of(1L << 32 | 4000));
        whole.file.putLong(2 * PAGE + 18 + 9, 3);
        whole.page(3, OVERFLOW, List.of(), List.of()).file.putInt(3 * PAGE + 12, 1);
        try (LmdbPack pack = whole.open()) {
            assertEquals(4000, pack.read("a").length);
        }
    }
}
