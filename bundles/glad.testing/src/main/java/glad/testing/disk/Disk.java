package glad.testing.disk;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A disk whose power can be cut: what programs do under {@link #root} is done in a folder, and noted step by step. Afterwards
 * {@link #cut} shows what a disk may hold if the power had failed behind any step. As with real file systems, what was written to
 * a file is safe once the file was forced, and what was done to a folder's names (made, renamed, removed) once the folder was; of
 * the rest anything may be there. Names of one folder reach the disk in the order of their changes.
 */
public final class Disk {

    /** What of the steps that weren't forced has reached the disk. */
    public enum Luck {
        /** Nothing. */
        NONE,
        /** Names, without the files' data: files that should have data are empty. */
        NAMES,
        /** Data, without names. */
        DATA,
        /** Everything, as after a kill. */
        ALL,
        /** Some of it, drawn by chance; of data a part, or zeros. */
        SOME
    }

    private final Path folder;
    private final DiskFileSystem system;
    private final List<Step> steps = new ArrayList<>();
    private final Map<Path, Inode> names = new HashMap<>();

    /** A file, whatever it is called at the moment; a folder has none. */
    private static final class Inode {
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    }

    /** One change: of a file's data, of a name in a folder, or a force. */
    private record Step(Kind kind, Path path, Path from, Inode inode, int length) {

        private enum Kind { WRITE, FORCE, MAKE_FILE, MAKE_FOLDER, RENAME, REMOVE, FORCE_FOLDER }

        private boolean ofNames() {
            return kind.ordinal() >= Kind.MAKE_FILE.ordinal() && kind != Kind.FORCE_FOLDER;
        }
    }

    /** Makes a disk over an empty folder. */
    public Disk(Path folder) {
        this.folder = folder;
        system = new DiskFileSystem(this);
    }

    /** Returns the disk's top folder, for any program that takes a path. */
    public Path root() {
        return new DiskPath(system, folder);
    }

    /** Returns how many steps were done so far. */
    public synchronized int steps() {
        return steps.size();
    }

    synchronized void madeFile(Path path) {
        Inode inode = new Inode();
        names.put(path, inode);
        steps.add(new Step(Step.Kind.MAKE_FILE, path, null, inode, 0));
    }

    synchronized void madeFolder(Path path) {
        steps.add(new Step(Step.Kind.MAKE_FOLDER, path, null, null, 0));
    }

    synchronized void wrote(Path path, byte[] bytes) {
        Inode inode = names.get(path);
        inode.content.writeBytes(bytes);
        steps.add(new Step(Step.Kind.WRITE, path, null, inode, inode.content.size()));
    }

    /** Notes that an existing file is written from its start: to the disk it is another. */
    synchronized void emptied(Path path) {
        madeFile(path);
    }

    synchronized void forced(Path path) {
        steps.add(names.containsKey(path) ? new Step(Step.Kind.FORCE, path, null, names.get(path), 0)
                : new Step(Step.Kind.FORCE_FOLDER, path, null, null, 0));
    }

    synchronized void renamed(Path from, Path to) {
        Inode inode = names.remove(from);
        if (inode == null || !from.getParent().equals(to.getParent())) {
            throw new UnsupportedOperationException("only files are renamed, in their folder: " + from + " to " + to);
        }
        names.put(to, inode);
        steps.add(new Step(Step.Kind.RENAME, to, from, inode, 0));
    }

    synchronized void removed(Path path) {
        names.remove(path);
        steps.add(new Step(Step.Kind.REMOVE, path, null, null, 0));
    }

    /**
     * Writes down what the disk holds if the power failed.
     *
     * @param after how many steps were done
     * @param luck what of the unforced has reached the disk
     * @param random draws for {@link Luck#SOME}
     * @param to an empty folder
     */
    public synchronized void cut(int after, Luck luck, Random random, Path to) throws IOException {
        Map<Path, Inode> tree = new TreeMap<>();
        Map<Inode, Integer> safe = new HashMap<>();
        Map<Inode, Integer> written = new HashMap<>();
        Map<Path, List<Step>> waiting = new HashMap<>();
        for (Step step : steps.subList(0, after)) {
            switch (step.kind()) {
                case WRITE -> written.put(step.inode(), step.length());
                case FORCE -> safe.put(step.inode(), written.getOrDefault(step.inode(), 0));
                case FORCE_FOLDER -> waiting.getOrDefault(step.path(), new ArrayList<>()).removeIf(waited -> apply(tree, waited));
                default -> waiting.computeIfAbsent(step.path().getParent(), key -> new ArrayList<>()).add(step);
            }
        }
        for (List<Step> changes : waiting.values()) {
            int reached = switch (luck) {
                case NONE, DATA -> 0;
                case NAMES, ALL -> changes.size();
                case SOME -> random.nextInt(changes.size() + 1);
            };
            changes.subList(0, reached).forEach(change -> apply(tree, change));
        }
        for (Map.Entry<Path, Inode> entry : tree.entrySet()) { // in order: a folder comes before what is in it
            Path copy = to.resolve(folder.relativize(entry.getKey()).toString());
            if (Files.isDirectory(copy.getParent())) { // else the folder's own name is lost
                if (entry.getValue() == null) {
                    Files.createDirectory(copy);
                } else {
                    Files.write(copy, content(entry.getValue(), safe, written, luck, random));
                }
            }
        }
    }

    private static boolean apply(Map<Path, Inode> tree, Step step) {
        if (step.kind() == Step.Kind.REMOVE) {
            tree.remove(step.path());
        } else {
            tree.remove(step.from() == null ? step.path() : step.from());
            tree.put(step.path(), step.inode());
        }
        return true;
    }

    private static byte[] content(Inode inode, Map<Inode, Integer> safe, Map<Inode, Integer> written, Luck luck, Random random) {
        int least = safe.getOrDefault(inode, 0);
        int most = written.getOrDefault(inode, 0);
        int length = switch (luck) {
            case NONE, NAMES -> least;
            case DATA, ALL -> most;
            case SOME -> least + random.nextInt(most - least + 1);
        };
        byte[] bytes = java.util.Arrays.copyOf(inode.content.toByteArray(), length);
        if (luck == Luck.SOME && random.nextInt(3) == 0) {
            java.util.Arrays.fill(bytes, least, length, (byte) 0);
        }
        return bytes;
    }
}
