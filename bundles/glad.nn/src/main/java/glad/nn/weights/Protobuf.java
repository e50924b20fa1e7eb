package glad.nn.weights;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * One message in protobuf's wire format: fields, each a number and a value of one of four kinds. Nothing is read beyond the message's end.
 *
 * @param file holds it
 * @param begin its first byte
 * @param end the byte behind it
 */
record Protobuf(FileBytes file, long begin, long end) {

    private static final int VARINT = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int LENGTH = 2;
    private static final int FOUR_BYTES = 5;

    /** More bytes than a field's head needs: two numbers of at most ten each. */
    private static final int HEAD = 20;

    /**
     * A field.
     *
     * @param number which
     * @param value its value, if that is a number
     * @param begin where its bytes lie
     * @param length how many; -1 for a number
     */
    record Field(int number, long value, long begin, long length) {}

    /** Returns the fields in their order. */
    List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        long at = begin;
        while (at < end) {
            ByteBuffer head = file.copy(at, (int) Math.min(HEAD, end - at));
            long key = varint(head);
            int number = (int) (key >>> 3);
            Field field = switch ((int) (key & 7)) {
                case VARINT -> {
                    long value = varint(head);
                    yield new Field(number, value, at + head.position(), -1);
                }
                case LENGTH -> {
                    long length = varint(head);
                    yield new Field(number, 0, at + head.position(), length);
                }
                case EIGHT_BYTES -> new Field(number, 0, at + head.position(), 8);
                case FOUR_BYTES -> new Field(number, 0, at + head.position(), 4);
                default -> throw file.refused("is none of safetensors, a checkpoint of PyTorch, or ONNX; check that the download is complete"
                        + " and no web page or pointer to a large file");
            };
            long size = Math.max(0, field.length());
            if (field.length() < -1 || size > end - field.begin()) {
                throw file.refused("is none of safetensors, a checkpoint of PyTorch, or ONNX, or is cut short; check that the download is"
                        + " complete and no web page or pointer to a large file");
            }
            fields.add(field);
            at = field.begin() + size;
        }
        return fields;
    }

    /** Returns the numbers of a repeated field of numbers, of which this is the body: one, or several packed. */
    List<Long> numbers(Field field) {
        if (field.length() < 0) {
            return List.of(field.value());
        }
        List<Long> numbers = new ArrayList<>();
        long at = begin;
        while (at < end) {
            ByteBuffer head = file.copy(at, (int) Math.min(HEAD, end - at));
            numbers.add(varint(head));
            at += head.position();
        }
        return numbers;
    }

    private long varint(ByteBuffer from) {
        long value = 0;
        for (int shift = 0; shift < 64 && from.hasRemaining(); shift += 7) {
            byte next = from.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw file.damaged("a number in it doesn't end");
    }
}
