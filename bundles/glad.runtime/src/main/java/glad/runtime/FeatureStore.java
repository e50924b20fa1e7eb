package glad.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import glad.api.GladException;
import glad.api.Reason;
import glad.nn.weights.Safetensors;
import glad.nn.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Diffusion features kept between runs: one safetensors file each, named by the hash of all that it follows from, in a folder
 * that may be emptied at any time. What was computed fast isn't kept; what was used longest ago goes first where there is too
 * much. A file that is damaged counts as missing, and a folder that can't be written costs nothing but the time.
 *
 * <p>Inside OSGi the folder is {@code features} in the {@linkplain Settings#cache folder for caches}.
 */
@Component(service = FeatureStore.class)
public final class FeatureStore {

    private static final Logger LOG = LoggerFactory.getLogger(FeatureStore.class);
    private static final long MOST_BYTES = 10L << 30;
    private static final Duration WORTH_KEEPING = Duration.ofSeconds(1);
    private static final String ENDING = ".safetensors";
    private static final String SUM = "sha256";

    private final Supplier<Path> folder;
    private final long most;
    private final Duration worth;

    /**
     * Makes a store.
     *
     * @param folder need not exist
     * @param most bytes that it may hold
     * @param worth what took less isn't kept
     */
    public FeatureStore(Path folder, long most, Duration worth) {
        this(() -> folder, most, worth);
    }

    private FeatureStore(Supplier<Path> folder, long most, Duration worth) {
        this.folder = folder;
        this.most = most;
        this.worth = worth;
    }

    /** Makes the store of an OSGi framework. */
    @Activate
    public FeatureStore(@Reference Settings settings) {
        this(() -> settings.cache().resolve("features"), MOST_BYTES, WORTH_KEEPING);
    }

    /** Features that were read, not computed. */
    static final class Kept extends NDList {

        private static final long serialVersionUID = 1L;
    }

    /** Returns the arrays kept under a key, in a manager; empty if there are none that are whole. */
    Optional<Kept> read(String key, NDManager manager) {
        Path file = folder.get().resolve(key + ENDING);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        Kept maps = new Kept();
        try (Safetensors kept = Safetensors.open(file)) {
            for (int i = 0; i < kept.tensors().size(); i++) {
                maps.add(kept.read(name(i), manager));
            }
            if (!sum(maps).equals(kept.metadata().get(SUM))) {
                throw GladException.failure("\"" + file + "\" doesn't hold what was written");
            }
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return Optional.of(maps);
        } catch (GladException | IOException e) {
            LOG.warn("kept features are computed anew: {}", Reason.of(e));
            maps.close();
            return Optional.empty();
        }
    }

    /** Keeps arrays under a key, if they took long enough. */
    synchronized void keep(String key, NDList maps, Duration took) {
        if (took.compareTo(worth) < 0) {
            return;
        }
        Map<String, NDArray> named = new LinkedHashMap<>();
        for (int i = 0; i < maps.size(); i++) {
            named.put(name(i), maps.get(i));
        }
        try {
            SafetensorsWriter.write(folder.get().resolve(key + ENDING), named, Map.of(SUM, sum(maps)),
                    SafetensorsWriter.Storage.F32);
            trim();
        } catch (GladException | IOException e) {
            LOG.warn("features can't be kept: {}", Reason.of(e));
        }
    }

    private static String name(int map) {
        return "map" + map;
    }

    private static String sum(NDList maps) {
        Digest digest = new Digest();
        maps.forEach(digest::add);
        return digest.hex();
    }

    private record Entry(Path file, long bytes, FileTime used) {

        static Entry of(Path file) {
            try {
                return new Entry(file, Files.size(file), Files.getLastModifiedTime(file));
            } catch (IOException e) {
                return new Entry(file, 0, FileTime.fromMillis(0)); // another process just removed it
            }
        }
    }

    /** Removes what was used longest ago until the rest fits, and what a killed process left half written. */
    private void trim() throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.get())) {
            files.map(Entry::of).forEach(entries::add);
        }
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        entries.sort(Comparator.comparing(Entry::used));
        long bytes = entries.stream().mapToLong(Entry::bytes).sum();
        for (Entry entry : entries) {
            boolean left = !entry.file().toString().endsWith(ENDING) && entry.used().toInstant().isBefore(yesterday);
            if (left || bytes > most && entry.file().toString().endsWith(ENDING)) {
                Files.deleteIfExists(entry.file());
                bytes -= entry.bytes();
            }
        }
    }
}
