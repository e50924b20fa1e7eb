package glad.shell.internal.data;

import glad.api.GladException;
import glad.api.Names;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import glad.bench.data.DatasetCheck;
import glad.bench.data.Datasets;
import glad.bench.data.Finding;
import glad.bench.data.FindingTable;
import glad.bench.data.SequenceChoice;
import glad.bench.data.SequenceStrip;
import glad.media.Annotation;
import glad.media.ImageFile;
import glad.runtime.Settings;
import glad.shell.Progress;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says where datasets are, checks them, and shows what is in them. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=data")
@Command(name = "data", description = "List the datasets and where they are, or do one of the actions.",
        footer = {"", "./glad data                                      every dataset with its status",
            "./glad data set lasot DIR                        remember a dataset's folder, or .zip file",
            "./glad data root DIR                             remember a folder that holds several datasets",
            "./glad data verify lasot                         check what is on disk",
            "./glad data show lasot airplane-1 --out film.png draw boxes into some frames"})
public final class DataVerb extends ShellCommand {

    private static final List<String> ACTIONS = List.of("list", "set", "root", "verify", "show");

    private final Datasets datasets;

    @Parameters(index = "0", arity = "0..1", defaultValue = "list", paramLabel = "ACTION",
            description = "list, set, root, verify or show (default: ${DEFAULT-VALUE}).")
    private String action;

    @Parameters(index = "1", arity = "0..1", paramLabel = DATASET, description = "Which dataset; the folder for root.")
    private String name;

    @Parameters(index = "2", arity = "0..1", paramLabel = "DIR|SEQUENCE",
            description = "The dataset's folder for set, a sequence for show.")
    private String argument;

    @Option(names = "--replace", description = "For set and root: change what is remembered already.")
    private boolean replace;

    @Mixin
    private DataOptions options;

    /** Made by the component runtime. */
    @Activate
    public DataVerb(@Reference Datasets datasets) {
        this.datasets = datasets;
    }

    @Override
    protected Result run() throws IOException {
        return switch (action) {
            case "list" -> DataTexts.list(datasets, this::remark);
            case "set" -> DataTexts.remembered(Datasets.PLACE + known(name),
                    datasets.remember(name, Path.of(needed(argument, "DIR")), replace), datasets.settingsFile());
            case "root" -> DataTexts.remembered(Datasets.ROOT,
                    datasets.rememberRoot(Path.of(needed(name, "DIR")), replace), datasets.settingsFile());
            case "verify" -> verify(known(name));
            case "show" -> show(known(name), needed(argument, "SEQUENCE"));
            default -> throw GladException.usage(Names.unknown("action", action, ACTIONS));
        };
    }

    private String known(String id) {
        datasets.dataset(needed(id, "DATASET"));
        return id;
    }

    private String needed(String value, String what) {
        if (value == null) {
            throw GladException.usage("\"data " + action + "\" lacks " + what + "; see ./glad data --help");
        }
        return value;
    }

    private Result verify(String id) {
        SequenceSet set = options.open(datasets, id);
        List<String> names = SequenceChoice.chosen(Map.of(id, set), options.sequences()).get(id);
        long start = System.nanoTime();
        try (Progress line = progress("verify " + id, "sequences")) {
            DatasetCheck check = new DatasetCheck(id, options.everyImage(), at -> line.step(at.sequence(), at.sequences(),
                    1e9 * at.share() * at.sequences() / (System.nanoTime() - start), at.name()));
            List<Finding> findings = stop().during(check::stop, () -> check.run(set, names));
            Path file = options.file(new Settings(System::getProperty).runs().resolve("data").resolve(id + ".csv"));
            FindingTable.write(findings, file);
            return DataTexts.findings(id, names.size(), findings, check.stopped(), file);
        }
    }

    private Result show(String id, String sequenceName) throws IOException {
        int frames = options.frames();
        Sequence sequence = options.open(datasets, id).sequence(sequenceName);
        Path file = options.file(Path.of("film.png"));
        List<Integer> shown = SequenceStrip.frames(sequence.boxes().size(), frames);
        ImageFile.write(SequenceStrip.of(sequence, shown,
                frame -> new Annotation(null, sequence.boxes().get(frame), "#" + frame, Double.NaN)), file);
        return DataTexts.film(id, sequence, file);
    }
}
