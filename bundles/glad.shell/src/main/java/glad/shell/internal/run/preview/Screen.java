package glad.shell.internal.run.preview;

import glad.bench.ShownFrame;

/** Where a track is shown. For one thread, but for {@link #watched}. */
interface Screen extends AutoCloseable {

    /** Tells whether anybody looks; what nobody sees isn't drawn. */
    boolean watched();

    /** Shows a frame in the place of that before; may take its time. */
    void show(ShownFrame frame);

    @Override
    void close();
}
