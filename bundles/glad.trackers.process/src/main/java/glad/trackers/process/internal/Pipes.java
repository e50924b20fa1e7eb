package glad.trackers.process.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The standard input and output of a program; they end with it.
 *
 * @param process that runs it
 */
record Pipes(Process process) implements Connection {

    @Override
    public InputStream in() {
        return process.getInputStream();
    }

    @Override
    public OutputStream out() {
        return process.getOutputStream();
    }

    @Override
    public void end() throws IOException {
        process.getOutputStream().close();
    }

    @Override
    public void close() {}
}
