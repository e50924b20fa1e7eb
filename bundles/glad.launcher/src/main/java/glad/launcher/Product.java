package glad.launcher;

import glad.api.GladException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the product lies: an unzipped distribution, or a checkout that was built.
 *
 * @param home its folder
 * @param config the folder that holds {@code etc} and {@code experiments}
 * @param bundles the folder of the bundles
 */
record Product(Path home, Path config, Path bundles) {

    /** Makes the paths absolute. */
    Product {
        home = home.toAbsolutePath().normalize();
        config = config.toAbsolutePath().normalize();
        bundles = bundles.toAbsolutePath().normalize();
    }

    /**
     * Returns the product in a folder.
     *
     * @throws GladException (usage) if there is none
     */
    static Product in(Path folder) {
        return look(folder).orElseThrow(() -> GladException.usage("\"" + folder + "\" holds no GLAD; expected the folder of an unzipped"
                + " distribution, or of a checkout that ./glad has built"));
    }

    /**
     * Returns the product that a file belongs to.
     *
     * @throws GladException (usage) if it lies in none
     */
    static Product around(Path file) {
        return Stream.iterate(file.toAbsolutePath().getParent(), folder -> folder != null, Path::getParent)
                .flatMap(folder -> look(folder).stream()).findFirst()
                .orElseThrow(() -> GladException.usage("\"" + file + "\" lies in no distribution and no built checkout of GLAD; name the"
                        + " folder of one by GladPlatform.open(Path)"));
    }

    private static Optional<Product> look(Path folder) {
        return Stream.of(new Product(folder, folder, folder.resolve("bundles")),
                        new Product(folder, folder.resolve("run-configs"), folder.resolve("run-configs/target/export/shell")))
                .filter(product -> Files.isDirectory(product.config.resolve("experiments")) && Files.isDirectory(product.bundles))
                .findFirst();
    }

    /** Returns the bundles' files, sorted. */
    List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.list(bundles)) {
            return files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
        }
    }
}
