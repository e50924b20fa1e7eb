package glad.bench.run.internal;

import ai.djl.engine.Engine;
import glad.nn.Torch;
import glad.nn.numbers.Processor;
import glad.nn.numbers.Verdict;
import glad.runtime.CodeHash;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/** What this process runs on. */
public final class ProcessEnvironment {

    private ProcessEnvironment() {}

    /** Returns the machine's name, or {@code unknown}. */
    public static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    /** Returns versions by name. */
    public static Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        Engine engine = Torch.engine();
        versions.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
        versions.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch") + ", " + Runtime.getRuntime().availableProcessors() + " processors");
        versions.put("djl", Engine.getDjlVersion());
        versions.put("pytorch", engine.getVersion());
        return versions;
    }

    /** Returns the processor, its threads, and what the known-answer test says of the native library. */
    public static Map<String, String> machine(Optional<Verdict> numbers) {
        Processor processor = Processor.read(Path.of("/proc"));
        Map<String, String> machine = new TreeMap<>();
        machine.put("processor", processor.title());
        machine.put("instruction sets", processor.instructionSets().isEmpty() ? "unknown"
                : String.join(" ", processor.instructionSets()));
        machine.put("threads", Integer.toString(Torch.threads()));
        machine.put("numbers", numbers.map(Verdict::summary).orElse("not checked"));
        return machine;
    }

    /** Returns version and hash of every bundle of the platform by symbolic name; empty outside OSGi. */
    public static Map<String, String> bundles() {
        Map<String, String> bundles = new TreeMap<>();
        Bundle own = FrameworkUtil.getBundle(ProcessEnvironment.class);
        if (own != null && own.getBundleContext() != null) {
            for (Bundle bundle : own.getBundleContext().getBundles()) {
                if (bundle.getSymbolicName() != null && bundle.getSymbolicName().startsWith("glad.")) {
                    bundles.put(bundle.getSymbolicName(), CodeHash.of(bundle));
                }
            }
        }
        return bundles;
    }
}
