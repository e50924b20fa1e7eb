package glad.packed.internal;

import glad.packed.Zip;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;

/** A zip archive. What macOS adds for itself isn't in it. */
final class ZipPack implements Pack {

    private final Zip zip;
    private final String[] paths;

    /** Opens one. @throws IOException if it isn't there, or is no whole zip archive */
    ZipPack(Path file) throws IOException {
        zip = new Zip(file);
        paths = zip.files().stream().map(ZipEntry::getName)
                .filter(name -> !name.startsWith("__MACOSX/")).sorted().toArray(String[]::new);
    }

    @Override
    public long size(String path) {
        int at = Arrays.binarySearch(paths, path);
        return at < 0 ? -1 : zip.entry(path).getSize();
    }

    @Override
    public byte[] read(String path) throws IOException {
        return zip.read(zip.entry(path));
    }

    @Override
    public boolean isFolder(String path) {
        String prefix = prefix(path);
        int at = from(prefix);
        return at < paths.length && paths[at].startsWith(prefix);
    }

    @Override
    public List<String> children(String folder) {
        String prefix = prefix(folder);
        List<String> names = new ArrayList<>();
        for (int at = from(prefix); at < paths.length && paths[at].startsWith(prefix);) {
            int slash = paths[at].indexOf('/', prefix.length());
            if (slash < 0) {
                names.add(paths[at].substring(prefix.length()));
                at++;
            } else {
                names.add(paths[at].substring(prefix.length(), slash));
                at = from(paths[at].substring(0, slash) + (char) ('/' + 1)); // behind all that is in this folder
            }
        }
        return names;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private static String prefix(String folder) {
        return folder.isEmpty() ? "" : folder + "/";
    }

    /** Returns where the first path is that isn't smaller. */
    private int from(String path) {
        int at = Arrays.binarySearch(paths, path);
        return at < 0 ? -at - 1 : at;
    }
}
