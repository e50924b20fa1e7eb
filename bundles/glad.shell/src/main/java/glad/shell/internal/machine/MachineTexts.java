package glad.shell.internal.machine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.model.Precision;
import glad.base.Places;
import glad.bench.machine.Machine;
import glad.bench.machine.MachineCheck;
import glad.nn.TorchInfo;
import glad.nn.numbers.Processor;
import glad.nn.numbers.Verdict;
import glad.runtime.Settings;
import glad.shell.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A machine in words and as an object. For one machine. */
final class MachineTexts {

    private final StringBuilder text = new StringBuilder();
    private final ObjectNode json = JsonNodeFactory.instance.objectNode();

    /** Returns what a machine has, what a run on a device would need, and where GLAD reads and writes. */
    Result of(MachineCheck check, String device, Settings settings) {
        describe(check.machine());
        check.torch().ifPresent(torch -> libtorch(torch, check));
        check.media().ifPresent(media -> {
            json.put("opencv", media.openCv()).put("ffmpeg", media.ffmpeg());
            line("opencv", media.openCv());
            line("ffmpeg", media.ffmpeg());
        });
        gpu(check);
        if (check.torch().isPresent()) {
            json.put("device", device);
            line("device", device + (device.equals("cpu") && check.gpus() > 0
                    ? "; commands take a GPU with --device gpu0" : ""));
        }
        places(settings);
        return new Result(json, text.toString().stripTrailing(), check.problems());
    }

    /** Puts a processor into an object. */
    static ObjectNode put(ObjectNode json, Processor processor) {
        ObjectNode node = json.putObject("processor").put("name", processor.name()).put("family", processor.family())
                .put("model", processor.model()).put("stepping", processor.stepping());
        processor.instructionSets().forEach(node.putArray("features")::add);
        return node;
    }

    /** Returns a processor's instruction sets. */
    static String sets(Processor processor) {
        return processor.instructionSets().isEmpty() ? "its instruction sets are unknown here"
                : String.join(" ", processor.instructionSets());
    }

    private void describe(Machine machine) {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        json.putObject("java").put("version", Runtime.version().toString()).put("vendor", System.getProperty("java.vendor"))
                .put("system", system);
        line("java", Runtime.version() + " by " + System.getProperty("java.vendor") + ", " + system);
        put(json, machine.processor()).put("count", machine.processors()).put("bf16", machine.bf16());
        line("processor", machine.processor().title() + "; " + machine.processors() + " for this process");
        line("", sets(machine.processor()) + (machine.processor().instructionSets().isEmpty() || machine.bf16()
                ? "" : "; no bfloat16 of its own: --precision bf16 saves memory, not time"));
        long heap = Runtime.getRuntime().maxMemory();
        json.putObject("memory").put("bytes", machine.memory()).put("availableBytes", machine.available())
                .put("heapBytes", heap);
        line("memory", gibibytes(machine.memory()) + ", " + gibibytes(machine.available()) + " available; Java's own part up to "
                + gibibytes(heap) + " (weights lie outside of it)");
    }

    private void libtorch(TorchInfo torch, MachineCheck check) {
        ObjectNode node = json.putObject("libtorch").put("version", torch.version()).put("djl", torch.djl())
                .put("folder", torch.folder().toString()).put("cuda", torch.cuda()).put("threads", torch.threads());
        torch.features().forEach(node.putArray("features")::add);
        line("libtorch", torch.version() + " for " + (torch.cuda() ? "CUDA" : "the CPU") + ", by DJL " + torch.djl() + ", from "
                + torch.folder());
        line("", torch.threads() + (torch.threads() == 1 ? " thread" : " threads") + "; built with "
                + String.join(" ", torch.features()));
        ObjectNode rates = json.putObject("gigaflops");
        check.gigaflops().forEach((precision, rate) -> rates.put(word(precision), rate));
        line("", "matrix product on the CPU now: " + check.gigaflops().entrySet().stream().map(e -> String.format(Locale.ROOT,
                e.getValue() < 9.5 ? "%s %.1f GFLOP/s" : "%s %.0f GFLOP/s", word(e.getKey()), e.getValue()))
                .collect(Collectors.joining(", ")));
        json.put("numbers", check.numbers().map(Verdict::summary).orElse("not checked"));
        line("", check.numbers().map(v -> v.summary() + "; --numbers shows them")
                .orElse("its operators weren't compared with known answers here yet; --numbers does"));
    }

    private void gpu(MachineCheck check) {
        String driver = check.machine().nvidia();
        ObjectNode node = json.putObject("gpu").put("count", check.gpus()).put("driver", driver);
        ArrayNode list = node.putArray("missing");
        line("gpu", check.gpus() > 0 ? check.gpus() + " found" : "none found; everything runs on the CPU");
        if (!driver.isEmpty()) {
            line("", "driver: " + driver);
        }
        if (check.gpus() == 0) {
            check.lacking().forEach(list::add);
            if (!check.lacking().isEmpty()) {
                line("", "a run on a GPU lacks");
                check.lacking().forEach(one -> line("", "- " + one));
            }
        }
    }

    private void places(Settings settings) {
        ObjectNode node = json.putObject("places");
        Places places = settings.places();
        place(node, "settings", List.of(settings.file()));
        place(node, "experiments", places.experiments());
        place(node, "plugins", places.plugins());
        place(node, "weights", List.of(settings.weights()));
        place(node, "cache", List.of(settings.cache()));
        place(node, "runs", List.of(settings.runs()));
    }

    private void place(ObjectNode node, String what, List<Path> where) {
        ArrayNode list = node.putArray(what);
        for (Path path : where) {
            Path whole = path.toAbsolutePath().normalize();
            line(list.isEmpty() ? what : "", whole + (Files.exists(whole) ? "" : " (not there yet)"));
            list.add(whole.toString());
        }
    }

    /** Returns a precision in the words of options. */
    static String word(Precision precision) {
        return precision.name().toLowerCase(Locale.ROOT);
    }

    private static String gibibytes(long bytes) {
        return bytes == 0 ? "unknown" : String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
    }

    private void line(String what, String says) {
        text.append(String.format("%-12s%s%n", what, says));
    }
}
