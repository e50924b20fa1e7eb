package glad.trackers.process.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Both ways between GLAD and a program. */
interface Connection extends AutoCloseable {

    /** Returns what the program says; waits until it can be heard. */
    InputStream in() throws IOException;

    /** Returns what is said to the program; waits until it can hear. */
    OutputStream out() throws IOException, InterruptedException;

    /** Tells the program that nothing more is said. */
    void end() throws IOException;

    /** Ends both ways; who waits for one of them is told. */
    @Override
    void close();
}
