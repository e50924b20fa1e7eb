package glad.nn.weights;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The table of a zip file as PyTorch writes it: nothing compressed, so that each entry is a place in the file. Java's own
 * reader doesn't tell the places. Compressed and encrypted entries are refused, and so are places that overlap.
 */
final class StoredZip {

    /** The first four bytes of an entry, and so of the file. */
    static final int ENTRY = 0x04034b50;

    private static final int DIRECTORY_ENTRY = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int END_64 = 0x06064b50;
    private static final int LOCATOR_64 = 0x07064b50;
    private static final int MAX_COMMENT = 0xffff;
    private static final long MAX_DIRECTORY = 64L << 20;
    private static final long MAX_32 = 0xffffffffL;

    /** A place in the file. */
    record Place(String name, long header, long begin, long size) {

        long end() {
            return begin + size;
        }
    }

    private StoredZip() {}

    /** Reads the table: places by name, in the table's order. */
    static Map<String, Place> read(FileBytes file) {
        long size = file.size();
        int tail = (int) Math.min(size, 22 + MAX_COMMENT);
        ByteBuffer last = file.copy(size - tail, tail);
        int end = tail - 22;
        while (end >= 0 && !(last.getInt(end) == END && last.getShort(end + 20) == tail - end - 22)) {
            end--;
        }
        if (end < 0) {
            throw file.damaged("its zip table is missing; it may be cut short");
        }
        long count = last.getShort(end + 10) & 0xffff;
        long length = last.getInt(end + 12) & MAX_32;
        long begin = last.getInt(end + 16) & MAX_32;
        long bound = size - tail + end;
        if (end >= 20 && last.getInt(end - 20) == LOCATOR_64) {
            long wide = last.getLong(end - 12);
            if (wide < 0 || wide > bound - 20 - 56) {
                throw file.damaged("its zip table's end claims byte " + wide + " of " + size);
            }
            ByteBuffer end64 = file.copy(wide, 56);
            if (end64.getInt(0) != END_64) {
                throw file.damaged("its zip table's end isn't where it should be");
            }
            count = end64.getLong(32);
            length = end64.getLong(40);
            begin = end64.getLong(48);
            bound = wide;
        }
        if (begin < 0 || length < 0 || length > MAX_DIRECTORY || begin > bound - length || count < 0
                || count > length / 46) {
            throw file.damaged("its zip table claims " + count + " entries in " + length + " bytes at byte " + begin
                    + " of " + size);
        }
        return entries(file, file.copy(begin, (int) length), (int) count, begin);
    }

    private static Map<String, Place> entries(FileBytes file, ByteBuffer table, int count, long tableBegin) {
        Map<String, Place> places = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            int at = table.position();
            if (table.remaining() < 46 || table.getInt(at) != DIRECTORY_ENTRY) {
                throw file.damaged("its zip table ends after " + i + " of " + count + " entries");
            }
            int flags = table.getShort(at + 8);
            int method = table.getShort(at + 10) & 0xffff;
            int nameLength = table.getShort(at + 28) & 0xffff;
            int extraLength = table.getShort(at + 30) & 0xffff;
            int commentLength = table.getShort(at + 32) & 0xffff;
            if (table.remaining() - 46 < nameLength + extraLength + commentLength) {
                throw file.damaged("its zip table ends after " + i + " of " + count + " entries");
            }
            byte[] bytes = new byte[nameLength];
            table.get(at + 46, bytes);
            String name = new String(bytes, StandardCharsets.UTF_8);
            if ((flags & 1) != 0) {
                throw file.refused("has the encrypted zip entry \"" + name + "\"; PyTorch writes none");
            }
            if (method != 0) {
                throw file.refused("has the compressed zip entry \"" + name + "\", as a TorchScript program or an ordinary"
                        + " archive has; weights have none. Unpack the archive, or store the state dict with torch.save");
            }
            ByteBuffer extra = table.slice(at + 46 + nameLength, extraLength).order(table.order());
            long[] wide = widened(file, name, extra, table.getInt(at + 24) & MAX_32, table.getInt(at + 20) & MAX_32,
                    table.getInt(at + 42) & MAX_32);
            if (wide[0] != wide[1]) {
                throw file.damaged("zip entry \"" + name + "\" isn't compressed, but claims " + wide[1] + " bytes for "
                        + wide[0]);
            }
            if (places.put(name, place(file, name, bytes, wide[2], wide[0], tableBegin)) != null) {
                throw file.damaged("it has the zip entry \"" + name + "\" twice");
            }
            table.position(at + 46 + nameLength + extraLength + commentLength);
        }
        List<Place> ordered = new ArrayList<>(places.values());
        ordered.sort(Comparator.comparingLong(Place::header));
        for (int i = 1; i < ordered.size(); i++) {
            if (ordered.get(i).header() < ordered.get(i - 1).end()) {
                throw file.damaged("zip entries \"" + ordered.get(i - 1).name() + "\" and \"" + ordered.get(i).name()
                        + "\" overlap");
            }
        }
        return places;
    }

    /** Takes from the extra field those of the size, the stored size and the place that don't fit in 32 bits. */
    private static long[] widened(FileBytes file, String name, ByteBuffer extra, long... values) {
        while (extra.remaining() >= 4) {
            int id = extra.getShort() & 0xffff;
            int length = extra.getShort() & 0xffff;
            if (length > extra.remaining()) {
                break;
            }
            int next = extra.position() + length;
            if (id == 1) {
                for (int i = 0; i < values.length; i++) {
                    if (values[i] == MAX_32 && next - extra.position() >= 8) {
                        values[i] = extra.getLong();
                    }
                }
            }
            extra.position(next);
        }
        for (long value : values) {
            if (value < 0) {
                throw file.damaged("zip entry \"" + name + "\" has the size or place " + value);
            }
        }
        return values;
    }

    private static Place place(FileBytes file, String name, byte[] bytes, long header, long size, long bound) {
        if (header > bound - 30 - bytes.length) {
            throw file.damaged("zip entry \"" + name + "\" lies at byte " + header + " of " + file.size());
        }
        ByteBuffer local = file.copy(header, 30 + bytes.length);
        byte[] again = new byte[bytes.length];
        local.get(30, again);
        if (local.getInt(0) != ENTRY || (local.getShort(26) & 0xffff) != bytes.length
                || !Arrays.equals(bytes, again)) {
            throw file.damaged("zip entry \"" + name + "\" isn't at byte " + header + ", where its table says");
        }
        long begin = header + 30 + bytes.length + (local.getShort(28) & 0xffff);
        if (begin > bound || size > bound - begin) {
            throw file.damaged("zip entry \"" + name + "\" claims " + size + " bytes at byte " + begin + " of "
                    + file.size());
        }
        return new Place(name, header, begin, size);
    }
}
