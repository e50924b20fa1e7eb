package glad.packed.internal;

import glad.api.GladException;
import glad.api.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Packs by their files, of which the last few stay open. Safe for use by several threads, which take turns. */
public final class Packs implements Closeable {

    private static final int OPEN = 16;
    private static final String LMDB = "data.mdb";

    static final String ZIP_SUFFIX = ".zip";
    static final String LMDB_SUFFIX = "_lmdb";

    private final Map<Path, Pack> open = new LinkedHashMap<>(16, 0.75f, true);

    /** What to do with a pack. */
    @FunctionalInterface
    interface Use<T> {

        /** Does it. */
        T apply(Pack pack) throws IOException;
    }

    /** Tells whether a path has the name of a zip archive, of an LMDB's data or of its folder. */
    public static boolean isNamedSo(Path path) {
        return path.endsWith(LMDB) || path.toString().endsWith(ZIP_SUFFIX) || path.toString().endsWith(LMDB_SUFFIX);
    }

    /** Tells whether a path is a file with the name of a zip archive. */
    public static boolean isZip(Path path) {
        return path.toString().endsWith(ZIP_SUFFIX) && Files.isRegularFile(path);
    }

    /** Tells whether a path is a folder with an LMDB in it. */
    static boolean isLmdb(Path folder) {
        return Files.isRegularFile(folder.resolve(LMDB));
    }

    /**
     * Uses a pack.
     *
     * @param place a zip archive, or the folder of an LMDB
     * @throws GladException (failure) naming it if it is damaged
     */
    synchronized <T> T use(Path place, Use<T> use) {
        try {
            return use.apply(pack(place));
        } catch (IOException | IllegalArgumentException e) {
            throw GladException.failure("\"" + place + "\" can't be read in place: " + Reason.of(e)
                    + "; restore it, or move it away", e);
        }
    }

    /** Reads a file in a pack. @throws IOException naming both if it can't be read */
    synchronized byte[] read(Path place, String path) throws IOException {
        try {
            return pack(place).read(path);
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException("\"" + path + "\" in \"" + place + "\" is damaged: " + Reason.of(e), e);
        }
    }

    private Pack pack(Path place) throws IOException {
        Pack pack = open.get(place);
        if (pack == null) {
            pack = isZip(place) ? new ZipPack(place) : new LmdbPack(place.resolve(LMDB));
            open.put(place, pack);
            if (open.size() > OPEN) {
                Iterator<Pack> oldest = open.values().iterator();
                try (Pack closed = oldest.next()) {
                    oldest.remove();
                }
            }
        }
        return pack;
    }

    @Override
    public synchronized void close() throws IOException {
        for (Pack pack : open.values()) {
            pack.close();
        }
        open.clear();
    }
}
