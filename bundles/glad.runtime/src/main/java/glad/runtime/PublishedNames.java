package glad.runtime;

import java.util.List;
import java.util.Map;

/** What published trackers of other families than GLAD's call their tensors, in the names of this model's parts. */
final class PublishedNames {

    /** What ATCTrack puts before the tensors of parts, and what a model does. */
    private static final Map<String, String> PREFIXES = Map.of("backbone.", PartKind.BACKBONE.prefix(),
            "box_head.", PartKind.HEAD.prefix(), "cls_prompts_pos.", PartKind.BACKBONE.prefix() + "cls_prompts_pos.");
    /** What its checkpoints carry along of the text encoder and nobody needs: numbers from 0, and a layer behind what is used. */
    private static final List<String> SPARE = List.of("text_encoder.embeddings.position_ids", "text_encoder.pooler.");

    private PublishedNames() {}

    /** Returns the name of a tensor in a model; null if there is no need for it. */
    static String of(String tensor) {
        if (SPARE.stream().anyMatch(tensor::startsWith)) {
            return null;
        }
        return PREFIXES.entrySet().stream().filter(entry -> tensor.startsWith(entry.getKey()))
                .map(entry -> entry.getValue() + tensor.substring(entry.getKey().length())).findFirst().orElse(tensor);
    }
}
