package glad.runtime;

import ai.djl.ndarray.NDManager;
import glad.api.GladException;
import glad.api.Reason;
import glad.api.model.ModelFiles;
import glad.api.model.Parameter;
import glad.nn.weights.LoadReport;
import glad.nn.weights.Lora;
import glad.nn.weights.WeightFile;
import glad.nn.weights.WeightLoader;
import glad.runtime.internal.NamedParameter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills a model's parameters from weight files as they are published: whole trackers by full names, a single part's own
 * checkpoint by that part's names, the folder of a diffusers pipeline, and low-rank changes, which are merged into what
 * the files before them gave. On request, parameters that no later file changes are rounded as soon as they are filled, so
 * that in bf16 the whole model is never there in fp32.
 */
final class ModelLoader {

    private static final Logger LOG = LoggerFactory.getLogger(ModelLoader.class);

    private final Model model;
    private final NDManager manager;
    private final List<Parameter> parameters;
    private final Set<String> missing = new LinkedHashSet<>();
    private final List<WeightReport.OfFile> files = new ArrayList<>();
    private final Consumer<LoadProgress> progress;
    private final Predicate<Parameter> rounded;
    /** What low-rank changes put before a network's layers, and what a model does. */
    private final Map<String, String> changeable = new LinkedHashMap<>();
    /** The networks that files still to come change. */
    private final List<String> changing = new ArrayList<>();

    /** @param rounded tells what is rounded as soon as no file to come changes it */
    ModelLoader(Model model, Predicate<Parameter> rounded, Consumer<LoadProgress> progress) {
        this.model = model;
        this.rounded = rounded;
        this.progress = progress;
        manager = model.manager();
        parameters = model.parameters();
        parameters.stream().filter(p -> !p.computed()).forEach(p -> missing.add(p.name()));
        // Of the model's own networks, and of those that are switched off.
        Stream.concat(parameters.stream().map(p -> network(p.name())),
                Arrays.stream(PartKind.values()).flatMap(kind -> kind.networks().stream()).map(ModelLoader::network))
                .distinct().forEach(network -> changeable.put(Lora.prefix(network), network + "."));
    }

    /**
     * Loads what references name, in order, see {@link ModelFiles}.
     *
     * @throws GladException if one can't be had or read, or a low-rank change comes before what it changes
     */
    void load(List<String> references, ModelFiles files) {
        references.forEach(reference -> open(reference, files, (file, name, names) -> changing.addAll(networks(file))));
        references.forEach(reference -> open(reference, files, (file, name, names) -> load(reference, file, name, names)));
    }

    /** Takes an open file. */
    private interface Use {

        void accept(WeightFile file, String name, UnaryOperator<String> names);
    }

    private static void open(String reference, ModelFiles files, Use use) {
        Path path = files.path(reference);
        if (path != null) {
            for (WeightPiece piece : WeightPiece.of(path)) {
                try (WeightFile file = WeightFile.open(piece.file())) {
                    use.accept(file, piece.file().toString(), tensor -> PublishedNames.of(piece.name(tensor)));
                }
            }
            return;
        }
        try (InputStream in = files.open(reference); WeightFile file = WeightFile.read(reference, in)) {
            use.accept(file, reference, PublishedNames::of);
        } catch (IOException e) {
            throw GladException.failure("weights \"" + reference + "\" can't be read: " + Reason.of(e), e);
        }
    }

    /** Returns the networks that a file changes; none if it is no low-rank change. */
    private List<String> networks(WeightFile file) {
        return !Lora.is(file) ? List.of() : changeable.entrySet().stream()
                .filter(e -> file.tensors().keySet().stream().anyMatch(tensor -> tensor.startsWith(e.getKey())))
                .map(Map.Entry::getValue).toList();
    }

    private void round(Parameter parameter) {
        if (rounded.test(parameter) && changing.stream().noneMatch(parameter.name()::startsWith)) {
            parameter.round();
        }
    }

    private void load(String reference, WeightFile file, String path, UnaryOperator<String> names) {
        if (Lora.is(file)) {
            List<String> off = new ArrayList<>(file.tensors().keySet());
            // Filled is nothing: what is changed was filled before.
            LoadReport report = new LoadReport(List.of(), names(), List.of(), List.of());
            for (Map.Entry<String, String> network : changeable.entrySet()) {
                report = report.and(merge(reference, file, network.getKey(), network.getValue()));
                off.removeIf(tensor -> tensor.startsWith(network.getKey()) && isOff(network.getValue()));
            }
            networks(file).forEach(changing::remove);
            parameters.forEach(this::round);
            add(new WeightReport.OfFile(reference, path, report, List.of(), file.skipped(), Map.of(), !report.loaded().isEmpty() || off.isEmpty()));
            return;
        }
        UnaryOperator<String> full = full(partOf(file, names), names);
        Set<String> networks = new LinkedHashSet<>();
        LoadReport report = WeightLoader.load(file, full, parameters, manager, filled -> {
            missing.remove(filled.name());
            networks.add(network(filled.name()));
            round(filled);
            tell(reference);
        });
        missing.retainAll(report.missing());
        List<String> lacking = report.missing().stream().filter(name -> networks.contains(network(name))).toList();
        Map<String, String> dropped = new LinkedHashMap<>();
        report.unexpected().forEach(tensor -> remedy(full.apply(tensor)).ifPresent(remedy -> dropped.put(tensor, remedy)));
        boolean useful = !report.loaded().isEmpty() || !report.misshapen().isEmpty()
                || report.unexpected().stream().allMatch(tensor -> isOff(full.apply(tensor)));
        add(new WeightReport.OfFile(reference, path, report, lacking, file.skipped(), dropped, useful));
    }

    /** Returns what puts a part's prefix before the names of its own checkpoint. */
    private static UnaryOperator<String> full(String part, UnaryOperator<String> names) {
        return tensor -> {
            String name = names.apply(tensor);
            return name == null ? null : part + name;
        };
    }

    private void add(WeightReport.OfFile file) {
        files.add(file);
        LOG.info("weights {}: {}{}", file.file(), file.summary(), file.skipped().isEmpty() ? ""
                : "; objects skipped unread: " + file.skipped());
    }

    /** Returns the network that a parameter belongs to: {@code unet} of {@code unet.conv_in.weight}. */
    private static String network(String name) {
        return name.substring(0, Math.max(0, name.indexOf('.')));
    }

    /** Tells whether a full name, or the begin of one, belongs to a kind of part of which the model has none. */
    private boolean isOff(String name) {
        return Arrays.stream(PartKind.values()).anyMatch(kind -> model.part(kind).parameters().isEmpty()
                && kind.networks().stream().anyMatch(name::startsWith));
    }

    /** Asks the part to which a tensor's full name belongs what would take it. */
    private Optional<String> remedy(String name) {
        return Arrays.stream(PartKind.values()).filter(kind -> kind.networks().stream().anyMatch(name::startsWith))
                .flatMap(kind -> model.part(kind).remedy(name.substring(kind.prefix().length())).stream()).findFirst();
    }

    /** Returns the prefix of the part that a file without any of the model's full names belongs to; else nothing. */
    private String partOf(WeightFile file, UnaryOperator<String> names) {
        Set<String> there = new LinkedHashSet<>();
        file.tensors().keySet().forEach(tensor -> there.add(names.apply(tensor)));
        long most = parameters.stream().filter(p -> there.contains(p.name())).count();
        String best = "";
        if (most == 0) {
            for (PartKind kind : PartKind.values()) {
                long own = model.part(kind).parameters().stream()
                        .filter(p -> there.contains(p.name()) || p.pretrainedNames().stream().anyMatch(there::contains))
                        .count();
                if (own > most) {
                    most = own;
                    best = kind.prefix();
                }
            }
        }
        return best;
    }

    private LoadReport merge(String reference, WeightFile file, String prefix, String network) {
        List<Parameter> own = parameters.stream().filter(p -> p.name().startsWith(network))
                .<Parameter>map(p -> new NamedParameter(p.name().substring(network.length()), p)).toList();
        tell(reference);
        if (file.tensors().keySet().stream().noneMatch(tensor -> tensor.startsWith(prefix))) {
            return new LoadReport(List.of(), names(), List.of(), List.of());
        }
        if (own.stream().anyMatch(p -> missing.contains(network + p.name()))) {
            throw GladException.failure("weights \"" + reference + "\" change the network \"" + network.replace(".", "")
                    + "\", which no file before them fills; name its weights first");
        }
        LoadReport merged = Lora.merge(file, prefix, own, manager);
        return new LoadReport(merged.loaded(), names(), merged.unexpected(), merged.misshapen());
    }

    /** Returns the names of all that has to be filled. */
    private List<String> names() {
        return parameters.stream().filter(p -> !p.computed()).map(Parameter::name).toList();
    }

    private void tell(String reference) {
        progress.accept(new LoadProgress(reference, parameters.size() - missing.size(), parameters.size()));
    }

    /** Returns what happened so far. */
    WeightReport report() {
        return new WeightReport(files, List.copyOf(missing), names().size());
    }
}
