package glad.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder for Felix's own files, one below it per process. Code is run from it, so where others may write beside it, as in a
 * folder for temporary files, it has to be the user's own and closed to everybody else.
 */
final class Storage {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private Storage() {}

    /**
     * Makes the folder if it isn't there, removes what processes left in it that were killed, and names this process's own below it.
     *
     * @param home the checkout or distribution; a folder in it is as safe as the program itself and isn't looked at
     * @throws IOException if it can't be made, is a link or no folder, belongs to somebody else, or is open to others
     */
    static Path open(Path folder, Path home) throws IOException {
        own(folder, home);
        String machine = machine();
        try (Stream<Path> left = Files.list(folder)) {
            left.filter(f -> dead(f.getFileName().toString(), machine)).forEach(Storage::delete);
        }
        return folder.resolve(machine + ProcessHandle.current().pid());
    }

    private static void own(Path folder, Path home) throws IOException {
        if (folder.startsWith(home) || !Files.getFileStore(existing(folder)).supportsFileAttributeView("posix")) {
            Files.createDirectories(folder);
            return;
        }
        Files.createDirectories(folder.getParent());
        try {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } catch (FileAlreadyExistsException e) {
            // What is there is looked at.
        }
        PosixFileAttributes found = Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Set<PosixFilePermission> open = EnumSet.noneOf(PosixFilePermission.class);
        open.addAll(found.permissions());
        open.removeAll(OWNER_ONLY);
        String fault = !found.isDirectory() ? found.isSymbolicLink() ? "is a link" : "is no folder"
                : !found.owner().equals(user(folder.getParent())) ? "belongs to " + found.owner().getName()
                : open.isEmpty() ? null : "is open to others (" + PosixFilePermissions.toString(found.permissions()) + ")";
        if (fault != null) {
            throw new IOException("\"" + folder + "\" " + fault + "; expected a folder of your own, closed to others, for files of the"
                    + " program: remove it, or let TMPDIR name a folder where GLAD can make one");
        }
    }

    /** Folders of users may be shared by machines, whose processes have numbers of their own. */
    private static String machine() throws IOException {
        return (Files.isReadable(HOST_NAME) ? Files.readString(HOST_NAME).strip().replaceAll("[^A-Za-z0-9.]", "_") : "here") + "-";
    }

    private static boolean dead(String name, String machine) {
        String pid = name.startsWith(machine) ? name.substring(machine.length()) : "";
        return pid.matches("\\d{1,18}") && ProcessHandle.of(Long.parseLong(pid)).isEmpty();
    }

    /** Removes a process's files as far as that can be done; the next start tries again. */
    static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // What stays is swept by the next start; where the process is asked to end, two do this at the same time.
        }
    }

    private static Path existing(Path folder) {
        return Files.exists(folder) || folder.getParent() == null ? folder : existing(folder.getParent());
    }

    /** Returns who this process is to the file system: the owner of what it makes. */
    private static UserPrincipal user(Path beside) throws IOException {
        Path made = Files.createTempFile(beside, "glad-", null);
        try {
            return Files.getOwner(made);
        } finally {
            Files.delete(made);
        }
    }
}
