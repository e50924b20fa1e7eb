package glad.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.lmdbjava.ByteArrayProxy;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.Txn;

/** Packs the folders that tests make the way that datasets are handed round. */
public final class Packing {

    private Packing() {}

    /** Returns the files below a folder by their paths, with {@code /} between names. */
    public static Map<String, byte[]> files(Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        List<Path> all = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            walk.filter(Files::isRegularFile).forEach(all::add);
        }
        for (Path file : all) {
            files.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
        }
        return files;
    }

    /** Writes a zip archive. */
    public static void zip(Map<String, byte[]> files, Path archive) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
    }

    /** Writes an LMDB by the native library: paths as keys, as trackers' official training code has it. */
    public static void lmdb(Map<String, byte[]> files, Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (Env<byte[]> env = Env.create(ByteArrayProxy.PROXY_BA).setMapSize(1L << 28)
                .open(folder.toFile(), EnvFlags.MDB_NOSYNC)) {
            Dbi<byte[]> db = env.openDbi((String) null);
            try (Txn<byte[]> txn = env.txnWrite()) {
                files.forEach((path, bytes) -> db.put(txn, path.getBytes(StandardCharsets.UTF_8), bytes));
                txn.commit();
            }
        }
    }
}
