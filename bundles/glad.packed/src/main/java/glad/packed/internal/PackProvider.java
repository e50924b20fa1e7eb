package glad.packed.internal;

import glad.packed.internal.Unpacked.Location;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What {@link Files} does with the paths of one {@link PackFileSystem}. */
final class PackProvider extends FileSystemProvider {

    private final PackFileSystem system;
    private final Unpacked unpacked;
    private final Packs packs;

    PackProvider(PackFileSystem system, Unpacked unpacked, Packs packs) {
        this.system = system;
        this.unpacked = unpacked;
        this.packs = packs;
    }

    /** Returns where a path leads; nothing if it isn't there. */
    Optional<Location> location(Path path) {
        return unpacked.locate(PackPath.plain(path).toAbsolutePath().normalize());
    }

    private Location existing(Path path) throws NoSuchFileException {
        return location(path).orElseThrow(() -> new NoSuchFileException(path.toString()));
    }

    @Override
    public String getScheme() {
        return "glad-pack";
    }

    @Override
    public SeekableByteChannel newByteChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attrs)
            throws IOException {
        if (!Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS).containsAll(options)) {
            throw new ReadOnlyFileSystemException();
        }
        Location found = existing(path);
        return found.isOnDisk() ? Files.newByteChannel(found.place(), options, attrs)
                : new BytesChannel(packs.read(found.place(), found.inside()));
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path folder, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        List<Path> entries = new ArrayList<>();
        for (String name : unpacked.list(existing(folder))) {
            Path entry = folder.resolve(name);
            if (filter.accept(entry)) {
                entries.add(entry);
            }
        }
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                return entries.iterator();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        Location found = existing(path);
        if (List.of(modes).contains(AccessMode.WRITE)) {
            throw new AccessDeniedException(path.toString(), null, "archives are read only");
        }
        if (found.isOnDisk()) {
            found.place().getFileSystem().provider().checkAccess(found.place(), modes);
        }
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        Location found = existing(path);
        if (found.isOnDisk()) {
            return Files.readAttributes(found.place(), type, options);
        }
        if (type != BasicFileAttributes.class) {
            throw new UnsupportedOperationException(type.getName());
        }
        return type.cast(new PackedAttributes(packs.use(found.place(), pack -> pack.size(found.inside())),
                Files.getLastModifiedTime(found.place())));
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
        return null; // as for any view that isn't offered
    }

    @Override
    public boolean isSameFile(Path path, Path other) throws IOException {
        return path.equals(other) || existing(path).equals(existing(other));
    }

    @Override
    public boolean isHidden(Path path) {
        return path.getFileName() != null && path.getFileName().toString().startsWith(".");
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        return system;
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Path getPath(URI uri) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileStore getFileStore(Path path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attrs) {
        throw new ReadOnlyFileSystemException();
    }

    @Override
    public void delete(Path path) {
        throw new ReadOnlyFileSystemException();
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) {
        throw new ReadOnlyFileSystemException();
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) {
        throw new ReadOnlyFileSystemException();
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
        throw new ReadOnlyFileSystemException();
    }
}
