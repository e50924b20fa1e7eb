package glad.packed;

import glad.api.GladException;
import glad.packed.internal.PackFileSystem;
import glad.packed.internal.Packs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Datasets that weren't unpacked: zip archives as they were downloaded, and LMDB packs as trackers' official training
 * code has them ({@code data.mdb} in a folder of its own, relative paths as keys, the files' bytes as values). They are
 * read in place, without temporary copies.
 *
 * <p>The paths of {@link #open} look as if everything were unpacked where it lies: {@code airplane.zip} is the folder
 * {@code airplane} and at the same time offers what is in it to the folder round it; {@code TRAIN_0_lmdb} is the folder
 * {@code TRAIN_0}. Where an archive holds a single folder, that folder's files are found with and without its name.
 * Files that really are there hide packed ones. Archives in archives aren't opened.
 */
public final class PackedFolder {

    private static final List<String> TAPES =
            List.of(".tar", ".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.bz2", ".7z", ".rar");

    private PackedFolder() {}

    /** Tells whether a path is an archive of a kind that can be read in place. */
    public static boolean isArchive(Path path) {
        return Packs.isZip(path);
    }

    /**
     * Returns the path to read a folder, an archive or a pack by: the same one if nothing in a folder, or in one of the
     * folders directly in it, is packed; else one of a read-only file system whose files are the packed ones. Such paths
     * work with {@link Files} but not as a {@link java.io.File}, and a damaged archive is a {@link GladException} that
     * names it. A few archives stay open for as long as the path is in use.
     *
     * @throws GladException (usage) if it is an archive of another kind, or neither a folder nor an archive
     */
    public static Path open(Path place) {
        String name = place.toString().toLowerCase(Locale.ROOT);
        if (Files.isDirectory(place)) {
            return holdsPacks(place, true) ? PackFileSystem.view(place) : place;
        }
        if (isArchive(place)) {
            return PackFileSystem.view(place);
        }
        if (Files.exists(place) && TAPES.stream().anyMatch(name::endsWith)) {
            throw GladException.usage("\"" + place + "\" is an archive that can't be read in place, as only .zip can;"
                    + " unpack it and name the folder");
        }
        throw GladException.usage("\"" + place + "\" is neither a folder nor a .zip archive; expected one with a"
                + " dataset in it");
    }

    private static boolean holdsPacks(Path folder, boolean look) {
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> all = entries.toList();
            return all.stream().anyMatch(Packs::isNamedSo)
                    || look && all.stream().filter(Files::isDirectory).anyMatch(inner -> holdsPacks(inner, false));
        } catch (IOException e) {
            return false; // what can't be listed is named when something in it is asked for
        }
    }
}
