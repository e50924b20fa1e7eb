package glad.testing;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The files of the checkout that a test runs in. */
final class Checkout {

    private static final Set<String> NOT_OURS = Set.of("target", "runs", "weights", ".git", ".mvn");

    private Checkout() {}

    /** Returns the folder that holds {@code cnf/build.bnd}. */
    static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(at.resolve("cnf/build.bnd"))) {
            at = at.getParent();
        }
        return at;
    }

    /** Returns the files that are wanted, without what builds and runs leave behind. */
    static List<Path> files(Predicate<Path> wanted) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(root(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return NOT_OURS.contains(folder.getFileName().toString()) ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (wanted.test(file)) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        found.sort(null);
        return found;
    }
}
