package glad.backbone.mae.internal;

import static java.util.Map.entry;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import glad.api.model.Backbone;
import glad.api.model.Template;
import glad.api.model.Tokens;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Kernel;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The vision transformer of MAE as a one-stream tracker: template and search tokens attend to each other in every block
 * (docs/METHOD.md, "Backbone (MAE ViT)"). Tokens are ordered [template, search], each row-major.
 */
final class MaeVit extends Layer implements Backbone {

    /** Layer scale and relative positions of BEiT's family, which shares many names. */
    private static final Pattern OTHER = Pattern.compile(
            "blocks\\.\\d+\\.(gamma_\\w+|ls\\d\\.gamma|attn\\.relative_position_bias_table)|rel_pos_bias\\.relative_position_bias_table");
    private static final double EPS = 1e-6;

    private final Size size;
    private final Stem stem;
    private final Correlation correlation;
    private final List<VitBlock> blocks = new ArrayList<>();
    private final BoundKernel embedTemplate;
    private final List<BoundKernel> markSlots = new ArrayList<>();
    private final BoundKernel embedSearch;
    private final BoundKernel split;
    private final Kernel joinTemplate;
    private final Kernel partTemplate;

    /**
     * The numbers that shape the network.
     *
     * @param width C
     * @param depth number of blocks
     * @param heads attention heads
     * @param hidden inner width of the MLPs
     * @param dropPath drop-path rate of the last block; it grows linearly from 0 in the first
     * @param patch side of a patch, pixels
     * @param searchSize side of the search region, pixels, a multiple of two patches
     * @param stem what turns images into maps
     * @param markTarget whether template tokens carry how much of them the target covers
     * @param tiedQk whether query and key matrices start nearly equal
     * @param correlate whether the finer map also tells how much each cell looks like each of the template
     * @param templates how many it looks at; later ones have the first one's positions and a vector of their slot's
     */
    record Size(int width, int depth, int heads, int hidden, double dropPath, int patch, int searchSize,
            StemSize stem, boolean markTarget, boolean tiedQk, boolean correlate, int templates) {}

    /** What turns images into maps. */
    enum StemKind {
        PATCH, CONV, MOBILENET_V2;

        /** Returns the kind of an option's value. */
        static StemKind of(String option) {
            return valueOf(option.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    /**
     * The numbers that shape the stem.
     *
     * @param channels of the maps at stride 2, 4 and 8; empty for the patch embedding
     */
    record StemSize(StemKind kind, List<Integer> channels) {}

    MaeVit(LayerContext context, Size size) {
        super(context);
        this.size = size;
        int width = size.width();
        Weight templatePositions = positions("pos_embed_t", templateSide());
        embedSearch = kernel("embed_search.py", Map.of(), Map.of("pos", positions("pos_embed_s", searchSide())), "map", "template");
        embedTemplate = size.markTarget()
                ? kernel("embed_marked_template.py", Map.of("SIDE", templateSide()), Map.of("pos", templatePositions,
                        "mark", weight("target_embed", Init.normal(0.02), 1, 1, width)), "map", "box")
                : kernel("embed_template.py", Map.of(), Map.of("pos", templatePositions), "map");
        for (int slot = 1; slot < size.templates(); slot++) {
            markSlots.add(kernel("mark_slot.py", Map.of(), Map.of("mark", weight("slot_embed." + slot, Init.normal(0.02), 1, 1, width)), "tokens"));
        }
        stem = switch (size.stem().kind()) {
            case PATCH -> child("patch_embed_t", new PatchStem(context, width, size.patch()));
            case CONV -> child("stem", new ConvStem(context, size.stem().channels(), width));
            case MOBILENET_V2 -> child("stem", new MobileNetStem(context, size.stem().channels().get(2), width));
        };
        correlation = size.correlate()
                ? child("correlation", new Correlation(context, stem.detailWidth(), templateSide(), size.templates())) : null;
        Init qkv = size.tiedQk() ? tied(Init.xavier()) : Init.xavier();
        for (int i = 0; i < size.depth(); i++) {
            double drop = size.depth() == 1 ? size.dropPath() : size.dropPath() * i / (size.depth() - 1);
            blocks.add(child("blocks." + i, new VitBlock(context, width, size.heads(), size.hidden(), drop, qkv)));
        }
        joinTemplate = correlation == null ? null : kernel("join_template.py", Map.of());
        partTemplate = correlation == null ? null : kernel("part_template.py", Map.of("WIDTH", width));
        split = kernel("norm_split.py", Map.of("WIDTH", width, "EPS", EPS, "FIRST", size.templates() * templateSide() * templateSide()), Map.ofEntries(
                entry("norm_w", weight("norm.weight", Init.ONES, width)),
                entry("norm_b", weight("norm.bias", Init.ZEROS, width))), "x");
    }

    private Weight positions(String name, int side) {
        return weight(name, Init.normal(0.02), new PositionResize(context().kernels(), side, size.width()),
                1, (long) side * side, size.width()).pretrainedAs("pos_embed");
    }

    /** Draws the key matrix as a tenth part new, nine tenths the query's: like tokens attend to each other at first. */
    private static Init tied(Init base) {
        return (shape, random) -> {
            float[] values = base.draw(shape, random);
            int third = values.length / 3;
            for (int i = 0; i < third; i++) {
                values[third + i] = 0.9f * values[i] + 0.1f * values[third + i];
            }
            return values;
        };
    }

    @Override
    public int width() {
        return size.width();
    }

    @Override
    public int searchSide() {
        return size.searchSize() / size.patch();
    }

    @Override
    public int templateSide() {
        return searchSide() / 2;
    }

    @Override
    public Optional<String> remedy(String tensor) {
        return OTHER.matcher(tensor).matches() ? Optional.of("no option of backbone mae-vit takes them: choose the backbone that they are of,"
                + " or other weights") : Optional.empty();
    }

    @Override
    public int templates() {
        return size.templates();
    }

    @Override
    public int detailWidth() {
        return stem.detailWidth() + (correlation == null ? 0 : correlation.channels());
    }

    @Override
    public NDArray embedTemplate(Template template) {
        return embedTemplate(template, 0);
    }

    @Override
    public NDArray embedTemplate(Template template, int slot) {
        check("template", template.image(), size.searchSize() / 2);
        Stem.Features features = stem.forward(template.image());
        try (NDArray map = features.map(); NDArray detail = features.detail()) {
            NDArray tokens = marked(size.markTarget() ? run(embedTemplate, map, template.box()) : run(embedTemplate, map), slot);
            if (correlation == null) {
                return tokens;
            }
            try (tokens; NDArray cells = correlation.remember(detail, template.box())) {
                return run(joinTemplate, tokens, cells);
            }
        }
    }

    private NDArray marked(NDArray tokens, int slot) {
        if (slot == 0) {
            return tokens;
        }
        try (tokens) {
            return run(markSlots.get(slot - 1), tokens);
        }
    }

    @Override
    public Tokens forward(NDArray template, NDArray search) {
        check("search", search, size.searchSize());
        Stem.Features features = stem.forward(search);
        NDArray tokens = template;
        NDArray detail = features.detail();
        if (correlation != null) {
            NDArray[] parts = runMany(partTemplate, template);
            tokens = parts[0];
            try (NDArray plain = detail; NDArray cells = parts[1]) {
                detail = correlation.compare(plain, cells);
            }
        }
        NDArray x;
        try (NDArray map = features.map()) {
            x = run(embedSearch, map, tokens);
        }
        if (correlation != null) {
            tokens.close();
        }
        for (VitBlock block : blocks) {
            try (NDArray previous = x) {
                x = block.forward(previous);
            }
        }
        try (NDArray last = x) {
            NDArray[] parts = runMany(split, last);
            return new Tokens(parts[0], parts[1], detail);
        }
    }

    private static void check(String what, NDArray image, int side) {
        Shape shape = image.getShape();
        if (shape.dimension() != 4 || shape.get(1) != 3 || shape.get(2) != side || shape.get(3) != side) {
            throw new IllegalArgumentException(
                    what + " has shape " + shape + ", expected (B, 3, " + side + ", " + side + ")");
        }
    }
}
