package glad.runtime;

import ai.djl.engine.Engine;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.base.WholeFile;
import glad.nn.Torch;
import glad.nn.numbers.KnownAnswers;
import glad.nn.numbers.Processor;
import glad.nn.numbers.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the native library computes rightly on this machine. The known-answer test runs when this is first asked, and again
 * whenever something changes that its result may depend on: the processor, the library, settings, the number of threads, the test
 * itself. Verdicts are kept in {@code numbers} of the {@linkplain Settings#cache folder for caches}; one that can't be read counts as missing,
 * and a folder that can't be written costs nothing but the time.
 */
@Component(service = Numbers.class)
public final class Numbers {

    private static final Logger LOG = LoggerFactory.getLogger(Numbers.class);
    private static final JsonMapper JSON = new JsonMapper();

    private final Supplier<Path> folder;
    private final Supplier<SortedMap<String, String>> surroundings;
    private final Supplier<Verdict> test;
    /** The last verdict and the file that it belongs into. */
    private Path place;
    private Verdict last;

    /**
     * Asks a test.
     *
     * @param folder where verdicts are kept; need not exist
     * @param surroundings all that the verdict may depend on, by name
     * @param test makes a verdict
     */
    public Numbers(Path folder, Supplier<SortedMap<String, String>> surroundings, Supplier<Verdict> test) {
        this(() -> folder, surroundings, test);
    }

    private Numbers(Supplier<Path> folder, Supplier<SortedMap<String, String>> surroundings, Supplier<Verdict> test) {
        this.folder = folder;
        this.surroundings = surroundings;
        this.test = test;
    }

    /** Asks this machine. */
    @Activate
    public Numbers(@Reference Settings settings) {
        this(() -> settings.cache().resolve("numbers"), Numbers::here, () -> new KnownAnswers().run());
    }

    private static SortedMap<String, String> here() {
        SortedMap<String, String> here = new TreeMap<>(Processor.settings(System.getenv()));
        Processor processor = Processor.read(Path.of("/proc"));
        here.put("processor", processor.title());
        here.put("instruction sets", String.join(" ", processor.instructionSets()));
        here.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        here.put("libtorch", Torch.engine().getVersion());
        here.put("djl", Engine.getDjlVersion());
        here.put("threads", Integer.toString(Torch.threads()));
        Bundle bundle = FrameworkUtil.getBundle(KnownAnswers.class);
        here.put("test", bundle == null ? "outside of OSGi" : CodeHash.of(bundle));
        return here;
    }

    /** Returns the verdict: the one that is kept, or else the test's. */
    public synchronized Verdict verdict() {
        return kept().orElseGet(this::anew);
    }

    /** Runs the test, whatever is kept. */
    public synchronized Verdict anew() {
        Path file = file();
        last = test.get();
        place = file;
        try {
            WholeFile.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(last) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a verdict is texts and numbers", e);
        } catch (IOException e) {
            LOG.info("the verdict on the native library can't be kept: {}", e.toString());
        }
        return last;
    }

    /** Returns the verdict that is kept; empty if there is none for this processor, library and settings. */
    public synchronized Optional<Verdict> kept() {
        Path file = file();
        if (file.equals(place)) {
            return Optional.of(last);
        }
        try {
            return Files.isRegularFile(file) ? Optional.of(JSON.readValue(file.toFile(), Verdict.class))
                    .filter(verdict -> !verdict.checks().isEmpty()) : Optional.empty();
        } catch (IOException | RuntimeException e) {
            LOG.info("the verdict in \"{}\" can't be read, the native library is tested again: {}", file, e.toString());
            return Optional.empty();
        }
    }

    private Path file() {
        Digest digest = new Digest();
        surroundings.get().forEach((name, value) -> digest.add(name).add(value));
        return folder.get().resolve(digest.hex() + ".json");
    }
}
