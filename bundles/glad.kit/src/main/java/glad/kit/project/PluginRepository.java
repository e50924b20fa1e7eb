package glad.kit.project;

import glad.api.GladException;
import glad.api.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

/**
 * The Maven repository of the product, a folder: the bundles that plugins are built against, their sources, and the plugins' parent.
 *
 * @param folder where it lies
 */
public record PluginRepository(Path folder) {

    private static final Path GROUP = Path.of("io/github/glad-jvm");
    private static final Path PARENT = GROUP.resolve("glad.plugin");

    /**
     * Finds the product's. A checkout has it where its build lays it out. The distribution doesn't bring its bundles twice: there all of it
     * is linked together in the cache folder, anew in each call.
     *
     * @param product the product's folder
     * @param bundles the folder of its bundles
     * @param cache a folder for what may be lost at any time
     * @throws GladException (failure) if the product has none, or the cache folder can't be written
     */
    public static PluginRepository of(Path product, Path bundles, Path cache) {
        Path built = product.resolve("repository/target/repository");
        if (Files.isDirectory(built.resolve(PARENT))) {
            return new PluginRepository(built.toAbsolutePath().normalize());
        }
        Path brought = product.resolve("repository");
        if (!Files.isDirectory(brought.resolve(PARENT))) {
            throw GladException.failure("\"" + product + "\" has no Maven repository for plugins, neither " + product.relativize(brought) + " nor "
                    + product.relativize(built) + "; build GLAD again, or unzip all of it");
        }
        Path linked = cache.resolve("repository").toAbsolutePath().normalize();
        try (Stream<Path> files = Files.walk(brought); Stream<Path> jars = Files.list(bundles)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                link(linked.resolve(brought.relativize(file)), file);
            }
            for (Path jar : jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
                String name = jar.getFileName().toString().replaceFirst("\\.jar$", "");
                int dash = name.lastIndexOf('-');
                Path place = dash < 0 ? GROUP : GROUP.resolve(name.substring(0, dash)).resolve(name.substring(dash + 1));
                if (Files.isRegularFile(brought.resolve(place).resolve(name + ".pom"))) {
                    link(linked.resolve(place).resolve(name + ".jar"), jar);
                }
            }
        } catch (IOException e) {
            throw GladException.failure("the repository for plugins can't be laid out in \"" + linked + "\": " + Reason.of(e)
                    + "; let GLAD_CACHE name a folder that can be written", e);
        }
        return new PluginRepository(linked);
    }

    /** Links, or copies where links can't be had. */
    private static void link(Path place, Path file) throws IOException {
        Files.createDirectories(place.getParent());
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            Files.delete(place);
        }
        try {
            Files.createSymbolicLink(place, file.toAbsolutePath().normalize());
        } catch (IOException | UnsupportedOperationException e) {
            Files.copy(file, place);
        }
    }

    /** Returns the version of the product: that of the parent which the repository holds. */
    String version() throws IOException {
        try (Stream<Path> versions = Files.list(folder.resolve(PARENT))) {
            List<Path> found = versions.filter(Files::isDirectory).toList();
            if (found.size() != 1) {
                throw new NoSuchElementException("\"" + folder + "\" holds " + found.size() + " versions of the plugins' parent");
            }
            return found.get(0).getFileName().toString();
        }
    }
}
