package glad.runtime;

import glad.api.GladException;
import glad.api.Names;
import glad.api.Reason;
import glad.api.model.EmbeddedModel;
import glad.api.model.ModelFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Finds weights and tokenizers: {@code embedded:ID/NAME} in a bundle's {@link EmbeddedModel}, anything else as a path,
 * absolute or under the weights root. Inside OSGi the root is {@link Settings#weights}.
 */
@Component(service = ModelFiles.class)
public final class WeightStore implements ModelFiles {

    private static final String EMBEDDED = "embedded:";

    /** Asked at each use, so that changed settings count at once and damaged ones are an error of the command. */
    private final Supplier<Path> root;
    private final Registry<EmbeddedModel> embedded;

    /** Makes a store with a weights root, which need not exist. */
    public WeightStore(Path root) {
        this(() -> root, new Registries());
    }

    /** Makes the store of an OSGi framework. */
    @Activate
    public WeightStore(@Reference Settings settings, @Reference Registries registries) {
        this(settings::weights, registries);
    }

    private WeightStore(Supplier<Path> root, Registries registries) {
        this.root = root;
        embedded = registries.embedded();
    }

    private Path root() {
        return root.get().toAbsolutePath().normalize();
    }

    /** Adds files under an id, where no framework offers them. */
    public void offer(String id, EmbeddedModel model) {
        embedded.offer(id, model, "this program");
    }

    @Override
    public InputStream open(String reference) throws IOException {
        Path path = path(reference);
        return path == null ? openEmbedded(reference.substring(EMBEDDED.length())) : Files.newInputStream(path);
    }

    private InputStream openEmbedded(String entry) throws IOException {
        int slash = entry.indexOf('/');
        if (slash < 1) {
            throw GladException.usage("\"" + EMBEDDED + entry + "\" names no file; expected " + EMBEDDED + "ID/NAME");
        }
        String id = entry.substring(0, slash);
        String name = entry.substring(slash + 1);
        EmbeddedModel model = embedded.get(id);
        if (!model.names().contains(name)) {
            throw GladException.usage(Names.unknown("file of embedded model \"" + id + "\"", name, model.names()));
        }
        return model.open(name);
    }

    @Override
    public boolean has(String reference) {
        if (!reference.startsWith(EMBEDDED)) {
            return Files.exists(resolve(reference));
        }
        String[] entry = reference.substring(EMBEDDED.length()).split("/", 2);
        return entry.length == 2 && embedded.ids().contains(entry[0]) && embedded.get(entry[0]).names().contains(entry[1]);
    }

    private Path resolve(String reference) {
        try {
            return root().resolve(reference);
        } catch (InvalidPathException e) {
            throw GladException.usage("\"" + reference + "\" can't be a path: " + e.getReason());
        }
    }

    @Override
    public Path path(String reference) {
        if (reference.startsWith(EMBEDDED)) {
            return null;
        }
        Path path = resolve(reference);
        if (!Files.exists(path)) {
            throw GladException.failure("no file \"" + reference + "\" in the weights root \"" + root() + "\"; "
                    + contents() + "; put it there, or set GLAD_WEIGHTS to the folder that has it");
        }
        return path;
    }

    private String contents() {
        if (!Files.isDirectory(root())) {
            return "that folder doesn't exist";
        }
        try (Stream<Path> files = Files.list(root())) {
            List<String> names = files.map(p -> p.getFileName().toString()).sorted().limit(8).toList();
            return names.isEmpty() ? "it is empty" : "it holds " + String.join(", ", names);
        } catch (IOException e) {
            return "it can't be read: " + Reason.of(e);
        }
    }
}
