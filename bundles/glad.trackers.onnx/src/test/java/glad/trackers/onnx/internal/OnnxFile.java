package glad.trackers.onnx.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a small ONNX file, field by field as onnx.proto3 numbers them. */
final class OnnxFile {

    private static final int VARINT = 0;
    private static final int BYTES = 2;
    private static final long FLOAT = 1;
    private static final long INTS = 7;
    private static final long IR_VERSION = 8;
    private static final long OPERATORS = 13;

    private final Message graph = new Message().text(2, "test");

    /** Bytes of one message. */
    private static final class Message {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        private void varint(long value) {
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                out.write((int) (rest & 0x7f | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }

        Message number(int field, long value) {
            varint((long) field << 3 | VARINT);
            varint(value);
            return this;
        }

        Message bytes(int field, byte[] bytes) {
            varint((long) field << 3 | BYTES);
            varint(bytes.length);
            out.writeBytes(bytes);
            return this;
        }

        Message text(int field, String text) {
            return bytes(field, text.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message inner) {
            return bytes(field, inner.out.toByteArray());
        }
    }

    private static Message value(String name, long... shape) {
        Message dims = new Message();
        for (long length : shape) {
            dims.message(1, length < 0 ? new Message().text(2, "n" + -length) : new Message().number(1, length));
        }
        return new Message().text(1, name).message(2, new Message().message(1, new Message().number(1, FLOAT).message(2, dims)));
    }

    /** Adds an input of floats; a length below 0 is left open. */
    OnnxFile input(String name, long... shape) {
        graph.message(11, value(name, shape));
        return this;
    }

    OnnxFile output(String name, long... shape) {
        graph.message(12, value(name, shape));
        return this;
    }

    /** Adds constant floats. */
    OnnxFile constant(String name, float[] values, long... shape) {
        ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        Message tensor = new Message();
        for (long length : shape) {
            tensor.number(1, length);
        }
        graph.message(5, tensor.number(2, FLOAT).text(8, name).bytes(9, raw.array()));
        return this;
    }

    /** Adds an operation. @param ints attributes: a name, then its numbers */
    OnnxFile node(String type, String output, String[] inputs, Object[]... ints) {
        Message node = new Message();
        for (String input : inputs) {
            node.text(1, input);
        }
        node.text(2, output).text(3, output).text(4, type);
        for (Object[] attribute : ints) {
            Message own = new Message().text(1, (String) attribute[0]);
            for (int i = 1; i < attribute.length; i++) {
                own.number(8, (Integer) attribute[i]);
            }
            node.message(5, own.number(20, INTS));
        }
        graph.message(1, node);
        return this;
    }

    /** Writes it. */
    Path write(Path file) throws IOException {
        Message model = new Message().number(1, IR_VERSION).message(8, new Message().text(1, "").number(2, OPERATORS)).message(7, graph);
        return Files.write(file, model.out.toByteArray());
    }
}
