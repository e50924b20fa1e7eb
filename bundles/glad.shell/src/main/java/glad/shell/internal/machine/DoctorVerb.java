package glad.shell.internal.machine;

import glad.api.model.Precision;
import glad.bench.machine.MachineCheck;
import glad.nn.TorchInfo;
import glad.nn.numbers.Processor;
import glad.runtime.Numbers;
import glad.runtime.Placement;
import glad.runtime.Settings;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says what this machine has and what GLAD makes of it; changes nothing. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=doctor")
@Command(name = "doctor", description = "Check this machine: processor, memory, native libraries, GPU, and the device that "
        + "would be used; whether the native library computes rightly.")
public final class DoctorVerb extends ShellCommand {

    private final Path proc;
    private final Map<String, String> environment;
    private final Numbers numbers;
    private final Settings settings;
    private final ToDoubleFunction<Precision> rate;

    @Option(names = "--device", paramLabel = "DEVICE", defaultValue = "cpu",
            description = "The device to check: cpu, gpu0, gpu1, ... (default: ${DEFAULT-VALUE}, as in every command).")
    private String device;

    @Option(names = "--numbers", description = "Compare the operators of libtorch that models use with known answers, in fp32 and"
            + " bf16, forward and backward, and show how far each is off. Every command that computes with a model does so once"
            + " on a machine, and refuses to compute with what is wrong.")
    private boolean compare;

    /** Made by the component runtime. */
    @Activate
    public DoctorVerb(@Reference Numbers numbers, @Reference Settings settings) {
        this(Path.of("/proc"), System.getenv(), numbers, settings, TorchInfo::gigaflops);
    }

    /** Made with another system's files, environment and rates. */
    DoctorVerb(Path proc, Map<String, String> environment, Numbers numbers, Settings settings, ToDoubleFunction<Precision> rate) {
        this.proc = proc;
        this.environment = environment;
        this.numbers = numbers;
        this.settings = settings;
        this.rate = rate;
    }

    @Override
    protected Result run() throws IOException {
        if (compare) {
            return new NumberTexts().of(Processor.read(proc), Processor.settings(environment), numbers.anew());
        }
        MachineCheck check = MachineCheck.of(proc, environment, numbers, rate);
        if (check.torch().isPresent()) {
            Placement.parse(device, "fp32", 0);
        }
        return new MachineTexts().of(check, device, settings);
    }
}
