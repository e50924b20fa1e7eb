package glad.bench.run;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import glad.bench.run.internal.ProcessEnvironment;
import glad.experiment.LoadedExperiment;
import glad.nn.numbers.Processor;
import glad.nn.numbers.Verdict;
import glad.runtime.Placement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where the figures of a run come from.
 *
 * @param command what the user asked for
 * @param experiment the experiment's name, or the id of a bundle's tracker
 * @param run what the user calls this run of it; empty if it has no name
 * @param date when the run began, ISO 8601 in UTC
 * @param host name of the machine
 * @param device as on the command line, {@code cpu}, {@code gpu0} or {@code gpu0,gpu1}; in words for a bundle's tracker
 * @param precision {@code fp32}, {@code bf16,diffusion=fp16} or the like; in words for a bundle's tracker
 * @param seed of everything random
 * @param versions of Java, the operating system and the libraries, by name
 * @param machine the processor with family, model and stepping, its instruction sets, threads of an operator, and what the
 *     known-answer test says of the native library, by name
 * @param environment the variables that can change which routines compute, by name
 * @param weights SHA-256 of every weight file, by reference
 * @param bundles version and SHA-256 of every bundle of the platform, by symbolic name; empty outside OSGi
 */
@JsonPropertyOrder({"command", "experiment", "run", "date", "host", "device", "precision", "seed", "versions", "machine",
        "environment", "weights", "bundles"})
public record Provenance(
        String command,
        String experiment,
        String run,
        String date,
        String host,
        String device,
        String precision,
        long seed,
        Map<String, String> versions,
        Map<String, String> machine,
        Map<String, String> environment,
        Map<String, String> weights,
        Map<String, String> bundles) {

    /** Copies the maps; older files lack some. */
    public Provenance {
        run = run == null ? "" : run;
        versions = Map.copyOf(versions);
        machine = machine == null ? Map.of() : Map.copyOf(machine);
        environment = environment == null ? Map.of() : Map.copyOf(environment);
        weights = Map.copyOf(weights);
        bundles = Map.copyOf(bundles);
    }

    /**
     * Returns the provenance of a run that begins now, here.
     *
     * @param command what the user asked for
     * @param experiment the experiment's name
     * @param placement device, precision and seed
     * @param numbers what the known-answer test says of the native library; empty if it wasn't asked
     * @param weights SHA-256 of every weight file, by reference
     */
    public static Provenance now(String command, String experiment, Placement placement, Optional<Verdict> numbers,
            Map<String, String> weights) {
        return new Provenance(command, experiment, "", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                ProcessEnvironment.host(), placement.deviceName(), placement.precision().toString(), placement.seed(),
                ProcessEnvironment.versions(), ProcessEnvironment.machine(numbers), Processor.settings(System.getenv()), weights,
                ProcessEnvironment.bundles());
    }

    /**
     * Returns the provenance of an experiment's run that begins now, here.
     *
     * @param command what the user asked for
     */
    public static Provenance now(String command, LoadedExperiment loaded) {
        return now(command, loaded.experiment().name(), loaded.model().placement(), loaded.numbers(), loaded.weights());
    }

    /**
     * Returns the provenance of a run of a bundle's tracker that begins now, here. Device and precision are the tracker's own business.
     *
     * @param command what the user asked for
     * @param tracker its id
     * @param run what the user calls this run of it; empty if it has no name
     */
    public static Provenance now(String command, String tracker, String run) {
        return new Provenance(command, tracker, run, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                ProcessEnvironment.host(), "the tracker's own", "the tracker's own", 0, ProcessEnvironment.versions(),
                ProcessEnvironment.machine(Optional.empty()), Processor.settings(System.getenv()), Map.of(),
                ProcessEnvironment.bundles());
    }

    /** Returns this of a run with a name, on several devices; an empty name means none. */
    public Provenance of(String name, List<Placement> placements) {
        String devices = placements.stream().map(Placement::deviceName).collect(Collectors.joining(","));
        return new Provenance(command, experiment, name, date, host, devices, precision, seed, versions,
                machine, environment, weights, bundles);
    }

    /** Returns what tables call the tracker: the experiment's name, with the run's if it has one. */
    public String tracker() {
        return run.isEmpty() ? experiment : experiment + "/" + run;
    }

    /** Returns everything as lines for a reader, in a sensible order. */
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("command", command);
        facts.put("experiment", tracker());
        facts.put("date", date);
        facts.put("host", host);
        facts.put("device", device + ", " + precision);
        facts.put("seed", Long.toString(seed));
        new TreeMap<>(versions).forEach(facts::put);
        new TreeMap<>(machine).forEach(facts::put);
        new TreeMap<>(environment).forEach((name, value) -> facts.put("environment " + name, value));
        new TreeMap<>(weights).forEach((reference, hash) -> facts.put("weights " + reference, hash));
        new TreeMap<>(bundles).forEach((name, version) -> facts.put("bundle " + name, version));
        return facts;
    }
}
