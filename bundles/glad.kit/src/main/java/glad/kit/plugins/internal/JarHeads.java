package glad.kit.plugins.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Jars that are looked at again and again, each opened only when its size or its time changed. */
public final class JarHeads {

    private final Map<Path, Read> read = new ConcurrentHashMap<>();

    /** What was read, of a file of this size and time. */
    private record Read(long size, FileTime time, JarHead head) {}

    /** Returns what a jar says of itself. */
    public JarHead of(Path jar) {
        Optional<BasicFileAttributes> now = attributes(jar);
        Read before = read.get(jar);
        if (now.isPresent() && before != null && before.size == now.get().size() && before.time.equals(now.get().lastModifiedTime())) {
            return before.head;
        }
        JarHead head = JarHead.of(jar);
        // The attributes are those from before it was read: a file that changed meanwhile is read again the next time.
        now.ifPresent(attributes -> read.put(jar, new Read(attributes.size(), attributes.lastModifiedTime(), head)));
        return head;
    }

    /** Forgets all files but these. */
    public void keep(Collection<Path> jars) {
        read.keySet().retainAll(jars);
    }

    private static Optional<BasicFileAttributes> attributes(Path jar) {
        try {
            return Optional.of(Files.readAttributes(jar, BasicFileAttributes.class));
        } catch (IOException e) {
            return Optional.empty(); // it is gone; reading says so
        }
    }
}
