package glad.nn.weights;

import glad.api.GladException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of one weight file, on disk or in memory, read by place and never beyond the end. Little-endian. */
final class FileBytes implements AutoCloseable {

    private static final int LONGEST = 400;

    private final String source;
    private final FileChannel channel;
    private final ByteBuffer memory;
    private final long size;

    private FileBytes(String source, FileChannel channel, ByteBuffer memory, long size) {
        this.source = source;
        this.channel = channel;
        this.memory = memory;
        this.size = size;
    }

    /** Opens a file. */
    static FileBytes open(Path file) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            return new FileBytes(file.toString(), channel, null, channel.size());
        } catch (NoSuchFileException e) {
            throw GladException.failure("weight file \"" + file + "\" doesn't exist; check the path", e);
        } catch (IOException e) {
            closeQuietly(channel);
            throw unreadable(file.toString(), e);
        }
    }

    /** Reads a whole stream into memory. The stream stays the caller's. */
    static FileBytes read(String source, InputStream in) throws IOException {
        byte[] all = in.readAllBytes();
        return new FileBytes(source, null, ByteBuffer.wrap(all), all.length);
    }

    String source() {
        return source;
    }

    long size() {
        return size;
    }

    /** Copies some bytes. The caller has checked that the file has them and that they are few. */
    ByteBuffer copy(long begin, int length) {
        ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        if (memory != null) {
            out.put(memory.slice(Math.toIntExact(begin), length));
            return out.flip();
        }
        try {
            while (out.hasRemaining()) {
                if (channel.read(out, begin + out.position()) < 0) {
                    throw damaged("it ends at byte " + (begin + out.position()) + " of " + size
                            + "; it may have been changed while it was read");
                }
            }
            return out.flip();
        } catch (IOException e) {
            throw unreadable(source, e);
        }
    }

    /**
     * Maps some bytes; nothing is copied, and nothing may be written to them. The caller has checked that the file has
     * them.
     */
    ByteBuffer map(long begin, long length) {
        if (length > Integer.MAX_VALUE) {
            throw tooLarge(length);
        }
        try {
            ByteBuffer bytes = memory != null ? memory.slice(Math.toIntExact(begin), (int) length)
                    : channel.map(FileChannel.MapMode.READ_ONLY, begin, length);
            return bytes.order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw unreadable(source, e);
        }
    }

    /** Returns the error for an array that is more than Java's buffers take. */
    GladException tooLarge(long length) {
        return refused("has an array of " + length + " bytes; one of at most 2 GiB can be read. Store it in several");
    }

    /** Returns the error for a file whose content can't be right. */
    GladException damaged(String fault) {
        return GladException.failure("weight file \"" + source + "\" is damaged: " + shown(fault)
                + "; fetch or write it again");
    }

    /** Returns the error for a file that is none of ours. */
    GladException refused(String reason) {
        return GladException.failure("weight file \"" + source + "\" " + shown(reason));
    }

    /** Faults quote what the file says, which may be long or move a terminal's cursor. */
    private static String shown(String fault) {
        String line = fault.replaceAll("\\p{Cntrl}", "?");
        int half = LONGEST / 2;
        return line.length() <= LONGEST ? line
                : line.substring(0, half) + " ... " + line.substring(line.length() - half);
    }

    private static GladException unreadable(String source, IOException e) {
        return GladException.failure("weight file \"" + source + "\" can't be read: " + e.getMessage(), e);
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // Only read from: nothing is lost.
        }
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }
}
