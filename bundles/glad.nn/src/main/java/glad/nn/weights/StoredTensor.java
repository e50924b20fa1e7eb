package glad.nn.weights;

import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A tensor as a checkpoint of PyTorch describes it: a view of a run of elements that other tensors may share.
 *
 * @param storage the run
 * @param offset first element in the run
 * @param size elements along each axis
 * @param stride how many elements of the run lie between two neighbours along each axis
 */
record StoredTensor(Storage storage, long offset, long[] size, long[] stride) {

    /** What a tensor may take although its run is shorter, because it repeats elements. */
    private static final long SMALL = 16L << 20;

    /**
     * A run of elements.
     *
     * @param dtype the type, in the words of safetensors
     * @param key the checkpoint's name of the run, or of the longer one that it is a part of
     * @param whole how many elements lie under that name
     * @param begin where this run begins there
     * @param count how many elements it has
     */
    record Storage(String dtype, String key, long whole, long begin, long count) {}

    /** Returns what is wrong with the numbers, or null: no element may lie outside of the run. */
    String fault() {
        if (size.length != stride.length) {
            return size.length + " sizes and " + stride.length + " strides";
        }
        try {
            long count = 1;
            long last = offset;
            for (int i = 0; i < size.length; i++) {
                if (size[i] < 0 || stride[i] < 0) {
                    return "the negative size or stride " + Math.min(size[i], stride[i]);
                }
                count = Math.multiplyExact(count, size[i]);
                last = Math.addExact(last, Math.multiplyExact(Math.max(0, size[i] - 1), stride[i]));
            }
            if (offset < 0 || (count > 0 ? last >= storage.count() : offset > storage.count())) {
                return "elements " + offset + " to " + last + " of a run of " + storage.count();
            }
            long width = TensorInfo.width(storage.dtype());
            if (Math.multiplyExact(count, width) > Math.max(storage.count() * width, SMALL)) {
                return "a shape of " + count + " elements on a run of " + storage.count();
            }
            return null;
        } catch (ArithmeticException e) {
            return "a shape larger than any file";
        }
    }

    TensorInfo info(String name) {
        return new TensorInfo(name, storage.dtype(), new Shape(size));
    }

    /** Tells whether the elements lie in row-major order without gaps. */
    boolean contiguous() {
        long expected = 1;
        for (int i = size.length - 1; i >= 0; i--) {
            if (size[i] != 1 && stride[i] != expected) {
                return false;
            }
            expected *= size[i];
        }
        return true;
    }

    /** Returns how many elements of the run lie between the first and the last that this tensor uses, both counted. */
    long extent() {
        long extent = 1;
        for (int i = 0; i < size.length; i++) {
            extent += (size[i] - 1) * stride[i];
        }
        return extent;
    }

    /** Copies the elements into row-major order, from the bytes of {@link #extent} elements of the run. */
    ByteBuffer gather(ByteBuffer run) {
        int width = TensorInfo.width(storage.dtype());
        long count = 1;
        for (long side : size) {
            count *= side;
        }
        ByteBuffer out = ByteBuffer.allocateDirect(Math.toIntExact(count * width)).order(ByteOrder.LITTLE_ENDIAN);
        long[] index = new long[size.length];
        long at = 0;
        while (out.hasRemaining()) {
            int place = Math.toIntExact(at * width);
            switch (width) {
                case 8 -> out.putLong(run.getLong(place));
                case 4 -> out.putInt(run.getInt(place));
                case 2 -> out.putShort(run.getShort(place));
                default -> out.put(run.get(place));
            }
            for (int axis = size.length - 1; axis >= 0; axis--) {
                at += stride[axis];
                if (++index[axis] < size[axis]) {
                    break;
                }
                at -= stride[axis] * size[axis];
                index[axis] = 0;
            }
        }
        return out.flip();
    }
}
