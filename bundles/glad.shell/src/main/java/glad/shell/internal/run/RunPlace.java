package glad.shell.internal.run;

import glad.api.GladException;
import glad.runtime.Settings;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where results go. */
final class RunPlace {

    @Option(names = "--run", paramLabel = "NAME", description =
            "Give this run of the experiment a name: results go to runs/EXPERIMENT/NAME/DATASET in place of"
            + " runs/EXPERIMENT/DATASET, and tables call it EXPERIMENT/NAME. A run's folder never mixes: with another"
            + " experiment, weights, precision or program it is refused.")
    private String run;

    @Option(names = "--out", paramLabel = "DIR", description =
            "Put the results into this folder instead; with several datasets into a folder in it for each.")
    private Path out;

    /** Returns the run's name; empty if it has none. @throws GladException (usage) if it can't name a folder */
    String name() {
        if (run == null) {
            return "";
        }
        if (!run.matches("[\\w+-][\\w.+-]*")) {
            throw GladException.usage("run \"" + run + "\" can't name a folder; expected letters, digits, . _ + and -");
        }
        return run;
    }

    /**
     * Returns the folder of a run.
     *
     * @param several whether there are other datasets
     * @param number what tells it from repetitions, {@code _001}; empty if there are none
     */
    Path folder(String experiment, String dataset, boolean several, String number) {
        Path folder = out == null ? new Settings(System::getProperty).runs().resolve(experiment).resolve(name()).resolve(dataset)
                : several ? out.resolve(dataset) : out;
        return folder.resolveSibling(folder.getFileName() + number);
    }
}
