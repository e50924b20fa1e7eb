package glad.experiment;

import glad.runtime.ModelSpec;
import glad.runtime.PartKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds the parts that an experiment leaves out although its weights were trained with them. What is left of such a tracker was
 * never trained to do without, so that its figures say little about the worth of the part.
 */
final class SwitchedOff {

    /** What the names of a part's tensors begin with in weight files. */
    private static final Map<PartKind, List<String>> NAMES = Map.of(PartKind.TEXT, List.of("text_encoder.", "text_model."),
            PartKind.DIFFUSION, List.of("unet.", "vae.", "pm."), PartKind.FUSION, List.of("fd."),
            PartKind.WORDS, List.of("language_adjust.", "vl_fusion."), PartKind.MEMORY, List.of("visual_temporal_fusion."));

    private SwitchedOff() {}

    /**
     * Returns the keys of these parts.
     *
     * @param model what was composed
     * @param unexpected names of the tensors that found no place in it
     */
    static List<String> of(ModelSpec model, List<String> unexpected) {
        List<String> off = new ArrayList<>();
        for (PartKind kind : PartKind.values()) {
            if (NAMES.containsKey(kind) && model.part(kind).id().equals(ModelSpec.NONE) && unexpected.stream()
                    .anyMatch(tensor -> NAMES.get(kind).stream().anyMatch(tensor::startsWith))) {
                off.add(kind.key());
            }
        }
        return off;
    }
}
