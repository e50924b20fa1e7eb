package glad.jobs;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The files of a folder, with a count of the questions that a file server would have been asked. Used by one thread. */
final class CountedFiles extends FileSystem {

    /** A listing and a transfer come in answers of this size. */
    private static final int NAMES = 256;
    private static final long BYTES = 1 << 16;

    private final FileSystem files;
    private final Provider provider = new Provider();
    private long questions;

    private CountedFiles(FileSystem files) {
        this.files = files;
    }

    /** Returns a folder whose files are counted. */
    static Path of(Path folder) {
        return new CountedFiles(folder.getFileSystem()).wrap(folder);
    }

    /** Returns how many questions there were since the last call. */
    static long take(Path counted) {
        CountedFiles own = (CountedFiles) counted.getFileSystem();
        long questions = own.questions;
        own.questions = 0;
        return questions;
    }

    /** Marks paths of this kind. */
    private interface Wrapped {

        Path inner();
    }

    private Path wrap(Path path) {
        return path == null ? null : (Path) Proxy.newProxyInstance(CountedFiles.class.getClassLoader(), new Class<?>[] {Path.class, Wrapped.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "inner" -> path;
                    case "getFileSystem" -> this;
                    case "iterator" -> wrapAll(path).iterator();
                    default -> call(path, method, args);
                });
    }

    private Object call(Path path, Method method, Object[] args) throws Throwable {
        Object[] inner = args == null ? null : args.clone();
        for (int i = 0; inner != null && i < inner.length; i++) {
            inner[i] = inner[i] instanceof Wrapped wrapped ? wrapped.inner() : inner[i];
        }
        try {
            Object result = method.invoke(path, inner);
            return result instanceof Path other ? wrap(other) : result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private List<Path> wrapAll(Iterable<Path> paths) {
        List<Path> all = new ArrayList<>();
        paths.forEach(path -> all.add(wrap(path)));
        return all;
    }

    private static Path inner(Path path) {
        return path instanceof Wrapped wrapped ? wrapped.inner() : path;
    }

    @Override
    public FileSystemProvider provider() {
        return provider;
    }

    @Override
    public void close() {}

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public String getSeparator() {
        return files.getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return wrapAll(files.getRootDirectories());
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return files.getFileStores();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return files.supportedFileAttributeViews();
    }

    @Override
    public Path getPath(String first, String... more) {
        return wrap(files.getPath(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
        PathMatcher matcher = files.getPathMatcher(pattern);
        return path -> matcher.matches(inner(path));
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        return files.getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException();
    }

    private final class Provider extends FileSystemProvider {

        private FileSystemProvider inner() {
            return files.provider();
        }

        @Override
        public String getScheme() {
            return "counted";
        }

        @Override
        public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileSystem getFileSystem(URI uri) {
            return CountedFiles.this;
        }

        @Override
        public Path getPath(URI uri) {
            return wrap(inner().getPath(uri));
        }

        /** Opened, moved, and closed or flushed. */
        private void transfer(Path path) throws IOException {
            questions += 2 + (Files.exists(path) ? Files.size(path) / BYTES : 0);
        }

        @Override
        public SeekableByteChannel newByteChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attrs) throws IOException {
            transfer(CountedFiles.inner(path));
            return inner().newByteChannel(CountedFiles.inner(path), options, attrs);
        }

        @Override
        public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attrs) throws IOException {
            transfer(CountedFiles.inner(path));
            return inner().newFileChannel(CountedFiles.inner(path), options, attrs);
        }

        @Override
        public DirectoryStream<Path> newDirectoryStream(Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
            List<Path> names = new ArrayList<>();
            try (DirectoryStream<Path> all = inner().newDirectoryStream(CountedFiles.inner(folder), path -> true)) {
                all.forEach(names::add);
            }
            questions += 1 + names.size() / NAMES;
            List<Path> passed = new ArrayList<>();
            for (Path name : names) {
                Path wrapped = wrap(name);
                if (filter.accept(wrapped)) {
                    passed.add(wrapped);
                }
            }
            return new DirectoryStream<>() {

                @Override
                public Iterator<Path> iterator() {
                    return passed.iterator();
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void createDirectory(Path folder, FileAttribute<?>... attrs) throws IOException {
            questions++;
            inner().createDirectory(CountedFiles.inner(folder), attrs);
        }

        @Override
        public void delete(Path path) throws IOException {
            questions++;
            inner().delete(CountedFiles.inner(path));
        }

        @Override
        public void copy(Path source, Path target, CopyOption... options) throws IOException {
            questions += 2;
            inner().copy(CountedFiles.inner(source), CountedFiles.inner(target), options);
        }

        @Override
        public void move(Path source, Path target, CopyOption... options) throws IOException {
            questions++;
            inner().move(CountedFiles.inner(source), CountedFiles.inner(target), options);
        }

        @Override
        public boolean isSameFile(Path path, Path other) throws IOException {
            return inner().isSameFile(CountedFiles.inner(path), CountedFiles.inner(other));
        }

        @Override
        public boolean isHidden(Path path) throws IOException {
            return inner().isHidden(CountedFiles.inner(path));
        }

        @Override
        public FileStore getFileStore(Path path) throws IOException {
            return inner().getFileStore(CountedFiles.inner(path));
        }

        @Override
        public void checkAccess(Path path, AccessMode... modes) throws IOException {
            questions++;
            inner().checkAccess(CountedFiles.inner(path), modes);
        }

        @Override
        public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
            questions++;
            return inner().getFileAttributeView(CountedFiles.inner(path), type, options);
        }

        @Override
        public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options) throws IOException {
            questions++;
            return inner().readAttributes(CountedFiles.inner(path), type, options);
        }

        @Override
        public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
            questions++;
            return inner().readAttributes(CountedFiles.inner(path), attributes, options);
        }

        @Override
        public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
            questions++;
            inner().setAttribute(CountedFiles.inner(path), attribute, value, options);
        }
    }
}
