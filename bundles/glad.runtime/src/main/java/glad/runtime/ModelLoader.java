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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Fills a model's parameters from weight files as they are published: whole trackers by full names, a single part's own
 * checkpoint by that part's names, the folder of a diffusers pipeline, and low-rank changes, which are merged into what
 * the files before them gave. On request, parameters that no later file changes are rounded as soon as they are filled, so
 * that in bf16 the whole model is never there in fp32.
 */
final class ModelLoader {

    /** What LoRA files put before a network's layers, and what a model does. */
    private static final Map<String, String> LORA_NETWORKS = Map.of("lora_unet_", "unet.", "lora_te_", "text_encoder.");

    private final Model model;
    private final NDManager manager;
    private final List<Parameter> parameters;
    private final Set<String> missing = new LinkedHashSet<>();
    private final Map<String, LoadReport> reports = new LinkedHashMap<>();
    private final Consumer<LoadProgress> progress;
    private final boolean round;
    /** The networks that files still to come change. */
    private final List<String> changing = new ArrayList<>();

    ModelLoader(Model model, boolean round, Consumer<LoadProgress> progress) {
        this.model = model;
        this.round = round;
        this.progress = progress;
        manager = model.manager();
        parameters = model.parameters();
        parameters.stream().filter(p -> !p.computed()).forEach(p -> missing.add(p.name()));
    }

    /**
     * Loads what references name, in order, see {@link ModelFiles}.
     *
     * @throws GladException if one can't be had or read, or a low-rank change comes before what it changes
     */
    void load(List<String> references, ModelFiles files) {
        references.forEach(reference -> open(reference, files, (file, names) -> changing.addAll(networks(file))));
        references.forEach(reference -> open(reference, files, (file, names) -> load(reference, file, names)));
    }

    private static void open(
            String reference, ModelFiles files, BiConsumer<WeightFile, UnaryOperator<String>> user) {
        Path path = files.path(reference);
        if (path != null) {
            for (WeightPiece piece : WeightPiece.of(path)) {
                try (WeightFile file = WeightFile.open(piece.file())) {
                    user.accept(file, piece::name);
                }
            }
            return;
        }
        try (InputStream in = files.open(reference); WeightFile file = WeightFile.read(reference, in)) {
            user.accept(file, UnaryOperator.identity());
        } catch (IOException e) {
            throw GladException.failure("weights \"" + reference + "\" can't be read: " + Reason.of(e), e);
        }
    }

    /** Returns the networks that a file changes; none if it is no low-rank change. */
    private static List<String> networks(WeightFile file) {
        return !Lora.is(file) ? List.of() : LORA_NETWORKS.entrySet().stream()
                .filter(e -> file.tensors().keySet().stream().anyMatch(tensor -> tensor.startsWith(e.getKey())))
                .map(Map.Entry::getValue).toList();
    }

    private void round(Parameter parameter) {
        if (round && changing.stream().noneMatch(parameter.name()::startsWith)) {
            parameter.round();
        }
    }

    private void load(String reference, WeightFile file, UnaryOperator<String> names) {
        if (Lora.is(file)) {
            // Filled is nothing: what is changed was filled before.
            reports.put(reference, new LoadReport(List.of(), parameters.stream().filter(p -> !p.computed()).map(Parameter::name)
                    .toList(), List.of(), List.of()));
            LORA_NETWORKS.forEach((prefix, network) -> merge(reference, file, prefix, network));
            networks(file).forEach(changing::remove);
            parameters.forEach(this::round);
            return;
        }
        String part = partOf(file, names);
        LoadReport report = WeightLoader.load(file, tensor -> part + names.apply(tensor), parameters, manager, filled -> {
            missing.remove(filled.name());
            round(filled);
            tell(reference);
        });
        missing.retainAll(report.missing());
        reports.merge(reference, report, LoadReport::and);
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

    private void merge(String reference, WeightFile file, String prefix, String network) {
        List<Parameter> own = parameters.stream().filter(p -> p.name().startsWith(network))
                .<Parameter>map(p -> new NamedParameter(p.name().substring(network.length()), p)).toList();
        tell(reference);
        boolean early = own.stream().anyMatch(p -> missing.contains(network + p.name()));
        LoadReport report = early ? null : Lora.merge(file, prefix, own, manager);
        if (early && file.tensors().keySet().stream().anyMatch(tensor -> tensor.startsWith(prefix))) {
            throw GladException.failure("weights \"" + reference + "\" change the network \"" + network.replace(".", "")
                    + "\", which no file before them fills; name its weights first");
        }
        if (report != null) {
            reports.computeIfPresent(reference, (name, before) -> before.and(
                    new LoadReport(report.loaded(), before.missing(), report.unexpected(), report.misshapen())));
        }
    }

    private void tell(String reference) {
        progress.accept(new LoadProgress(reference, parameters.size() - missing.size(), parameters.size()));
    }

    /** Returns what happened to each reference's files so far. */
    Map<String, LoadReport> reports() {
        return reports;
    }

    /** Returns what happened to all files so far. */
    LoadReport report() {
        LoadReport none = new LoadReport(List.of(), List.copyOf(missing), List.of(), List.of());
        return reports.values().stream().reduce(none, LoadReport::and);
    }
}
