package glad.testing;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Overwrites what small arrays of Java memory left when they were closed, so that a backward pass that still reads it gives other
 * gradients each time and not now and then: DJL lets go of such memory when an array is closed, and the collector frees it.
 */
public final class FreedMemory {

    private static final int LARGEST = 1024;
    /** The C library's smallest step between sizes of memory. */
    private static final int STEP = 16;
    /** More than the few of each size that the collector's thread keeps for itself. */
    private static final int EACH = 24;
    private static final long PATIENCE = 500;

    private final BufferPoolMXBean pool = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(bean -> bean.getName().equals("direct")).findFirst().orElseThrow();
    private List<ByteBuffer> held = List.of();

    /** Frees what nothing reaches any more, and fills it; what was filled by the call before is let go of first. */
    public void overwrite() {
        held = fill();
        held = List.of();
        free();
        held = fill();
    }

    private static List<ByteBuffer> fill() {
        List<ByteBuffer> filled = new ArrayList<>();
        byte[] pattern = new byte[LARGEST];
        Arrays.fill(pattern, (byte) 0x11);
        for (int size = 8; size <= LARGEST; size += STEP) {
            for (int i = 0; i < EACH; i++) {
                filled.add(ByteBuffer.allocateDirect(size).put(pattern, 0, size));
            }
        }
        return filled;
    }

    /** Waits until the collector has freed what was in {@link #held}. */
    private void free() {
        long few = pool.getCount() - (long) EACH * LARGEST / STEP;
        System.gc();
        for (long end = System.currentTimeMillis() + PATIENCE; pool.getCount() > few && System.currentTimeMillis() < end; ) {
            Thread.onSpinWait();
        }
    }
}
