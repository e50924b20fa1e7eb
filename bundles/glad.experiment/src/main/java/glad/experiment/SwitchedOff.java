package glad.experiment;

import glad.runtime.ModelSpec;
import glad.runtime.PartKind;
import glad.runtime.PartSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds the parts that an experiment leaves out although its weights were trained with them. What is left of such a tracker was
 * never trained to do without, so that its figures say little about the worth of the part.
 */
final class SwitchedOff {

    private static final String NONE = "none";

    /** What the names of a part's tensors begin with in weight files. */
    private static final Map<PartKind, List<String>> NAMES = Map.of(PartKind.TEXT, List.of("text_encoder.", "text_model."),
            PartKind.DIFFUSION, List.of("unet.", "vae.", "pm."), PartKind.FUSION, List.of("fd."));

    private SwitchedOff() {}

    /**
     * Returns the keys of these parts.
     *
     * @param model what was composed
     * @param unexpected names of the tensors that found no place in it
     */
    static List<String> of(ModelSpec model, List<String> unexpected) {
        Map<PartKind, PartSpec> parts = Map.of(PartKind.TEXT, model.text(), PartKind.DIFFUSION, model.diffusion(),
                PartKind.FUSION, model.fusion());
        List<String> off = new ArrayList<>();
        for (PartKind kind : PartKind.values()) {
            if (parts.containsKey(kind) && parts.get(kind).id().equals(NONE) && unexpected.stream()
                    .anyMatch(tensor -> NAMES.get(kind).stream().anyMatch(tensor::startsWith))) {
                off.add(kind.key());
            }
        }
        return off;
    }
}
