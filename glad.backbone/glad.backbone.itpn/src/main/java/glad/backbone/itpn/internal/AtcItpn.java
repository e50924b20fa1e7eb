package glad.backbone.itpn.internal;

import static java.util.Map.entry;

import ai.djl.ndarray.NDArray;
import glad.api.model.Template;
import glad.api.model.Tokens;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Kernel;
import glad.nn.LayerContext;
import glad.nn.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Fast-iTPN the way ATCTrack uses it: tokens are [class, templates, search], every template has positions of its own, and tokens carry what
 * they are of, templates' by how much of the target they hold (docs/CONTEXT.md).
 */
final class AtcItpn extends Itpn {

    /** Rows of the table of pretraining, 14x14 and the class token's. */
    private static final int PRETRAINED = 14 * 14 + 1;

    private final int templates;
    private final Stages stages;
    private final List<BoundKernel> slots = new ArrayList<>();
    private final BoundKernel join;
    private final BoundKernel split;
    private final Kernel detail;
    private final Kernel mask;
    private final Kernel jitteredMask;

    /**
     * Makes a backbone.
     *
     * @param size its numbers, without token types and relative positions
     * @param templates how many it looks at
     * @param unused whether the table of pretraining, which nothing uses, is kept under its name
     */
    AtcItpn(LayerContext context, FastItpn.Size size, int templates, boolean unused) {
        super(context, size, "atc-itpn");
        this.templates = templates;
        int width = size.width();
        StartPositions start = new StartPositions(context.kernels(), width);
        Weight classToken = weight("cls_token", Init.normal(0.02), start::classToken, 1, 1, width).pretrainedAs("pos_embed");
        if (unused) {
            buffer("pos_embed", Init.normal(0.02), start::withMean, 1, PRETRAINED, width);
        }
        Weight templatePositions = weight("pos_embed_z", Init.normal(0.02), start.grid(templateSide(), templates), 1,
                (long) templates * templateCount(), width).pretrainedAs("pos_embed");
        Weight searchPositions = weight("pos_embed_x", Init.normal(0.02), start.grid(searchSide(), 1), 1,
                (long) searchSide() * searchSide(), width).pretrainedAs("pos_embed");
        Weight kind = weight("token_type_search", Init.ZEROS, 1, 1, width);
        Weight foreground = weight("token_type_template_fg", Init.ZEROS, 1, 1, width);
        Weight background = weight("token_type_template_bg", Init.ZEROS, 1, 1, width);
        stages = inline(new Stages(context, size));
        for (int slot = 0; slot < templates; slot++) {
            slots.add(kernel("embed_slot.py", Map.of("FROM", slot * templateCount(), "COUNT", templateCount()),
                    Map.of("pos", templatePositions), "map", "mask"));
        }
        split = kernel("norm_slots.py", Map.of("WIDTH", width, "FIRST", 1 + templates * templateCount()), Map.ofEntries(
                entry("norm_w", weight("norm.weight", Init.ONES, width).pretrainedAs("fc_norm.weight")),
                entry("norm_b", weight("norm.bias", Init.ZEROS, width).pretrainedAs("fc_norm.bias")),
                entry("pos", searchPositions)), "x");
        join = kernel("join_slots.py", Map.of("WIDTH", width, "TEMPLATES", templates), Map.of("pos", searchPositions, "kind", kind,
                "foreground", foreground, "background", background, "class_token", classToken,
                "class_pos", weight("cls_prompts_pos.weight", Init.normal(1), 1, width)), "map", "templates");
        detail = kernel("detail.py", Map.of());
        mask = kernel("template_mask.py", Map.of("SIDE", templateSide(), "JITTERED", false));
        jitteredMask = kernel("template_mask.py", Map.of("SIDE", templateSide(), "JITTERED", true));
    }

    @Override
    public int templates() {
        return templates;
    }

    @Override
    public NDArray embedTemplate(Template template) {
        return embedTemplate(template, 0);
    }

    @Override
    public NDArray embedTemplate(Template template, int slot) {
        size.check("template", template.image(), size.searchSize() / 2);
        try (NDArray inside = mask(template.box(), training())) {
            return embed(template.image(), inside, slot);
        }
    }

    /** Returns which fraction of each token lies in the box of a template, (B, Nt, 1), by the rule of tracking or of training. */
    NDArray mask(NDArray box, boolean jittered) {
        return run(jittered ? jitteredMask : mask, box);
    }

    /** Embeds a template image for a slot, (B, Nt, C + 1): its mask (B, Nt, 1) comes along. */
    NDArray embed(NDArray image, NDArray inside, int slot) {
        Stages.Maps maps = stages.maps(image);
        maps.middle().close();
        try (NDArray map = maps.coarse()) {
            return run(slots.get(slot), map, inside);
        }
    }

    @Override
    public Tokens forward(NDArray template, NDArray search) {
        size.check("search", search, size.searchSize());
        Stages.Maps maps = stages.maps(search);
        NDArray[] parts;
        try (NDArray map = maps.coarse(); NDArray tokens = join(map, template); NDArray last = stages.main(tokens)) {
            parts = runMany(split, last);
        }
        try (NDArray map = maps.middle()) {
            return new Tokens(parts[1], parts[2], run(detail, map), parts[0], parts[3]);
        }
    }

    /** Makes the tokens [class, templates, search], (B, 1 + T Nt + Ns, C), from the search region's map and the templates' tokens. */
    NDArray join(NDArray map, NDArray embedded) {
        return run(join, map, embedded);
    }

    /** Returns the stages. */
    Stages stages() {
        return stages;
    }
}
