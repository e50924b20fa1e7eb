package glad.ablate;

import glad.api.GladException;
import glad.api.Reason;
import glad.base.WholeFile;
import glad.runtime.Settings;
import glad.train.TrainingCurves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The folders of finished cells, {@code cells/ID} of the folder for results: shared by all sweeps, so that nothing is computed twice. */
@Component(service = CellStore.class)
public final class CellStore {

    /** Asked at each use, so that damaged settings are an error of the command. */
    private final Supplier<Path> runs;

    /** Uses the folder for results of this user. */
    @Activate
    public CellStore(@Reference Settings settings) {
        this(settings::runs);
    }

    private CellStore(Supplier<Path> runs) {
        this.runs = runs;
    }

    /** Returns the cells in a folder for results; the component runtime would try a constructor that takes it. */
    public static CellStore in(Path runs) {
        return new CellStore(() -> runs);
    }

    /** Returns a training's folder, which may not exist yet. */
    Path training(String id) {
        return runs.get().resolve("trainings").resolve(id);
    }

    /** Moves a folder with stale results out of the way, keeping it. */
    void aside(Path folder) {
        try {
            WholeFile.rename(folder, folder.resolveSibling(folder.getFileName() + ".stale-" + Instant.now().toEpochMilli()));
        } catch (IOException e) {
            throw GladException.failure("stale results \"" + folder + "\" can't be moved aside: " + Reason.of(e) + "; check the folder", e);
        }
    }

    /** Returns a cell's folder, which may not exist yet. */
    public Path folder(String id) {
        return runs.get().resolve("cells").resolve(id);
    }

    /**
     * Returns the folder of a run that is there already.
     *
     * @param run its id below the folder for results, or a path
     * @throws GladException (usage) if there is none
     */
    Path run(String run) {
        Path folder = runs.get().resolve(run);
        if (!hasRun(run)) {
            throw GladException.usage("no run \"" + run + "\" in \"" + runs.get() + "\"; expected an id that ./glad runs lists, such as"
                    + " ./glad import-results or ./glad evaluate makes, or the path of its folder");
        }
        return folder;
    }

    /** Tells whether there is a run. @param run its id below the folder for results, or a path */
    boolean hasRun(String run) {
        return Files.isDirectory(runs.get().resolve(run).resolve("results"));
    }

    /** Tells whether every sequence of a cell has a result. */
    public boolean finished(Cell cell) {
        return cell.sequences().stream().allMatch(name -> Files.exists(folder(cell.id()).resolve("results").resolve(name + ".csv")));
    }

    /** Returns the seconds per frame that cells of an experiment took, from the first one found; NaN if there are none. */
    double secondsPerFrame(List<Cell> cells) {
        return cells.stream().map(cell -> folder(cell.id()).resolve("times")).filter(Files::isDirectory).findFirst()
                .map(CellStore::mean).orElse(Double.NaN);
    }

    /** Returns the seconds per example that trainings took, of those that are there, checks included; NaN if there are none. */
    double secondsPerExample(Collection<String> trainings) {
        double seconds = 0;
        double examples = 0;
        for (String id : trainings) {
            if (Files.exists(training(id).resolve("log.jsonl"))) {
                for (Map.Entry<String, List<TrainingCurves.Point>> curve : TrainingCurves.read(training(id)).curves().entrySet()) {
                    if (curve.getKey().endsWith("/seconds")) {
                        seconds += curve.getValue().stream().mapToDouble(TrainingCurves.Point::value).sum();
                        examples += curve.getValue().get(curve.getValue().size() - 1).samples();
                    }
                }
            }
        }
        return examples == 0 ? Double.NaN : seconds / examples;
    }

    private static double mean(Path times) {
        try (Stream<Path> files = Files.list(times)) {
            return files.filter(file -> file.toString().endsWith(".csv")).flatMap(CellStore::lines).map(line -> line.split(",")[0])
                    .filter(line -> line.matches("[0-9][0-9.E-]*")).mapToDouble(Double::parseDouble).average().orElse(Double.NaN);
        } catch (IOException e) {
            throw GladException.failure("\"" + times + "\" can't be read: " + Reason.of(e), e);
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw GladException.failure("\"" + file + "\" can't be read: " + Reason.of(e), e);
        }
    }
}
