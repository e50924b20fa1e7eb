package glad.kit.project;

import glad.api.GladException;
import glad.api.Names;
import glad.base.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A new plugin: a folder that Maven builds into a bundle, with one class that works, a test that it keeps its contract, and
 * nothing else.
 *
 * @param kind what it adds, one of {@link #kinds}
 * @param name of the folder, the bundle and the id: lower-case words with hyphens
 */
public record PluginProject(String kind, String name) {

    /** Kinds in the order of help, each with what its template holds beside the class and its test. */
    private static final Map<String, List<String>> KERNELS = new LinkedHashMap<>();

    /** Kinds whose contract isn't in what every plugin is built with, each with the bundle that has it. */
    private static final Map<String, String> BUNDLES = Map.of("command", "glad.shell");

    static {
        KERNELS.put("dataset", List.of());
        KERNELS.put("metric", List.of());
        KERNELS.put("tracker", List.of());
        KERNELS.put("protocol", List.of());
        KERNELS.put("result-format", List.of());
        KERNELS.put("command", List.of());
        KERNELS.put("training-stage", List.of());
        KERNELS.put("text-encoder", List.of("rows.py"));
        KERNELS.put("diffusion", List.of("map.py"));
        KERNELS.put("backbone", List.of("attend.py"));
        KERNELS.put("fusion", List.of("pool.py"));
        KERNELS.put("words", List.of("scales.py"));
        KERNELS.put("memory", List.of("recall.py", "look.py"));
        KERNELS.put("head", List.of("maps.py"));
    }

    /** @throws GladException (usage) if the kind is unknown or the name can't be an id */
    public PluginProject {
        if (!KERNELS.containsKey(kind)) {
            throw GladException.usage(Names.unknown("kind of plugin", kind, KERNELS.keySet()));
        }
        if (!name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*")) {
            throw GladException.usage("the plugin's name is \"" + name + "\"; expected lower-case words with hyphens, such as \"my-" + kind + "\"");
        }
    }

    /** Returns the kinds there are projects for. */
    public static List<String> kinds() {
        return List.copyOf(KERNELS.keySet());
    }

    /**
     * Writes the folder.
     *
     * @param parent where the folder is made
     * @param repository what the plugin is built from
     * @return the files, seen from the new folder
     * @throws GladException (usage) if there is something of that name already
     */
    public List<Path> write(Path parent, PluginRepository repository) throws IOException {
        Path folder = parent.resolve(name);
        if (Files.exists(folder)) {
            throw GladException.usage("\"" + folder + "\" is there already; expected a name that is free");
        }
        String type = Arrays.stream(name.split("-")).map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
        String code = "plugin." + name.replace("-", "");
        Map<String, String> values = Map.of("@id@", name, "@Class@", type, "@package@", code, "@glad@", repository.version(),
                "@repository@", repository.folder().toUri().toString(), "@local@", repository.folder().toString(), "@dependencies@", dependencies());
        String place = code.replace('.', '/');
        Map<String, String> files = new LinkedHashMap<>();
        files.put("pom.xml", "pom.xml");
        files.put(".mvn/maven.config", "maven.config");
        files.put("src/main/java/" + place + "/" + type + ".java", kind + "/Plugin.java");
        KERNELS.get(kind).forEach(kernel -> files.put("src/main/resources/" + place + "/" + kernel, kind + "/" + kernel));
        files.put("src/test/java/" + place + "/" + type + "Test.java", kind + "/PluginTest.java");
        List<Path> written = new ArrayList<>();
        for (Map.Entry<String, String> file : files.entrySet()) {
            String text = template(file.getValue());
            for (Map.Entry<String, String> value : values.entrySet()) {
                text = text.replace(value.getKey(), value.getValue());
            }
            WholeFile.write(folder.resolve(file.getKey()), text);
            written.add(Path.of(file.getKey()));
        }
        return written;
    }

    private String dependencies() {
        return BUNDLES.containsKey(kind) ? "  <dependencies><dependency><groupId>io.github.glad-jvm</groupId><artifactId>" + BUNDLES.get(kind)
                + "</artifactId><scope>provided</scope></dependency></dependencies>\n" : "";
    }

    private static String template(String name) throws IOException {
        try (InputStream in = PluginProject.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
