package glad.eval.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import glad.api.GladException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Archives as they should be, and archives made to harm: each of these ends in one error, soon and in little memory. */
class ArchiveTest {

    private static final long MEMORY = 16L << 20;
    private static final byte[] TEXT = "1,2,3,4\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path temp;

    private interface Filling {
        void fill(TarArchiveOutputStream tar) throws IOException;
    }

    private static byte[] tar(Filling filling) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
            filling.fill(tar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void file(TarArchiveOutputStream tar, String name, byte[] bytes) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    private Path compressed(String name, byte[] tar, LZMA2Options options) throws IOException {
        Path file = temp.resolve(name);
        try (OutputStream out = Files.newOutputStream(file);
                OutputStream to = name.endsWith("z") && !name.endsWith("xz") ? new GZIPOutputStream(out)
                        : name.endsWith("xz") ? new XZOutputStream(out, options) : out) {
            to.write(tar);
        }
        return file;
    }

    private static void refused(Path file, String... words) {
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = memory.getThreadAllocatedBytes(Thread.currentThread().getId());
        GladException e = assertThrows(GladException.class, () -> Archive.open(file).close());
        long taken = memory.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        assertTrue(taken < MEMORY, taken + " bytes for " + e.getMessage());
        assertTrue(e.getMessage().contains("\"" + file + "\"") && e.getMessage().lines().count() == 1, e.getMessage());
        for (String word : words) {
            assertTrue(e.getMessage().contains(word), e.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"t.tar", "t.tar.gz", "t.tgz", "t.tar.xz", "t.txz"})
    void filesLongNamesAndFoldersAreUnpackedAndLinksLeftOut(String name) throws IOException {
        String deep = "folder/" + "long".repeat(50) + "/walk.txt";
        Path file = compressed(name, tar(tar -> {
            tar.putArchiveEntry(new TarArchiveEntry("folder/"));
            tar.closeArchiveEntry();
            file(tar, deep, TEXT);
            TarArchiveEntry link = new TarArchiveEntry("folder/link.txt", TarConstants.LF_SYMLINK);
            link.setLinkName("/etc/passwd");
            tar.putArchiveEntry(link);
            tar.closeArchiveEntry();
            file(tar, "folder/run.txt", new byte[100_000]);
        }), new LZMA2Options(9));
        try (Archive archive = Archive.open(file)) {
            assertEquals("t", archive.name());
            assertEquals("1,2,3,4\n", Files.readString(archive.folder().resolve(deep)));
            assertEquals(100_000, Files.size(archive.folder().resolve("folder/run.txt")));
            assertTrue(Files.notExists(archive.folder().resolve("folder/link.txt")));
        }
    }

    @Test
    void aTarCantReachOutOfItsFolder() throws IOException {
        refused(compressed("t.tar", tar(tar -> file(tar, "a/../../../outside.txt", TEXT)), null), "outside.txt", "outside of it");
    }

    @Test
    void aNameThatGoesOnIsNotReadIntoMemory() throws IOException {
        byte[] evil = tar(tar -> {
            TarArchiveEntry name = new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME);
            byte[] bytes = new byte[40 << 20];
            Arrays.fill(bytes, (byte) 'a');
            name.setSize(bytes.length);
            tar.putArchiveEntry(name);
            tar.write(bytes);
            tar.closeArchiveEntry();
            file(tar, "x.txt", TEXT);
        });
        Path file = compressed("t.tar.gz", evil, null);
        assertTrue(Files.size(file) < 1 << 20);
        refused(file, "longer than any real one");
    }

    @Test
    void moreThanItsShareIsRefusedByWhatIsDeclared() throws IOException {
        byte[] evil = tar(tar -> file(tar, "x.txt", TEXT));
        byte[] size = "77777777777\0".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(size, 0, evil, 124, size.length);
        int sum = 0;
        Arrays.fill(evil, 148, 156, (byte) ' ');
        for (int i = 0; i < 512; i++) {
            sum += evil[i] & 0xff;
        }
        byte[] check = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(check, 0, evil, 148, check.length);
        refused(compressed("t.tar", evil, null), "more than 4 GiB");
        refused(compressed("cut.tar.gz", Arrays.copyOf(tar(tar -> file(tar, "x.txt", new byte[5000])), 2048), null), "can't be unpacked");
    }

    @Test
    void entriesAreCounted() throws IOException {
        Path file = compressed("t.tgz", tar(tar -> {
            for (int i = 0; i < 6; i++) {
                tar.putArchiveEntry(new TarArchiveEntry("folder/"));
                tar.closeArchiveEntry();
            }
        }), null);
        Archive.open(file, 6).close();
        GladException e = assertThrows(GladException.class, () -> Archive.open(file, 5).close());
        assertTrue(e.getMessage().contains("more than 5 files"), e.getMessage());
    }

    @Test
    void aDictionaryLargerThanTheMemoryForItIsRefused() throws IOException {
        LZMA2Options options = new LZMA2Options(0);
        Path file = compressed("t.tar.xz", tar(tar -> file(tar, "x.txt", TEXT)), options);
        // The dictionary's size is a byte of the block header, which ends in its own check sum.
        byte[] bytes = Files.readAllBytes(file);
        int header = 12;
        int length = (bytes[header] + 1) * 4;
        int property = header + 4;
        assertEquals(0x21, bytes[header + 2]);
        bytes[property] = 36; // 1 GiB
        CRC32 sum = new CRC32();
        sum.update(bytes, header, length - 4);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(header + length - 4, (int) sum.getValue());
        Files.write(file, bytes);
        refused(file, "larger than those of xz -9");
    }

    @Test
    void aZipEntryHoldsNoMoreThanItDeclares() throws IOException {
        Path file = temp.resolve("t.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("x.txt"));
            zip.write(new byte[50 << 20]);
            zip.closeEntry();
        }
        byte[] bytes = Files.readAllBytes(file);
        int central = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("PK\u0001\u0002");
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(central + 24, 8);
        Files.write(file, bytes);
        refused(file, "more than the 8 bytes that it declares");
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(central + 24, 51 << 20);
        Files.write(file, bytes);
        refused(file, "cut short by 1048576 bytes");
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(central + 24, 0xfffffff0);
        Files.write(file, bytes);
        refused(file, "cut short");
    }
}
