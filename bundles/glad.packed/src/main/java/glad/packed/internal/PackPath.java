package glad.packed.internal;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;

/**
 * A path that may lead into a pack.
 *
 * @param system whose path it is
 * @param plain the same path on disk, where perhaps nothing is
 */
record PackPath(PackFileSystem system, Path plain) implements Path {

    /** Returns a path of any file system as one on disk. */
    static Path plain(Path path) {
        return path instanceof PackPath packed ? packed.plain : path;
    }

    private Path with(Path other) {
        return other == null ? null : new PackPath(system, other);
    }

    @Override
    public PackFileSystem getFileSystem() {
        return system;
    }

    @Override
    public boolean isAbsolute() {
        return plain.isAbsolute();
    }

    @Override
    public Path getRoot() {
        return with(plain.getRoot());
    }

    @Override
    public Path getFileName() {
        return with(plain.getFileName());
    }

    @Override
    public Path getParent() {
        return with(plain.getParent());
    }

    @Override
    public int getNameCount() {
        return plain.getNameCount();
    }

    @Override
    public Path getName(int index) {
        return with(plain.getName(index));
    }

    @Override
    public Path subpath(int beginIndex, int endIndex) {
        return with(plain.subpath(beginIndex, endIndex));
    }

    @Override
    public boolean startsWith(Path other) {
        return plain.startsWith(plain(other));
    }

    @Override
    public boolean endsWith(Path other) {
        return plain.endsWith(plain(other));
    }

    @Override
    public Path normalize() {
        return with(plain.normalize());
    }

    @Override
    public Path resolve(Path other) {
        return with(plain.resolve(plain(other)));
    }

    @Override
    public Path relativize(Path other) {
        return with(plain.relativize(plain(other)));
    }

    @Override
    public Path toAbsolutePath() {
        return with(plain.toAbsolutePath());
    }

    @Override
    public Path toRealPath(LinkOption... options) throws IOException {
        if (system.packProvider().location(this).isEmpty()) {
            throw new NoSuchFileException(toString());
        }
        return with(plain.toAbsolutePath().normalize());
    }

    /** Returns the file on disk. @throws UnsupportedOperationException if it is in a pack */
    @Override
    public File toFile() {
        if (system.packProvider().location(this).filter(found -> !found.isOnDisk()).isPresent()) {
            throw new UnsupportedOperationException("\"" + plain + "\" is in an archive");
        }
        return plain.toFile();
    }

    @Override
    public URI toUri() {
        return plain.toUri();
    }

    @Override
    public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int compareTo(Path other) {
        return plain.compareTo(plain(other));
    }

    @Override
    public String toString() {
        return plain.toString();
    }
}
