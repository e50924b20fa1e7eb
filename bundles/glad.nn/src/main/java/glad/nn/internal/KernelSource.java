package glad.nn.internal;

import glad.api.model.Precision;
import glad.nn.Kernels;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns a kernel's {@code .py} resource into the text that TorchScript's importer reads. */
public final class KernelSource {

    private static final Pattern INCLUDE = Pattern.compile("(?m)^# include ([\\w.]+)[ \\t]*$");
    private static final Pattern CONSTANT = Pattern.compile("\\$([A-Z][A-Z0-9_]*)");
    private static final Pattern DEFINITION = Pattern.compile("(?m)^def (\\w+)\\(");

    private static final Pattern TRACED = Pattern.compile("(?m)^( +)# trace (\\w+): (.+)$");

    /** libtorch's codes of the number types. */
    private static final Map<String, Integer> TYPES = Map.of("I64", 4, "F16", 5, "F32", 6, "F64", 7, "BF16", 15);

    private KernelSource() {}

    /** Returns libtorch's code of a number format. */
    public static int type(Precision precision) {
        return TYPES.get(switch (precision) {
            case FP32 -> "F32";
            case BF16 -> "BF16";
            case FP16 -> "F16";
        });
    }

    /** Reads a resource, its includes (beside the owner, else beside {@link Kernels}), and puts constants and number types in. */
    public static String read(Class<?> owner, String resource, Map<String, ?> constants) {
        Set<String> taken = new TreeSet<>(constants.keySet());
        taken.retainAll(TYPES.keySet());
        if (!taken.isEmpty()) {
            throw new IllegalArgumentException("kernel " + resource + " is given the constants " + taken
                    + ", which are names of number types; expected others");
        }
        String text = include(owner, resource, new LinkedHashSet<>());
        Set<String> unused = new TreeSet<>(constants.keySet());
        StringBuilder out = new StringBuilder();
        Matcher matcher = CONSTANT.matcher(text);
        while (matcher.find()) {
            Object value = TYPES.containsKey(matcher.group(1)) ? TYPES.get(matcher.group(1)) : constants.get(matcher.group(1));
            if (value == null) {
                throw new IllegalArgumentException("kernel " + resource + " wants a value for $" + matcher.group(1));
            }
            unused.remove(matcher.group(1));
            matcher.appendReplacement(out, Matcher.quoteReplacement(literal(value)));
        }
        matcher.appendTail(out);
        if (!unused.isEmpty()) {
            throw new IllegalArgumentException("kernel " + resource + " doesn't use the constants " + unused);
        }
        return qualify(out.toString());
    }

    private static String include(Class<?> owner, String resource, Set<String> seen) {
        if (!seen.add(resource)) {
            return "";
        }
        String text = load(owner, resource);
        Matcher matcher = INCLUDE.matcher(text);
        StringBuilder out = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(out, Matcher.quoteReplacement(include(owner, matcher.group(1), seen)));
        }
        return matcher.appendTail(out).toString();
    }

    private static String load(Class<?> owner, String resource) {
        InputStream own = owner.getResourceAsStream(resource);
        try (InputStream in = own != null ? own : Kernels.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no kernel source " + resource + " beside " + owner.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String literal(Object value) {
        if (value instanceof Boolean flag) {
            return flag ? "True" : "False";
        }
        return value.toString();
    }

    /** The importer wants calls of the file's own functions qualified by their module. */
    private static String qualify(String text) {
        Matcher matcher = DEFINITION.matcher(text);
        Set<String> names = new LinkedHashSet<>();
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        String result = text;
        for (String name : names) {
            result = result.replaceAll("(?<![\\w.])(?<!def )" + name + "\\(", "__torch__." + name + "(");
        }
        return result;
    }

    /** Returns the names of the values that lines {@code # trace NAME: expression} of a source offer. */
    public static Set<String> values(String source) {
        return TRACED.matcher(source).results().map(found -> found.group(2)).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Returns a source that computes the same, and gives values behind its results: {@code forward} returns a tuple of what it returned
     * and a dictionary. Every function is handed that dictionary, and the lines of the names asked for fill it.
     *
     * @param source as {@link #read} gives it
     */
    public static String traced(String source, Set<String> names) {
        Matcher forward = TorchScriptArchive.FORWARD.matcher(source);
        if (!forward.find()) {
            throw new IllegalArgumentException("a kernel without forward can't be traced");
        }
        String filled = TRACED.matcher(source).replaceAll(found -> !names.contains(found.group(2)) ? ""
                : Matcher.quoteReplacement(found.group(1) + "trace[\"" + found.group(2) + "\"] = " + found.group(3)));
        return filled.replaceAll("(?m)^def forward\\(", "def untraced(")
                .replaceAll("(?m)^def (\\w+)\\(", "def $1(trace: Dict[str, Tensor], ")
                .replaceAll("__torch__\\.(\\w+)\\(", "__torch__.$1(trace, ")
                + "\n\ndef forward(" + forward.group(1) + ") -> Tuple[" + forward.group(2) + ", Dict[str, Tensor]]:\n"
                + "  trace = annotate(Dict[str, Tensor], {})\n"
                + "  result = __torch__.untraced(trace, " + String.join(", ", TorchScriptArchive.arguments(forward.group(1))) + ")\n"
                + "  return (result, trace)\n";
    }
}
