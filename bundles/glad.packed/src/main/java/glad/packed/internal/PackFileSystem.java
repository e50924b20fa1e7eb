package glad.packed.internal;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Set;

/** A read-only file system with the default one's paths, in which packs below a root look unpacked. */
public final class PackFileSystem extends FileSystem {

    private final Packs packs = new Packs();
    private final PackProvider provider;

    private PackFileSystem(Path root) {
        provider = new PackProvider(this, new Unpacked(root, packs), packs);
    }

    /** Returns the path of a folder, a zip archive or the folder of an LMDB in a file system of its own. */
    public static Path view(Path place) {
        Path root = place.toAbsolutePath().normalize();
        return new PackPath(new PackFileSystem(root), root);
    }

    @Override
    public FileSystemProvider provider() {
        return provider;
    }

    PackProvider packProvider() {
        return provider;
    }

    @Override
    public Path getPath(String first, String... more) {
        return new PackPath(this, Path.of(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(String syntaxAndPattern) {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher(syntaxAndPattern);
        return path -> matcher.matches(PackPath.plain(path));
    }

    @Override
    public void close() throws IOException {
        packs.close();
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return true;
    }

    @Override
    public String getSeparator() {
        return FileSystems.getDefault().getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return List.of();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return List.of();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return Set.of("basic");
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        throw new UnsupportedOperationException();
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException();
    }
}
