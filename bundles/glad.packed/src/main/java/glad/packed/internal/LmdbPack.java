package glad.packed.internal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The unnamed database of an LMDB file (data format 1, as {@code lmdb.h} 0.9 of a 64-bit little-endian machine writes
 * it), read only. The native library maps the file into memory, where a page beyond the end of a file that was cut
 * short ends the process; here every page is checked before it is used, and no search reads a page twice or more pages than two
 * per level, so that pages that lead to each other end.
 *
 * <p>Two meta pages, of which the one of the later transaction counts, name the root of a B+ tree. A branch page leads
 * from the smallest key of each child to its page; a leaf page holds keys and values, large values on pages of their
 * own. Keys are in the order of their bytes.
 */
final class LmdbPack implements Pack {

    private static final int MAGIC = 0xBEEFC0DE;
    private static final int VERSION = 1;
    private static final int HEADER = 16;
    private static final int BRANCH = 1;
    private static final int LEAF = 2;
    private static final int OVERFLOW = 4;
    private static final int NODE_HEADER = 8;
    private static final int BIG = 1;
    private static final int DEEPEST = 32;
    private static final long NONE = -1;
    private static final long MOST_BYTES = Math.min(Runtime.getRuntime().maxMemory() / 4, Integer.MAX_VALUE - 8);

    private final RandomAccessFile file;
    private final long length;
    private int pageSize;
    private long root = NONE;

    /** A key and where its value is. */
    private record Entry(byte[] key, long offset, long size) {}

    /** Opens one. @throws IOException if it isn't there, or isn't such a file */
    LmdbPack(Path data) throws IOException {
        file = new RandomAccessFile(data.toFile(), "r");
        try {
            length = file.length();
            readMeta();
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private void readMeta() throws IOException {
        ByteBuffer first = bytes(0, HEADER + 136);
        if (first.getInt(HEADER) != MAGIC) {
            throw new IOException("it isn't an LMDB file of this machine's byte order");
        }
        if (first.getInt(HEADER + 4) != VERSION) {
            throw new IOException("it has LMDB's data format " + first.getInt(HEADER + 4) + ", expected " + VERSION);
        }
        pageSize = first.getInt(HEADER + 24);
        if (pageSize < 512 || pageSize > 65536 || Integer.bitCount(pageSize) != 1) {
            throw new IOException("its page size is " + pageSize);
        }
        ByteBuffer second = bytes(pageSize, HEADER + 136);
        ByteBuffer meta = second.getInt(HEADER) == MAGIC
                && second.getLong(HEADER + 128) > first.getLong(HEADER + 128) ? second : first;
        if (meta.getShort(HEADER + 24 + 48 + 4) != 0) {
            throw new IOException("its keys are sorted in a way that official packs aren't");
        }
        root = meta.getLong(HEADER + 24 + 48 + 40);
    }

    @Override
    public long size(String path) throws IOException {
        Entry entry = find(path);
        return entry == null ? -1 : entry.size;
    }

    @Override
    public byte[] read(String path) throws IOException {
        Entry entry = find(path);
        if (entry == null) {
            throw new IOException("it has no \"" + path + "\"");
        }
        if (entry.size > MOST_BYTES) {
            throw new IOException("it has " + entry.size + " bytes; at most " + MOST_BYTES + " fit into memory");
        }
        return bytes(entry.offset, (int) entry.size).array();
    }

    @Override
    public boolean isFolder(String path) throws IOException {
        byte[] prefix = prefix(path);
        Entry entry = atOrBehind(prefix);
        return entry != null && startsWith(entry.key, prefix);
    }

    @Override
    public List<String> children(String folder) throws IOException {
        byte[] prefix = prefix(folder);
        List<String> names = new ArrayList<>();
        Entry entry = atOrBehind(prefix);
        while (entry != null && startsWith(entry.key, prefix)) {
            int slash = prefix.length;
            while (slash < entry.key.length && entry.key[slash] != '/') {
                slash++;
            }
            names.add(new String(entry.key, prefix.length, slash - prefix.length, StandardCharsets.UTF_8));
            byte[] next = Arrays.copyOf(entry.key, slash + 1); // the key with a zero behind it, the nearest one there can be
            next[slash] = (byte) (slash < entry.key.length ? '/' + 1 : 0);
            entry = atOrBehind(next);
        }
        return names;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private Entry find(String path) throws IOException {
        byte[] key = path.getBytes(StandardCharsets.UTF_8);
        Entry entry = atOrBehind(key);
        return entry != null && Arrays.equals(entry.key, key) ? entry : null;
    }

    /** Returns the first entry whose key isn't smaller; null if there is none. */
    private Entry atOrBehind(byte[] key) throws IOException {
        return root == NONE ? null : atOrBehind(root, key, new HashSet<>());
    }

    /** Looks below a page; the visited pages are those of this search. */
    private Entry atOrBehind(long number, byte[] key, Set<Long> visited) throws IOException {
        if (!visited.add(number) || visited.size() > 2 * DEEPEST) {
            throw damaged(number);
        }
        ByteBuffer page = page(number);
        int count = (page.getShort(12) & 0xFFFF) - HEADER >> 1;
        int kind = page.getShort(10) & (BRANCH | LEAF | OVERFLOW);
        if (count < 1 || HEADER + 2 * count > pageSize || kind != BRANCH && kind != LEAF) {
            throw damaged(number);
        }
        if (kind == LEAF) {
            int at = count(page, number, key, 0, count, false);
            return at == count ? null : entry(page, number, at);
        }
        // The key may lie behind all of the child that should have it; then the next child's first is the one.
        for (int at = Math.max(count(page, number, key, 1, count, true) - 1, 0); at < count; at++) {
            int node = node(page, number, at);
            long child = page.getInt(node) & 0xFFFFFFFFL | (page.getShort(node + 4) & 0xFFFFL) << 32;
            Entry found = atOrBehind(child, key, visited);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** Returns how many keys of a page are smaller, or not larger; the first ones are known to be. */
    private int count(ByteBuffer page, long number, byte[] key, int known, int count, boolean orEqual)
            throws IOException {
        int low = known;
        int high = count;
        while (low < high) {
            int middle = low + high >>> 1;
            int order = Arrays.compareUnsigned(key(page, number, middle), key);
            if (order < 0 || orEqual && order == 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private Entry entry(ByteBuffer page, long number, int at) throws IOException {
        int node = node(page, number, at);
        byte[] key = key(page, number, at);
        int flags = page.getShort(node + 4) & 0xFFFF;
        long size = page.getInt(node) & 0xFFFFFFFFL;
        int data = node + NODE_HEADER + key.length;
        if (flags == 0 && data + size <= pageSize) {
            return new Entry(key, number * pageSize + data, size);
        }
        if (flags != BIG || data + 8 > pageSize) {
            throw damaged(number);
        }
        long big = page.getLong(data);
        ByteBuffer first = page(big);
        long pages = first.getInt(12) & 0xFFFFFFFFL;
        if ((first.getShort(10) & OVERFLOW) == 0 || HEADER + size > pages * pageSize || big * pageSize + HEADER + size > length) {
            throw damaged(big);
        }
        return new Entry(key, big * pageSize + HEADER, size);
    }

    private byte[] key(ByteBuffer page, long number, int at) throws IOException {
        int node = node(page, number, at);
        int size = page.getShort(node + 6) & 0xFFFF;
        if (node + NODE_HEADER + size > pageSize) {
            throw damaged(number);
        }
        return Arrays.copyOfRange(page.array(), node + NODE_HEADER, node + NODE_HEADER + size);
    }

    private int node(ByteBuffer page, long number, int at) throws IOException {
        int node = page.getShort(HEADER + 2 * at) & 0xFFFF;
        if (node < HEADER || node + NODE_HEADER > pageSize) {
            throw damaged(number);
        }
        return node;
    }

    private ByteBuffer page(long number) throws IOException {
        if (number < 0 || number >= length / pageSize) {
            throw damaged(number);
        }
        ByteBuffer page = bytes(number * pageSize, pageSize);
        if (page.getLong(0) != number) {
            throw damaged(number);
        }
        return page;
    }

    private ByteBuffer bytes(long offset, int size) throws IOException {
        if (offset + size > length) {
            throw new IOException("it is cut short: " + length + " bytes, expected at least " + (offset + size));
        }
        byte[] bytes = new byte[size];
        file.seek(offset);
        file.readFully(bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static IOException damaged(long page) {
        return new IOException("its page " + page + " is damaged or missing");
    }

    private static byte[] prefix(String folder) {
        return folder.isEmpty() ? new byte[0] : (folder + "/").getBytes(StandardCharsets.UTF_8);
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }
}
