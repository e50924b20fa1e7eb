package glad.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes pickles of protocol 2 with the opcodes that PyTorch's own have. */
final class CheckpointPickle {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Begins a pickle. */
    CheckpointPickle() {
        out.write(0x80);
        out.write(2);
    }

    CheckpointPickle op(char opcode) {
        out.write(opcode);
        return this;
    }

    CheckpointPickle name(String module, String name) {
        out.writeBytes(("c" + module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    CheckpointPickle text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        out.write('X');
        out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes.length).array());
        out.writeBytes(bytes);
        return this;
    }

    CheckpointPickle number(long value) {
        if (value == (int) value) {
            out.write('J');
            out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt((int) value).array());
        } else {
            out.write(0x8a);
            out.write(8);
            out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
        }
        return this;
    }

    CheckpointPickle raw(byte... bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** Writes a tuple of numbers. */
    CheckpointPickle tuple(long... values) {
        op('(');
        for (long value : values) {
            number(value);
        }
        return op('t');
    }

    /** Ends the pickle. */
    byte[] bytes() {
        out.write('.');
        return out.toByteArray();
    }
}
