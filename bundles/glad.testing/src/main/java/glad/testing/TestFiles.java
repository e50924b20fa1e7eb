package glad.testing;

import glad.api.model.ModelFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files for parts under test: embedded ones ({@code embedded:ANY/NAME}) are test resources, others paths. */
public final class TestFiles implements ModelFiles {

    @Override
    public InputStream open(String reference) throws IOException {
        Path path = path(reference);
        return path != null ? Files.newInputStream(path)
                : TestFiles.class.getResourceAsStream("/" + reference.substring(reference.indexOf('/') + 1));
    }

    @Override
    public boolean has(String reference) {
        return reference.startsWith("embedded:") || Files.exists(Path.of(reference));
    }

    @Override
    public Path path(String reference) {
        return reference.startsWith("embedded:") ? null : Path.of(reference);
    }
}
