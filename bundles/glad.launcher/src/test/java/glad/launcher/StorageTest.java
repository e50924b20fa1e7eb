package glad.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageTest {

    private static final Path HOME = Path.of("/checkout");

    @TempDir
    private Path temporary;
    private Path folder;

    @BeforeEach
    void name() throws IOException {
        assumeTrue(Files.getFileStore(temporary).supportsFileAttributeView("posix"), "needs owners and permissions of POSIX");
        folder = temporary.resolve("glad-felix-1000");
    }

    private String refusal() {
        return assertThrows(IOException.class, () -> Storage.open(folder, HOME)).getMessage();
    }

    @Test
    void aNewFolderIsClosedToOthersAndUsedAgain() throws IOException {
        Storage.open(folder, HOME);
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
        Storage.open(folder, HOME);
        try (var left = Files.list(temporary)) {
            assertEquals(1, left.count(), "finding out who the user is leaves nothing behind");
        }
    }

    @Test
    void aFolderOpenToOthersIsRefused() throws IOException {
        Files.createDirectory(folder);
        for (String mode : new String[] {"rwxr-xr-x", "rwx-w----", "rwxrwxrwx"}) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
            assertTrue(refusal().startsWith("\"" + folder + "\" is open to others (" + mode + "); expected"), mode);
        }
    }

    @Test
    void aLinkToAFolderOfOnesOwnIsRefused() throws IOException {
        Path elsewhere = temporary.resolve("elsewhere");
        Storage.open(elsewhere, HOME);
        Files.createSymbolicLink(folder, elsewhere);
        assertTrue(refusal().contains(" is a link; expected"));
    }

    @Test
    void aFileIsRefused() throws IOException {
        Files.createFile(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        assertTrue(refusal().contains(" is no folder; expected"));
    }

    @Test
    void aFolderOfSomebodyElseIsRefused() throws IOException {
        Storage.open(folder, HOME);
        try {
            Files.setAttribute(folder, "unix:uid", 54321, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            assumeTrue(false, "only root gives a folder away");
        }
        assertTrue(refusal().contains(" belongs to 54321; expected"));
    }

    @Test
    void aFolderOfTheCheckoutIsNotLookedAt() throws IOException {
        Files.createDirectory(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Storage.open(folder, temporary);
        Storage.open(temporary.resolve("run-configs/target/felix"), temporary);
        assertTrue(Files.isDirectory(temporary.resolve("run-configs/target/felix")));
    }

    @Test
    void whatAKilledProcessOfThisMachineLeftIsRemovedAndNothingElse() throws Exception {
        Path own = Storage.open(folder, HOME);
        String machine = own.getFileName().toString().replaceFirst("\\d+$", "");
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Path left = Files.createDirectories(folder.resolve(machine + ended.pid()).resolve("bundle1"));
        Path elsewhere = Files.createDirectories(folder.resolve("another-machine-" + ended.pid()));
        Path alive = Files.createDirectories(folder.resolve(machine + ProcessHandle.current().pid()));
        Storage.open(folder, HOME);
        assertFalse(Files.exists(left.getParent()));
        assertTrue(Files.exists(elsewhere), "the processes of another machine aren't known here");
        assertTrue(Files.exists(alive));
    }
}
