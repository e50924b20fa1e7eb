package glad.bench.machine;

import glad.api.model.Precision;
import glad.media.NativeLibraries;
import glad.nn.TorchInfo;
import glad.nn.numbers.Verdict;
import glad.runtime.Numbers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * What a machine has, which native libraries are used on it, and what a run on a GPU would need. Looking changes nothing.
 *
 * @param machine processor and memory
 * @param torch the libtorch that is used; empty if none can be loaded
 * @param gigaflops how fast the CPU multiplies matrices now, by precision, billions of operations a second; empty without libtorch
 * @param numbers what the known-answer test said of libtorch here; empty if it wasn't asked yet
 * @param media OpenCV and FFmpeg; empty if they can't be loaded
 * @param lacking what a run on a GPU lacks, in words
 * @param problems what can't be loaded, a line each
 */
public record MachineCheck(Machine machine, Optional<TorchInfo> torch, Map<Precision, Double> gigaflops, Optional<Verdict> numbers,
        Optional<NativeLibraries> media, List<String> lacking, List<String> problems) {

    /** The build of libtorch for CUDA that DJL brings its own library for. */
    private static final String FLAVOUR = "cu128";

    /**
     * Looks at this machine.
     *
     * @param proc the folder {@code /proc}
     * @param environment the process's variables
     * @param known what was found out about libtorch before
     * @param rate measures a precision's billions of operations a second, {@link TorchInfo#gigaflops}; takes a second or two
     * @throws IOException if a file of the system is there and can't be read
     */
    public static MachineCheck of(Path proc, Map<String, String> environment, Numbers known, ToDoubleFunction<Precision> rate)
            throws IOException {
        List<String> problems = new ArrayList<>();
        Machine machine = Machine.read(proc);
        Optional<TorchInfo> torch = torch(problems);
        Map<Precision, Double> gigaflops = new TreeMap<>();
        if (torch.isPresent()) {
            for (Precision precision : Precision.values()) {
                gigaflops.put(precision, rate.applyAsDouble(precision));
            }
        }
        return new MachineCheck(machine, torch, gigaflops, torch.flatMap(any -> known.kept()), media(problems),
                lacking(machine, torch, environment), problems);
    }

    private static Optional<TorchInfo> torch(List<String> problems) {
        try {
            return Optional.of(TorchInfo.read());
        } catch (RuntimeException | LinkageError e) {
            problems.add("libtorch can't be loaded: " + e.getMessage() + "; unset PYTORCH_LIBRARY_PATH to take the one that"
                    + " comes with GLAD");
            return Optional.empty();
        }
    }

    private static Optional<NativeLibraries> media(List<String> problems) {
        try {
            return Optional.of(NativeLibraries.read());
        } catch (LinkageError e) {
            problems.add("OpenCV or FFmpeg can't be loaded: " + e.getMessage()
                    + "; build with the profile of this platform in cnf/pom.xml");
            return Optional.empty();
        }
    }

    private static List<String> lacking(Machine machine, Optional<TorchInfo> torch, Map<String, String> environment) {
        String folder = environment.getOrDefault("PYTORCH_LIBRARY_PATH", "");
        List<String> lacking = new ArrayList<>();
        if (machine.nvidia().isEmpty()) {
            lacking.add("an NVIDIA GPU with its driver; none is loaded");
        }
        if (folder.isEmpty() || !Files.exists(Path.of(folder, System.mapLibraryName("torch_cuda")))) {
            lacking.add("PYTORCH_LIBRARY_PATH: the folder lib of libtorch " + torch.map(t -> t.version() + " ").orElse("")
                    + "built for CUDA 12.8; "
                    + (folder.isEmpty() ? "it isn't set" : "\"" + folder + "\" has no " + System.mapLibraryName("torch_cuda")));
        }
        if (!FLAVOUR.equals(environment.get("PYTORCH_FLAVOR"))) {
            lacking.add("PYTORCH_FLAVOR=" + FLAVOUR + ", which tells DJL of that build; it "
                    + (environment.containsKey("PYTORCH_FLAVOR")
                    ? "is \"" + environment.get("PYTORCH_FLAVOR") + "\"" : "isn't set"));
        }
        return lacking;
    }

    /** Returns how many GPUs libtorch can compute on. */
    public int gpus() {
        return torch.map(TorchInfo::gpus).orElse(0);
    }
}
