package glad.train;

import com.fasterxml.jackson.databind.JsonNode;
import glad.api.GladException;
import glad.api.Names;
import glad.api.model.Parameter;
import glad.nn.weights.LoadReport;
import glad.runtime.Model;
import glad.runtime.PartKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Weights that a training begins with.
 *
 * @param file reference of a weight file, see {@link glad.api.model.ModelFiles}
 * @param fills what it must fill wholly: kinds of parts ({@code backbone}) or patterns of names ({@code encoder.blocks.*})
 * @param leaves patterns of names that stay as they are drawn, whatever files give them: what a training begins with untrained
 */
public record InitialWeights(String file, List<String> fills, List<String> leaves) {

    private static final List<String> KEYS = List.of("file", "fills", "leaves");

    /**
     * Reads {@code training.initial}: references, or {@code {file: REFERENCE, fills: [backbone]}}.
     *
     * @throws GladException (usage) naming the entry and what is accepted
     */
    static List<InitialWeights> readAll(JsonNode node) {
        List<InitialWeights> all = new ArrayList<>();
        for (JsonNode entry : node.isArray() ? node : List.<JsonNode>of()) {
            all.add(read(entry));
        }
        if (!node.isMissingNode() && !node.isArray()) {
            throw GladException.usage("training.initial is \"" + node + "\"; expected a list of references of weight files");
        }
        return List.copyOf(all);
    }

    private static InitialWeights read(JsonNode entry) {
        if (entry.isTextual()) {
            return new InitialWeights(entry.textValue(), List.of(), List.of());
        }
        entry.fieldNames().forEachRemaining(key -> {
            if (!KEYS.contains(key)) {
                throw GladException.usage(Names.unknown("key of an entry of training.initial", key, KEYS));
            }
        });
        List<String> fills = new ArrayList<>();
        entry.path("fills").forEach(fill -> fills.add(fill.asText()));
        List<String> leaves = new ArrayList<>();
        entry.path("leaves").forEach(name -> leaves.add(name.asText()));
        if (!entry.path("file").isTextual() || fills.isEmpty() && leaves.isEmpty()) {
            throw GladException.usage("training.initial has \"" + entry + "\"; expected the reference of a weight file, or"
                    + " {file: REFERENCE, fills: [backbone]}, or {file: REFERENCE, leaves: [unet.*]}");
        }
        return new InitialWeights(entry.get("file").textValue(), List.copyOf(fills), List.copyOf(leaves));
    }

    /**
     * Returns the parameters that stay as they are drawn.
     *
     * @throws GladException (usage) if a pattern fits none
     */
    List<Parameter> left(Model model) {
        return leaves.stream().flatMap(name -> {
            NamePattern pattern = new NamePattern(name);
            List<Parameter> left = model.parameters().stream().filter(p -> pattern.fits(p.name()) && !p.computed()).toList();
            if (left.isEmpty()) {
                throw GladException.usage("initial weights \"" + file + "\" should leave \"" + name + "\", which is nothing of this model;"
                        + " expected a pattern of its parameters' names such as unet.*");
            }
            return left.stream();
        }).toList();
    }

    /**
     * Checks that the file filled what it must.
     *
     * @param report what the file alone filled
     * @throws GladException naming what it lacks
     */
    void check(Model model, LoadReport report) {
        Set<String> missing = new HashSet<>(report.missing());
        for (String fill : fills) {
            List<String> wanted = wanted(model, fill);
            List<String> lacking = wanted.stream().filter(missing::contains).toList();
            if (!lacking.isEmpty()) {
                throw GladException.failure("initial weights \"" + file + "\" should fill \"" + fill + "\", but lack "
                        + lacking.size() + " of its " + wanted.size() + " parameters (" + String.join(", ",
                                lacking.subList(0, Math.min(3, lacking.size()))) + (lacking.size() > 3 ? ", ..." : "")
                        + "); use the weights that belong to this part, change the part's options, or change fills");
            }
        }
    }

    private List<String> wanted(Model model, String fill) {
        List<String> kinds = Arrays.stream(PartKind.values()).map(PartKind::key).toList();
        NamePattern pattern = new NamePattern(fill);
        List<String> wanted = (kinds.contains(fill) ? model.parameters(PartKind.values()[kinds.indexOf(fill)])
                : model.parameters().stream().filter(p -> pattern.fits(p.name())).toList()).stream()
                .filter(p -> !p.computed()).map(Parameter::name).toList();
        if (wanted.isEmpty()) {
            throw GladException.usage("initial weights \"" + file + "\" should fill \"" + fill + "\", which is nothing of this"
                    + " model; expected one of " + String.join(", ", kinds) + " with parameters, or a pattern of their names"
                    + " such as encoder.blocks.*");
        }
        return wanted;
    }
}
