package glad.kit.plugins;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.Names;
import glad.api.data.Dataset;
import glad.api.eval.Metric;
import glad.api.eval.ResultFormat;
import glad.api.model.PartFactory;
import glad.api.options.Option;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import glad.api.track.Protocol;
import glad.api.track.TrackerFactory;
import glad.api.train.TrainingStage;
import glad.api.train.TrainingStageFactory;
import glad.kit.Check;
import glad.kit.CommandChecks;
import glad.kit.DatasetChecks;
import glad.kit.MetricChecks;
import glad.kit.PartChecks;
import glad.kit.ProtocolChecks;
import glad.kit.ResultFormatChecks;
import glad.kit.TrackerChecks;
import glad.kit.TrainingStageChecks;
import glad.kit.plugins.Plugin.Offer;
import glad.nn.Torch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** The checks of whatever a plugin offers, with the options that a user gives. */
final class OfferChecks {

    /** How many sequences of a dataset are looked into. */
    private static final int SEQUENCES = 3;

    private final Path data;
    private final ObjectNode given;
    private final TreeSet<String> known = new TreeSet<>();

    /**
     * Takes what a user gives.
     *
     * @param data a folder to read a dataset from, or null
     * @param given values by the keys of options
     */
    OfferChecks(Path data, ObjectNode given) {
        this.data = data;
        this.given = given;
    }

    /** Returns the checks of a command, which makes a fresh one in each call. */
    @SuppressWarnings("unchecked") // picocli asks for no more than an object; what it returns is its exit code
    List<Check> ofCommand(String name, Supplier<Object> command) {
        if (!(command.get() instanceof Callable)) {
            throw new IllegalStateException("a command is a glad.shell.ShellCommand");
        }
        return CommandChecks.of(() -> (Callable<Integer>) command.get(), name.substring(name.lastIndexOf(' ') + 1), null);
    }

    /** Returns the checks of a service. */
    List<Check> of(Offer offer, Object service) {
        if (service instanceof Metric metric) {
            return MetricChecks.of(metric);
        }
        if (service instanceof TrackerFactory trackers) {
            return TrackerChecks.of(trackers);
        }
        if (service instanceof Protocol protocol) {
            return ProtocolChecks.of(protocol);
        }
        if (service instanceof ResultFormat format) {
            return ResultFormatChecks.of(format);
        }
        if (service instanceof PartFactory<?> factory) {
            return PartChecks.of(factory, options(offer, factory.options()), PartChecks.SMALL);
        }
        if (service instanceof TrainingStageFactory factory) {
            return stage(factory, options(offer, factory.options()));
        }
        if (service instanceof Dataset dataset) {
            Options options = options(offer, dataset.options());
            if (dataset.needsRoot() && data == null) {
                return List.of(new Check("it says what it is (give --data DIR, and its sequences are read too)", dataset::description));
            }
            if (data != null && !Files.exists(data)) {
                throw GladException.usage("no folder \"" + data + "\"; expected one that the dataset reads");
            }
            return DatasetChecks.of(dataset.open(data, options), SEQUENCES);
        }
        return List.of(new Check("it is there (no contract of this kind is known)", () -> { }));
    }

    /** A stage may be for parts that the small tracker hasn't; what it says then is all that can be known here. */
    private static List<Check> stage(TrainingStageFactory factory, Options options) {
        Optional<String> refusal;
        try (NDManager manager = Torch.manager(); TrainingStage stage = factory.create(options, TrainingStageChecks.small(manager))) {
            refusal = Optional.empty();
        } catch (GladException e) {
            refusal = Optional.of(e.getMessage());
        }
        return refusal.map(reason -> List.of(new Check("it refuses the small tracker of the check (" + reason
                + "); its own test can give it another", () -> { }))).orElseGet(
                        () -> TrainingStageChecks.of(factory, options, TrainingStageChecks::small));
    }

    private Options options(Offer offer, OptionSchema schema) {
        ObjectNode own = JsonNodeFactory.instance.objectNode();
        for (Option option : schema.options()) {
            known.add(option.key());
            if (given.has(option.key())) {
                own.set(option.key(), given.get(option.key()));
            }
        }
        return schema.read(offer.toString(), own);
    }

    /** @throws GladException (usage) if a key was given that none of the services had an option for */
    void refuseUnknown() {
        List<String> keys = new ArrayList<>();
        given.fieldNames().forEachRemaining(keys::add);
        keys.removeAll(known);
        if (!keys.isEmpty()) {
            throw GladException.usage(Names.unknown("option of the plugin", keys.get(0), known));
        }
    }
}
