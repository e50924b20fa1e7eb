package glad.runs;

import glad.api.GladException;
import glad.api.Reason;
import glad.base.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Runs in a zip file, by their ids. */
final class RunArchive {

    private static final String PROVENANCE = "/provenance.json";

    private RunArchive() {}

    static void write(Path root, Map<String, List<Path>> runs, Path zip) {
        try {
            WholeFile.write(zip, aside -> {
                try (OutputStream file = Files.newOutputStream(aside); ZipOutputStream out = new ZipOutputStream(file)) {
                    for (List<Path> files : runs.values()) {
                        for (Path each : files) {
                            if (!each.getFileName().toString().endsWith(".lock")) {
                                out.putNextEntry(new ZipEntry(root.relativize(each).toString().replace('\\', '/')));
                                Files.copy(each, out);
                                out.closeEntry();
                            }
                        }
                    }
                }
            });
        } catch (IOException e) {
            throw GladException.failure("\"" + zip + "\" can't be written: " + Reason.of(e) + "; check the folder and the free space", e);
        }
    }

    /** Unpacks every run aside, then gives it its place. */
    static List<String> read(Path zip, Path root) {
        try (ZipFile file = new ZipFile(zip.toFile())) {
            Set<String> ids = new TreeSet<>();
            file.stream().map(ZipEntry::getName).filter(name -> name.endsWith(PROVENANCE))
                    .forEach(name -> ids.add(name.substring(0, name.length() - PROVENANCE.length())));
            if (ids.isEmpty()) {
                throw GladException.usage("\"" + zip + "\" holds no runs; expected what ./glad runs export writes");
            }
            for (String id : ids) {
                Path place = root.resolve(id).normalize();
                if (!place.startsWith(root.normalize()) || id.startsWith(".")) {
                    throw GladException.usage("\"" + zip + "\" holds a run \"" + id + "\" that would leave the folder for results");
                }
                if (Files.exists(place)) {
                    throw GladException.usage("there is a run \"" + id + "\" already; archive or remove it first");
                }
            }
            WholeFile.makeFolder(root);
            for (String id : ids) {
                Path aside = Files.createTempDirectory(root, ".import-");
                unpack(file, id + "/", aside);
                WholeFile.makeFolder(root.resolve(id).getParent());
                WholeFile.rename(aside, root.resolve(id));
            }
            return new ArrayList<>(ids);
        } catch (IOException e) {
            throw GladException.failure("\"" + zip + "\" can't be read: " + Reason.of(e) + "; expected what ./glad runs export writes", e);
        }
    }

    private static void unpack(ZipFile file, String head, Path to) throws IOException {
        for (Enumeration<? extends ZipEntry> entries = file.entries(); entries.hasMoreElements();) {
            ZipEntry entry = entries.nextElement();
            if (entry.getName().startsWith(head) && !entry.isDirectory()) {
                Path target = to.resolve(entry.getName().substring(head.length())).normalize();
                if (!target.startsWith(to)) {
                    throw new IOException("entry \"" + entry.getName() + "\" leaves its run");
                }
                WholeFile.makeFolder(target.getParent());
                try (InputStream in = file.getInputStream(entry)) {
                    Files.copy(in, target);
                }
            }
        }
    }
}
