package glad.shell.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.model.Precision;
import glad.media.NativeLibraries;
import glad.nn.TorchInfo;
import glad.nn.numbers.NumberCheck;
import glad.nn.numbers.Processor;
import glad.nn.numbers.Verdict;
import glad.runtime.Numbers;
import glad.runtime.Placement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says what this machine has and what GLAD makes of it; changes nothing. */
@Component(service = Verb.class, scope = ServiceScope.PROTOTYPE, property = Verb.NAME + "=doctor")
@Command(name = "doctor", description = "Check this machine: processor, memory, native libraries, GPU, and the device that "
        + "would be used; whether the native library computes rightly.")
public final class DoctorVerb extends Verb {

    /** The build of libtorch for CUDA that DJL brings its own library for. */
    private static final String FLAVOUR = "cu128";

    private final Path proc;
    private final Map<String, String> environment;
    private final Numbers numbers;
    private final StringBuilder text = new StringBuilder();
    private final ObjectNode json = JsonNodeFactory.instance.objectNode();
    private final List<String> problems = new ArrayList<>();

    @Option(names = "--device", paramLabel = "DEVICE", defaultValue = "cpu",
            description = "The device to check: cpu, gpu0, gpu1, ... (default: ${DEFAULT-VALUE}, as in every command).")
    private String device;

    @Option(names = "--numbers", description = "Compare the operators of libtorch that models use with known answers, in fp32 and"
            + " bf16, forward and backward, and show how far each is off. Every command that computes with a model does so once"
            + " on a machine, and refuses to compute with what is wrong.")
    private boolean compare;

    /** Made by the component runtime. */
    @Activate
    public DoctorVerb(@Reference Numbers numbers) {
        this(Path.of("/proc"), System.getenv(), numbers);
    }

    /** Made with another system's files and environment. */
    DoctorVerb(Path proc, Map<String, String> environment, Numbers numbers) {
        this.proc = proc;
        this.environment = environment;
        this.numbers = numbers;
    }

    @Override
    Result run() throws IOException {
        Machine machine = Machine.read(proc);
        if (compare) {
            return compared(machine.processor());
        }
        describe(machine);
        TorchInfo torch = torch(machine);
        media();
        gpu(machine, torch);
        if (torch != null) {
            Placement.parse(device, "fp32", 0);
            json.put("device", device);
            line("device", device + (device.equals("cpu") && torch.gpus() > 0
                    ? "; commands take a GPU with --device gpu0" : ""));
        }
        return new Result(json, text.toString().stripTrailing(), problems);
    }

    private void describe(Machine machine) {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        json.putObject("java").put("version", Runtime.version().toString()).put("vendor", System.getProperty("java.vendor"))
                .put("system", system);
        line("java", Runtime.version() + " by " + System.getProperty("java.vendor") + ", " + system);
        put(machine.processor()).put("count", machine.processors()).put("bf16", machine.bf16());
        line("processor", machine.processor().title() + "; " + machine.processors() + " for this process");
        line("", sets(machine.processor()) + (machine.processor().instructionSets().isEmpty() || machine.bf16()
                ? "" : "; no bfloat16 of its own: --precision bf16 saves memory, not time"));
        long heap = Runtime.getRuntime().maxMemory();
        json.putObject("memory").put("bytes", machine.memory()).put("availableBytes", machine.available())
                .put("heapBytes", heap);
        line("memory", gibibytes(machine.memory()) + ", " + gibibytes(machine.available()) + " available; Java's own part up to "
                + gibibytes(heap) + " (weights lie outside of it)");
    }

    private ObjectNode put(Processor processor) {
        ObjectNode node = json.putObject("processor").put("name", processor.name()).put("family", processor.family())
                .put("model", processor.model()).put("stepping", processor.stepping());
        processor.instructionSets().forEach(node.putArray("features")::add);
        return node;
    }

    private static String sets(Processor processor) {
        return processor.instructionSets().isEmpty() ? "its instruction sets are unknown here"
                : String.join(" ", processor.instructionSets());
    }

    /** Runs the known-answer test: a line for each operator and precision, with the largest errors over all shapes. */
    private Result compared(Processor processor) {
        put(processor);
        line("processor", processor.title());
        line("", sets(processor));
        Map<String, String> settings = Processor.settings(environment);
        settings.forEach(json.putObject("settings")::put);
        line("settings", settings.isEmpty() ? "none" : settings.entrySet().stream().map(Object::toString)
                .collect(Collectors.joining(" ")));
        Verdict verdict = numbers.anew();
        json.put("summary", verdict.summary()).put("seconds", verdict.seconds());
        ArrayNode checks = json.putArray("checks");
        Map<String, List<NumberCheck>> rows = new LinkedHashMap<>();
        for (NumberCheck check : verdict.checks()) {
            checks.addObject().put("operator", check.operator()).put("precision", word(check.precision()))
                    .put("backward", check.backward()).put("shape", check.shape()).put("error", check.error())
                    .put("tolerance", check.tolerance()).put("needed", check.needed()).put("passed", check.passed());
            rows.computeIfAbsent(check.operator() + (check.needed() ? "" : " (*)"), key -> new ArrayList<>()).add(check);
        }
        text.append(String.format("%n%-24s%-10s%8s%10s%10s%10s%n", "operator", "precision", "shapes", "forward", "backward", "at most"));
        rows.forEach((operator, all) -> {
            for (Precision precision : Precision.values()) {
                List<NumberCheck> some = all.stream().filter(c -> c.precision() == precision).toList();
                if (!some.isEmpty()) {
                    text.append(String.format(Locale.ROOT, "%-24s%-10s%8d%10s%10s%10.0e%s%n", operator, word(precision),
                            some.stream().filter(c -> !c.backward()).count(), worst(some, false), worst(some, true),
                            some.get(0).tolerance(), some.stream().allMatch(NumberCheck::passed) ? "" : "  WRONG"));
                }
            }
        });
        text.append(String.format(Locale.ROOT, "%nErrors are norms of differences over norms of answers, the largest over all shapes.%n"
                + "(*) with channels that aren't multiples of 16: layers of GLAD never hand these to the library%s%n%s, in %.2f s of"
                + " processor time", verdict.avoided().isEmpty() ? "" : ", which computes them wrongly here",
                verdict.summary(), verdict.seconds()));
        return new Result(json, text.toString(), verdict.failures().stream().map(c -> "the native library is wrong here: " + c).toList());
    }

    private static String worst(List<NumberCheck> checks, boolean backward) {
        // NaN is the largest of all.
        return checks.stream().filter(c -> c.backward() == backward).map(NumberCheck::error).max(Double::compare)
                .map(error -> Double.isFinite(error) ? String.format(Locale.ROOT, "%.1e", error)
                        : Double.isNaN(error) ? "NaN" : "refused").orElse("");
    }

    private static String word(Precision precision) {
        return precision.name().toLowerCase(Locale.ROOT);
    }

    private TorchInfo torch(Machine machine) {
        TorchInfo torch;
        try {
            torch = TorchInfo.read();
        } catch (RuntimeException | LinkageError e) {
            problems.add("libtorch can't be loaded: " + e.getMessage() + "; unset PYTORCH_LIBRARY_PATH to take the one that"
                    + " comes with GLAD");
            return null;
        }
        ObjectNode node = json.putObject("libtorch").put("version", torch.version()).put("djl", torch.djl())
                .put("folder", torch.folder().toString()).put("cuda", torch.cuda()).put("threads", torch.threads());
        torch.features().forEach(node.putArray("features")::add);
        line("libtorch", torch.version() + " for " + (torch.cuda() ? "CUDA" : "the CPU") + ", by DJL " + torch.djl() + ", from "
                + torch.folder());
        line("", torch.threads() + (torch.threads() == 1 ? " thread" : " threads") + "; built with "
                + String.join(" ", torch.features()));
        ObjectNode rates = json.putObject("gigaflops");
        StringBuilder measured = new StringBuilder();
        for (Precision precision : Precision.values()) {
            String name = word(precision);
            double rate = TorchInfo.gigaflops(precision);
            rates.put(name, rate);
            measured.append(measured.isEmpty() ? "" : ", ")
                    .append(String.format(Locale.ROOT, rate < 9.5 ? "%s %.1f GFLOP/s" : "%s %.0f GFLOP/s", name, rate));
        }
        line("", "matrix product on the CPU now: " + measured);
        Optional<Verdict> verdict = numbers.kept();
        json.put("numbers", verdict.map(Verdict::summary).orElse("not checked"));
        line("", verdict.map(v -> v.summary() + "; --numbers shows them")
                .orElse("its operators weren't compared with known answers here yet; --numbers does"));
        return torch;
    }

    private void media() {
        try {
            NativeLibraries media = NativeLibraries.read();
            json.put("opencv", media.openCv()).put("ffmpeg", media.ffmpeg());
            line("opencv", media.openCv());
            line("ffmpeg", media.ffmpeg());
        } catch (LinkageError e) {
            problems.add("OpenCV or FFmpeg can't be loaded: " + e.getMessage()
                    + "; build with the profile of this platform in cnf/pom.xml");
        }
    }

    private void gpu(Machine machine, TorchInfo torch) {
        int count = torch == null ? 0 : torch.gpus();
        String wanted = torch == null ? "" : torch.version() + " ";
        String folder = environment.getOrDefault("PYTORCH_LIBRARY_PATH", "");
        List<String> missing = new ArrayList<>();
        if (machine.nvidia().isEmpty()) {
            missing.add("an NVIDIA GPU with its driver; none is loaded");
        }
        if (folder.isEmpty() || !Files.exists(Path.of(folder, System.mapLibraryName("torch_cuda")))) {
            missing.add("PYTORCH_LIBRARY_PATH: the folder lib of libtorch " + wanted + "built for CUDA 12.8; "
                    + (folder.isEmpty() ? "it isn't set" : "\"" + folder + "\" has no " + System.mapLibraryName("torch_cuda")));
        }
        if (!FLAVOUR.equals(environment.get("PYTORCH_FLAVOR"))) {
            missing.add("PYTORCH_FLAVOR=" + FLAVOUR + ", which tells DJL of that build; it "
                    + (environment.containsKey("PYTORCH_FLAVOR")
                    ? "is \"" + environment.get("PYTORCH_FLAVOR") + "\"" : "isn't set"));
        }
        ObjectNode node = json.putObject("gpu").put("count", count).put("driver", machine.nvidia());
        ArrayNode list = node.putArray("missing");
        line("gpu", count > 0 ? count + " found" : "none found; everything runs on the CPU");
        if (!machine.nvidia().isEmpty()) {
            line("", "driver: " + machine.nvidia());
        }
        if (count == 0) {
            missing.forEach(list::add);
            if (!missing.isEmpty()) {
                line("", "a run on a GPU lacks");
                missing.forEach(m -> line("", "- " + m));
            }
        }
    }

    private static String gibibytes(long bytes) {
        return bytes == 0 ? "unknown" : String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
    }

    private void line(String what, String says) {
        text.append(String.format("%-11s%s%n", what, says));
    }
}
