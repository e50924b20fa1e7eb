package glad.packed.internal;

import glad.api.GladException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Finds out where files are that seem to lie unpacked below a root: on disk, or in a pack. */
final class Unpacked {

    private final Path root;
    private final Packs packs;

    /** By folder: names that aren't in it, and the packs in it that have them. */
    private final Map<Path, Map<String, Path>> offers = new ConcurrentHashMap<>();

    /**
     * A file or folder.
     *
     * @param place where it is on disk; or the pack that has it
     * @param inside its path in the pack; null if it is on disk
     */
    record Location(Path place, String inside) {

        boolean isOnDisk() {
            return inside == null;
        }
    }

    /** The folder in a pack in which something was found last: its files tend to be asked for next, all of them. */
    private volatile Folder last;

    private record Folder(Path path, Location location) {}

    Unpacked(Path root, Packs packs) {
        this.root = root;
        this.packs = packs;
    }

    /** Returns where a path leads; nothing if it isn't there. */
    Optional<Location> locate(Path path) {
        Folder folder = last;
        if (folder != null && folder.path.equals(path.getParent())) {
            String inside = folder.location.inside + "/" + path.getFileName();
            if (packs.use(folder.location.place, pack -> has(pack, inside))) {
                return Optional.of(new Location(folder.location.place, inside));
            }
        }
        Optional<Location> found = search(path);
        if (found.isPresent() && !found.get().isOnDisk()) {
            String inside = found.get().inside;
            int slash = inside.lastIndexOf('/');
            if (slash > 0) {
                last = new Folder(path.getParent(), new Location(found.get().place, inside.substring(0, slash)));
            }
        }
        return found;
    }

    private Optional<Location> search(Path path) {
        if (path.equals(root) && Files.isRegularFile(root)) {
            return Optional.of(new Location(root, ""));
        }
        if (!path.startsWith(root) || path.equals(root)) {
            return Files.exists(path) ? Optional.of(new Location(path, null)) : Optional.empty();
        }
        Path place = root;
        Path rest = root.relativize(path);
        for (int i = 0; i < rest.getNameCount(); i++) {
            String name = rest.getName(i).toString();
            Path next = place.resolve(name);
            if (!Files.exists(next)) {
                Path missing = rest.subpath(i, rest.getNameCount());
                Optional<Location> found = Packs.isZip(place) || Packs.isLmdb(place)
                        ? inside(place, missing) : Optional.empty();
                return found.isPresent() || !Files.isDirectory(place) ? found : packed(place, missing);
            }
            place = next;
        }
        return Optional.of(new Location(place, null));
    }

    /** Returns the names of what is in a folder. */
    Set<String> list(Location folder) throws IOException {
        if (!folder.isOnDisk()) {
            return packs.use(folder.place, pack -> {
                List<String> names = pack.children(folder.inside);
                if (!folder.inside.isEmpty() || names.size() != 1) {
                    return new LinkedHashSet<>(names);
                }
                // A single folder of the archive's name is the archive itself; any other may be meant or not.
                boolean same = folder.place.getFileName().toString().equals(names.get(0) + Packs.ZIP_SUFFIX);
                Set<String> both = new LinkedHashSet<>(same ? List.of() : names);
                both.addAll(pack.children(names.get(0)));
                return both;
            });
        }
        Set<String> names = new LinkedHashSet<>();
        try (Stream<Path> entries = Files.list(folder.place)) {
            entries.filter(entry -> !Packs.isZip(entry)).forEach(entry -> names.add(entry.getFileName().toString()));
        }
        if (Packs.isLmdb(folder.place)) {
            names.addAll(packs.use(folder.place, pack -> pack.children("")));
        }
        names.addAll(offers(folder.place).keySet());
        return names;
    }

    /** Looks for a path in the packs of a folder. */
    private Optional<Location> packed(Path folder, Path rest) {
        String name = rest.getName(0).toString();
        Path archive = folder.resolve(name + Packs.ZIP_SUFFIX);
        Path lmdb = folder.resolve(name + Packs.LMDB_SUFFIX);
        Path pack = Packs.isZip(archive) ? archive : Packs.isLmdb(lmdb) ? lmdb : null;
        if (pack != null) {
            return rest.getNameCount() == 1 ? Optional.of(new Location(pack, ""))
                    : inside(pack, rest.subpath(1, rest.getNameCount()));
        }
        Path offering = offers(folder).get(name);
        return offering == null ? Optional.empty() : inside(offering, rest);
    }

    private Map<String, Path> offers(Path folder) {
        return offers.computeIfAbsent(folder, f -> {
            Map<String, Path> found = new TreeMap<>();
            for (Path entry : entries(f)) {
                String name = entry.getFileName().toString();
                if (Packs.isZip(entry)) {
                    found.put(name.substring(0, name.length() - Packs.ZIP_SUFFIX.length()), entry);
                    packs.use(entry, pack -> pack.children("")).forEach(child -> found.putIfAbsent(child, entry));
                } else if (name.endsWith(Packs.LMDB_SUFFIX) && Packs.isLmdb(entry)) {
                    found.put(name.substring(0, name.length() - Packs.LMDB_SUFFIX.length()), entry);
                }
            }
            return found;
        });
    }

    private static List<Path> entries(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Packs::isNamedSo).sorted().toList();
        } catch (IOException e) {
            throw GladException.failure("can't list the folder \"" + folder + "\"; check that it can be read", e);
        }
    }

    /** Looks for a path in a pack: as it stands and, where the pack holds a single folder, in that folder. */
    private Optional<Location> inside(Path place, Path path) {
        String inside = StreamSupport.stream(path.spliterator(), false).map(Path::toString)
                .collect(Collectors.joining("/"));
        return packs.use(place, pack -> {
            if (has(pack, inside)) {
                return Optional.of(new Location(place, inside));
            }
            List<String> top = pack.children("");
            String below = top.size() == 1 ? top.get(0) + "/" + inside : inside;
            return has(pack, below) ? Optional.of(new Location(place, below)) : Optional.empty();
        });
    }

    private static boolean has(Pack pack, String path) throws IOException {
        return pack.size(path) >= 0 || pack.isFolder(path);
    }
}
