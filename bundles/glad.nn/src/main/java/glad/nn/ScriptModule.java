package glad.nn;

import ai.djl.ndarray.NDArray;
import glad.nn.internal.ModuleArchive;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A TorchScript module put together from traces of kernels: a method per trace, the kernels as functions, and the network's
 * parameters as the module's. The file can be loaded by libtorch ({@code torch::jit::load}) and by PyTorch
 * ({@code torch.jit.load}) alone.
 */
public final class ScriptModule {

    private static final Pattern DEFINITION = Pattern.compile("(?m)^def (\\w+)\\(");

    private final Map<NDArray, String> attributes = new IdentityHashMap<>();
    private final Map<String, NDArray> values = new LinkedHashMap<>();
    private final Set<String> parameters = new LinkedHashSet<>();
    private final Map<Kernel, String> functions = new IdentityHashMap<>();
    private final Map<String, String> prefixes = new LinkedHashMap<>();
    private final StringBuilder source = new StringBuilder();
    private final StringBuilder methods = new StringBuilder();

    /**
     * An argument of a method.
     *
     * @param name its name
     * @param arrays the one array that stood for it in the trace, or several for a list
     * @param list whether it is a {@code List[Tensor]} and no {@code Tensor}
     */
    public record Argument(String name, List<NDArray> arrays, boolean list) {

        /** Returns an argument that is one tensor. */
        public static Argument tensor(String name, NDArray array) {
            return new Argument(name, List.of(array), false);
        }

        /** Returns an argument that is a list of tensors. */
        public static Argument list(String name, List<NDArray> arrays) {
            return new Argument(name, List.copyOf(arrays), true);
        }
    }

    /**
     * Adds a parameter.
     *
     * @param name its state-dict name; dots become underscores
     * @param array its values, also what stands for it in traces
     */
    public void parameter(String name, NDArray array) {
        String attribute = name.replace('.', '_');
        attributes.put(array, attribute);
        values.put(attribute, array);
        parameters.add(attribute);
    }

    /**
     * Adds a method that does what a trace did. Arrays that came from nowhere, neither argument nor parameter nor result,
     * become constants of the module.
     *
     * @param name the method's name
     * @param arguments its arguments
     * @param trace what it does
     * @param results what it returns, each made in the trace, passed through or a parameter; a list of tensors if {@code list}, else a
     *     tensor or a tuple
     */
    public void method(String name, List<Argument> arguments, KernelTrace trace, List<NDArray> results, boolean list) {
        Map<NDArray, String> variables = new IdentityHashMap<>();
        StringBuilder head = new StringBuilder("  def " + name + "(self: __torch__.M");
        StringBuilder body = new StringBuilder();
        for (Argument argument : arguments) {
            head.append(", ").append(argument.name()).append(argument.list() ? ": List[Tensor]" : ": Tensor");
            for (int i = 0; i < argument.arrays().size(); i++) {
                String variable = argument.list() ? argument.name() + i : argument.name();
                variables.put(argument.arrays().get(i), variable);
                if (argument.list()) {
                    body.append("    ").append(variable).append(" = ").append(argument.name()).append('[').append(i)
                            .append("]\n");
                }
            }
        }
        int count = 0;
        for (KernelTrace.Call call : trace.calls()) {
            List<String> inputs = new ArrayList<>();
            for (NDArray input : call.inputs()) {
                inputs.add(variables.containsKey(input) ? variables.get(input) : "self." + attribute(input, trace));
            }
            List<String> outputs = new ArrayList<>();
            for (NDArray output : call.outputs()) {
                outputs.add("v" + count++);
                variables.put(output, outputs.get(outputs.size() - 1));
            }
            body.append("    ").append(String.join(", ", outputs)).append(outputs.size() > 1 ? ", = " : " = ")
                    .append("__torch__.").append(function(call.kernel())).append('(').append(String.join(", ", inputs))
                    .append(")\n");
        }
        List<String> returned = new ArrayList<>();
        for (NDArray result : results) {
            if (attributes.containsKey(result)) {
                returned.add("self." + attributes.get(result));
                continue;
            }
            if (!variables.containsKey(result)) {
                throw new IllegalArgumentException("method " + name + " returns an array that no kernel of its trace made");
            }
            returned.add(variables.get(result));
        }
        String all = String.join(", ", returned);
        String type = list ? "List[Tensor]" : returned.size() == 1 ? "Tensor"
                : "Tuple[" + "Tensor, ".repeat(returned.size() - 1) + "Tensor]";
        methods.append(head).append(") -> ").append(type).append(":\n").append(body).append("    return ")
                .append(list ? "[" + all + "]" : returned.size() == 1 ? all : "(" + all + ")").append('\n');
    }

    private String attribute(NDArray array, KernelTrace trace) {
        return attributes.computeIfAbsent(array, a -> {
            String name = "constant" + (values.size() - parameters.size());
            NDArray copy = trace.strays().get(a);
            values.put(name, copy == null ? a : copy);
            return name;
        });
    }

    /** Returns the name of a kernel's forward function here; kernels of the same text share one. */
    private String function(Kernel kernel) {
        return functions.computeIfAbsent(kernel, k -> {
            String prefix = prefixes.get(k.source());
            if (prefix == null) {
                prefix = "kernel" + prefixes.size() + "_";
                prefixes.put(k.source(), prefix);
                String text = k.source();
                Matcher matcher = DEFINITION.matcher(k.source());
                while (matcher.find()) {
                    String own = matcher.group(1);
                    text = text.replaceAll("(?m)^def " + own + "\\(", "def " + prefix + own + "(")
                            .replace("__torch__." + own + "(", "__torch__." + prefix + own + "(");
                }
                source.append(text).append("\n\n");
            }
            return prefix + "forward";
        });
    }

    /**
     * Writes the module: aside first, then renamed.
     *
     * @throws glad.api.GladException if the file can't be written
     */
    public void write(Path file) {
        StringBuilder module = new StringBuilder("class M(Module):\n  __parameters__ = [");
        parameters.forEach(name -> module.append('"').append(name).append("\", "));
        module.append("]\n  __buffers__ = [");
        values.keySet().stream().filter(name -> !parameters.contains(name))
                .forEach(name -> module.append('"').append(name).append("\", "));
        module.append("]\n");
        values.keySet().forEach(name -> module.append("  ").append(name).append(" : Tensor\n"));
        module.append("  training : bool\n").append(methods);
        ModuleArchive.write(file, source + module.toString(), values);
    }
}
