package glad.trackers.process.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** The programs that run now, so that none outlives GLAD. Safe for concurrent use. */
final class RunningTrackers implements AutoCloseable {

    private final Set<Child> children = new HashSet<>();
    private boolean closed;

    /** Starts the program of a declaration. @throws IOException if the system can't, or GLAD is about to end */
    synchronized Child start(Declaration declaration, Path errors) throws IOException {
        if (closed) {
            throw new IOException("GLAD is about to end");
        }
        Child child = Child.start(declaration, errors);
        children.add(child);
        return child;
    }

    /** Forgets a program that has ended. */
    synchronized void ended(Child child) {
        children.remove(child);
    }

    /** Kills all, and starts no more. */
    @Override
    public synchronized void close() {
        closed = true;
        children.forEach(Child::kill);
        children.clear();
    }
}
