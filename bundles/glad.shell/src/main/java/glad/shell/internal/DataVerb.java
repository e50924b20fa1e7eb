package glad.shell.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import glad.api.Box;
import glad.api.GladException;
import glad.api.Names;
import glad.api.Picture;
import glad.api.data.Dataset;
import glad.api.data.Frames;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import glad.base.CsvCell;
import glad.bench.DatasetCheck;
import glad.bench.Finding;
import glad.media.Annotation;
import glad.media.Drawing;
import glad.media.PackedFolder;
import glad.media.PictureFile;
import glad.runtime.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says where datasets are, checks them, and shows what is in them. */
@Component(service = Verb.class, scope = ServiceScope.PROTOTYPE, property = Verb.NAME + "=data")
@Command(name = "data", description = "List the datasets and where they are, or do one of the actions.",
        footer = {"", "./glad data                                      every dataset with its status",
            "./glad data set lasot DIR                        remember a dataset's folder, or .zip file",
            "./glad data root DIR                             remember a folder that holds several datasets",
            "./glad data verify lasot                         check what is on disk",
            "./glad data show lasot airplane-1 --out film.png draw boxes into some frames"})
public final class DataVerb extends Verb {

    private static final List<String> ACTIONS = List.of("list", "set", "root", "verify", "show");
    private static final int STRIP_HEIGHT = 240;

    private final Datasets datasets;
    private final Settings settings;

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

    @Option(names = "--data", paramLabel = "DIR", description = "The dataset's folder, if not the remembered one.")
    private Path data;

    @Option(names = "--data-set", paramLabel = "KEY=VALUE",
            description = "Set an option of the dataset, for example split=train; may be repeated.")
    private List<String> dataOptions = new ArrayList<>();

    @Option(names = "--sequences", split = ",", paramLabel = "NAME",
            description = "For verify: only these sequences; * stands for any letters.")
    private List<String> sequences = new ArrayList<>();

    @Option(names = "--quick", description = "For verify: decode only the first and the last picture of each sequence.")
    private boolean quick;

    @Option(names = "--frames", paramLabel = "N", defaultValue = "8",
            description = "For show: how many frames (default: ${DEFAULT-VALUE}).")
    private int frames;

    @Option(names = "--out", paramLabel = "FILE", description =
            "For show: the picture to write (default: film.png). For verify:"
            + " the table of findings to write (default: runs/data/DATASET.csv).")
    private Path out;

    /** Made by the component runtime. */
    @Activate
    public DataVerb(@Reference Datasets datasets, @Reference Settings settings) {
        this.datasets = datasets;
        this.settings = settings;
    }

    @Override
    Result run() throws IOException {
        return switch (action) {
            case "list" -> list();
            case "set" -> set(Datasets.PLACE + known(name), needed(argument, "DIR"));
            case "root" -> set(Datasets.ROOT, needed(name, "DIR"));
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

    private Result set(String key, String value) {
        Path folder = Path.of(value).toAbsolutePath().normalize();
        if (key.equals(Datasets.ROOT) && !Files.isDirectory(folder)) {
            throw GladException.usage("\"" + value + "\" is no folder; expected one with datasets in it");
        }
        PackedFolder.open(folder);
        settings.set(key, folder.toString(), replace);
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("key", key).put("folder", folder.toString())
                .put("settings", settings.file().toString());
        return new Result(json, key + ": " + folder + "  (in " + settings.file() + ")");
    }

    private Result list() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("settings", settings.file().toString());
        settings.get(Datasets.ROOT).ifPresent(root -> json.put("root", root));
        ArrayNode list = json.putArray("datasets");
        StringBuilder text = new StringBuilder();
        for (String id : datasets.ids()) {
            Dataset dataset = datasets.dataset(id);
            ObjectNode node = list.addObject().put("id", id).put("description", dataset.description());
            Optional<Path> place = dataset.needsRoot() ? datasets.place(id) : Optional.empty();
            place.ifPresent(folder -> node.put("folder", folder.toString()));
            String status = status(id, dataset, place, node);
            text.append(String.format("%-14s %-34s %s%n", id, status, place.map(Path::toString)
                    .orElse(dataset.description())));
        }
        text.append("settings: ").append(settings.file());
        return new Result(json, text.toString());
    }

    /** Returns a dataset's status in words and puts it into its node. */
    private String status(String id, Dataset dataset, Optional<Path> place, ObjectNode node) {
        if (dataset.needsRoot() && place.isEmpty()) {
            node.put("status", "unset");
            return "no folder set";
        }
        try {
            SequenceSet set = datasets.open(id, null, List.of());
            int all = set.names().size();
            int there = (int) set.names().stream().filter(set::hasFrames).count();
            int annotated = (int) set.names().stream().filter(set::has).count();
            node.put("status", there == all ? "ready" : "partial").put("sequences", all).put("found", there);
            String found = there == all ? all + " sequences" : there + " of " + all + " sequences";
            node.put("annotated", annotated);
            return annotated == there ? found : found + ", boxes of " + annotated;
        } catch (GladException e) {
            node.put("status", "problem").put("problem", e.getMessage());
            remark(id + ": " + e.getMessage());
            return "can't be used";
        }
    }

    private Result verify(String id) throws IOException {
        SequenceSet set = datasets.open(id, data, dataOptions);
        List<String> names = SequenceChoice.chosen(Map.of(id, set), sequences).get(id);
        if (names.stream().noneMatch(set::has)) {
            throw GladException.failure("none of " + count(names.size(), "sequence") + " of dataset \"" + id
                    + "\", such as \"" + names.get(0) + "\", is there; check that its folder is the right one");
        }
        return stop().during(() -> { }, () -> verify(id, set, names));
    }

    private Result verify(String id, SequenceSet set, List<String> names) throws IOException {
        List<Finding> findings;
        boolean stopped;
        long start = System.nanoTime();
        try (Progress line = progress("verify " + id)) {
            findings = new DatasetCheck(!quick, at -> {
                line.step(at.sequence(), at.sequences(), at.name() + left(at.share(), System.nanoTime() - start));
                if (stop().asked()) {
                    Thread.currentThread().interrupt(); // the check ends here
                }
            }).run(set, names);
            stopped = Thread.interrupted(); // before anything is printed
        }
        Path file = out != null ? out : Path.of("runs", "data", id + ".csv");
        write(findings, file);
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("dataset", id).put("sequences", names.size())
                .put("table", file.toString()).put("stopped", stopped);
        ArrayNode list = json.putArray("findings");
        StringBuilder text = new StringBuilder();
        for (Finding finding : findings) {
            list.addObject().put("sequence", finding.sequence()).put("kind", finding.kind().label())
                    .put("error", finding.kind().isError()).put("detail", finding.detail());
            text.append(String.format("%-30s %-20s %s%n", finding.sequence(), finding.kind().label(),
                    finding.detail()));
        }
        long errors = findings.stream().filter(finding -> finding.kind().isError()).count();
        text.append("verify ").append(id).append(": ").append(count(errors, "error")).append(" and ")
                .append(count(findings.size() - errors, "remark")).append(" in ")
                .append(count(names.size(), "sequence")).append("; table: ").append(file);
        List<String> problems = new ArrayList<>();
        if (stopped) {
            problems.add("stopped before the last sequence; the table holds what was found until then");
        }
        if (errors > 0) {
            problems.add("dataset \"" + id + "\" has " + count(errors, "error") + "; mend "
                    + (errors == 1 ? "it, or leave that sequence out" : "them, or leave those sequences out"));
        }
        return new Result(json, text.toString(), problems);
    }

    private static String left(double share, long nanoseconds) {
        return share <= 0 ? "" : String.format(Locale.ROOT, ", %.0f s left", nanoseconds / 1e9 * (1 - share) / share);
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static void write(List<Finding> findings, Path file) throws IOException {
        CsvSchema columns = CsvSchema.builder().addColumn("sequence").addColumn("kind").addColumn("error").addColumn("detail")
                .setUseHeader(true).build();
        List<List<String>> rows = findings.stream().map(finding -> List.of(CsvCell.plain(finding.sequence()), finding.kind().label(),
                Boolean.toString(finding.kind().isError()), CsvCell.plain(finding.detail()))).toList();
        OutputFile.write(file, new CsvMapper().writer(columns).writeValueAsString(rows));
    }

    private Result show(String id, String sequenceName) throws IOException {
        if (frames < 1 || frames > 64) {
            throw GladException.usage("option \"--frames\" is \"" + frames + "\"; expected a number from 1 to 64");
        }
        Sequence sequence = datasets.open(id, data, dataOptions).sequence(sequenceName);
        List<Picture> pictures = new ArrayList<>();
        try (Frames all = sequence.open()) {
            int shown = Math.min(frames, all.count());
            for (int i = 0; i < shown; i++) {
                int frame = shown == 1 ? 0 : (int) ((long) i * (all.count() - 1) / (shown - 1));
                Box box = sequence.boxes().get(frame);
                pictures.add(Drawing.annotate(all.frame(frame),
                        new Annotation(null, box.isValid() ? box : null, "#" + frame, Double.NaN)));
            }
        }
        Path file = out != null ? out : Path.of("film.png");
        PictureFile.write(Drawing.strip(pictures, STRIP_HEIGHT), file);
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("dataset", id).put("sequence", sequenceName)
                .put("frames", sequence.boxes().size()).put("sentence", sequence.sentence())
                .put("officialSentence", sequence.officialSentence()).put("class", sequence.targetClass())
                .put("out", file.toString());
        sequence.attributes().stream().sorted().forEach(json.putArray("attributes")::add);
        String text = sequenceName + ": " + sequence.boxes().size() + " frames\nsentence: " + sequence.sentence()
                + "\nclass: "
                + sequence.targetClass() + "\nattributes: "
                + String.join(", ", sequence.attributes().stream().sorted().toList())
                + "\nfilm strip: " + file;
        return new Result(json, text);
    }
}
