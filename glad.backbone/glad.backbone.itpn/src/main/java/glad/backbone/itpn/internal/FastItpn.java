package glad.backbone.itpn.internal;

import static java.util.Map.entry;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import glad.api.GladException;
import glad.api.model.PartInputs;
import glad.api.model.Template;
import glad.api.model.Tokens;
import glad.api.options.Options;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Kernel;
import glad.nn.LayerContext;
import glad.nn.Weight;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Fast-iTPN (Tian et al., "Fast-iTPN: Integrally Pre-Trained Transformer Pyramid Network with Token Migration", 2024) as
 * a one-stream tracker, the way SUTrack uses it: each image passes a stride-4 embedding and two stages of convolutional
 * MLPs (stride 4 and 8) by itself; at stride 16 template and search tokens go through the main stage together.
 *
 * <p>Maps are (B, H, W, C) inside. Tokens are ordered [template, search], each row-major; SUTrack has the search tokens
 * first, which attention can't tell apart. The position table is SUTrack's, search first. The stride-8 map of the search
 * region is given out as detail.
 */
final class FastItpn extends Itpn {

    /** Side of the square of pixels that becomes one token. */
    static final int STRIDE = 16;

    private static final double EPS = 1e-6;
    private static final Pattern SCALE = Pattern.compile("blocks\\.\\d+\\.gamma_\\w+");
    private static final Pattern OFFSETS = Pattern.compile("blocks\\.\\d+\\.attn\\.relative_position_bias_table");
    private static final String SHARED_OFFSETS = "rel_pos_bias.relative_position_bias_table";

    private final Stages stages;
    private final BoundKernel embedTemplate;
    private final BoundKernel embedSearch;
    private final Kernel detail;
    private final BoundKernel split;

    /**
     * The numbers that shape the network.
     *
     * @param width C of the main stage; the stages before have a quarter and half of it
     * @param fineDepth blocks at stride 4
     * @param middleDepth blocks at stride 8
     * @param depth blocks of the main stage
     * @param heads attention heads
     * @param convRatio inner width of the convolutional MLPs in multiples of theirs
     * @param mlpRatio inner width of the SwiGLUs in multiples of C
     * @param layerScale first value of the main stage's branch factors; 0 for none
     * @param channels 3, or 6 for a network that sees two images at once
     * @param tokenTypes whether tokens carry what they are of: search region, target, or the template's background
     * @param relative which blocks of the main stage have relative positions
     * @param dropPath drop-path rate of the last block; it grows linearly from 0 in the first
     * @param searchSize side of the search region, pixels, a multiple of two strides
     */
    record Size(int width, int fineDepth, int middleDepth, int depth, int heads, double convRatio, double mlpRatio,
            double layerScale, int channels, boolean tokenTypes, Relative relative, double dropPath, int searchSize) {

        /** Reads the numbers of a backbone's options. */
        static Size of(String id, Options options, PartInputs inputs, int channels, boolean tokenTypes, Relative relative) {
            int width = options.integer("dim");
            int heads = options.integer("heads");
            int[] depths = options.integers("depths");
            if (width % 4 != 0) {
                throw wrong(id, "dim", width, "a multiple of 4, because the first stage has a quarter of it");
            }
            if (width % heads != 0) {
                throw wrong(id, "heads", heads, "a divisor of dim, which is " + width);
            }
            if (depths.length != 3 || depths[2] == 0) {
                throw wrong(id, "depths", options.values().get("depths"), "three numbers of blocks, the last at least 1");
            }
            int step = 2 * STRIDE;
            if (inputs.searchSize() < step || inputs.searchSize() % step != 0) {
                throw GladException.usage("the search size is \"" + inputs.searchSize() + "\"; backbone \"" + id + "\" expects a"
                        + " multiple of " + step + ", because its stride is " + STRIDE + " and its template has half the side");
            }
            return new Size(width, depths[0], depths[1], depths[2], heads, options.number("conv_ratio"), options.number("mlp_ratio"),
                    options.number("layer_scale"), channels, tokenTypes, relative, options.number("drop_path"), inputs.searchSize());
        }

        static GladException wrong(String id, String key, Object value, String expected) {
            return GladException.usage("option \"" + key + "\" of backbone \"" + id + "\" is \"" + value + "\"; expected " + expected);
        }

        /** See {@link glad.api.model.Part#remedy}. */
        Optional<String> remedy(String id, String tensor) {
            boolean scale = SCALE.matcher(tensor).matches();
            Relative wanted = OFFSETS.matcher(tensor).matches() ? Relative.BLOCKS : tensor.equals(SHARED_OFFSETS) ? Relative.SHARED : null;
            if (!scale && wanted == null) {
                return Optional.empty();
            }
            if (scale && layerScale == 0) {
                return Optional.of("set backbone.layer_scale to a first value above 0, such as 0.1");
            }
            return Optional.of(wanted != null && relative == Relative.NONE && id.equals("fast-itpn")
                    ? "set backbone.relative_positions to " + wanted.name().toLowerCase(Locale.ROOT)
                    : "no option of backbone " + id + " takes them beside the others; use other weights");
        }

        /** @throws IllegalArgumentException if an image isn't (B, 3, side, side) */
        void check(String what, NDArray image, int side) {
            Shape shape = image.getShape();
            boolean fits = shape.dimension() == 4 && (shape.get(1) == 3 || shape.get(1) == channels);
            if (!fits || shape.get(2) != side || shape.get(3) != side) {
                throw new IllegalArgumentException(
                        what + " has shape " + shape + ", expected (B, 3, " + side + ", " + side + ")");
            }
        }

        /** Returns the search tokens per side. */
        int searchSide() {
            return searchSize / STRIDE;
        }

        double drop(int block) {
            int last = fineDepth + middleDepth + depth - 1;
            return last == 0 ? dropPath : dropPath * block / last;
        }
    }

    /** Whether scores of the main stage get a bias by the offset of two tokens. */
    enum Relative {
        /** No bias. */
        NONE,
        /** A table in every block. */
        BLOCKS,
        /** One table for all blocks. */
        SHARED
    }

    FastItpn(LayerContext context, Size size) {
        super(context, size, "fast-itpn");
        int width = size.width();
        Weight positions = weight("pos_embed", Init.normal(0.02), new JoinPositions(context.kernels(), searchSide(), width),
                1, searchCount() + templateCount(), width);
        if (size.tokenTypes()) {
            embedTemplate = kernel("embed_typed_template.py", Map.of("SEARCH", searchCount(), "SIDE", templateSide()), Map.ofEntries(
                    entry("pos", positions),
                    entry("background", weight("template_background_token", Init.ZEROS, width)),
                    entry("foreground", weight("template_foreground_token", Init.ZEROS, width))), "map", "box");
            embedSearch = kernel("embed_typed_search.py", Map.of("SEARCH", searchCount()), Map.ofEntries(
                    entry("pos", positions),
                    entry("kind", weight("search_token", Init.ZEROS, width))), "map", "template");
        } else {
            embedTemplate = kernel("embed_template.py", Map.of("SEARCH", searchCount()), Map.of("pos", positions), "map");
            embedSearch = kernel("embed_search.py", Map.of("SEARCH", searchCount()), Map.of("pos", positions), "map", "template");
        }
        stages = inline(new Stages(context, size));
        split = kernel("norm_split.py", Map.of("WIDTH", width, "EPS", EPS, "FIRST", templateCount()), Map.ofEntries(
                entry("norm_w", weight("norm.weight", Init.ONES, width).pretrainedAs("fc_norm.weight")),
                entry("norm_b", weight("norm.bias", Init.ZEROS, width).pretrainedAs("fc_norm.bias"))), "x");
        detail = kernel("detail.py", Map.of());
    }

    private int searchCount() {
        return searchSide() * searchSide();
    }

    @Override
    public NDArray embedTemplate(Template template) {
        size.check("template", template.image(), size.searchSize() / 2);
        Stages.Maps maps = maps(template.image());
        maps.middle().close();
        try (NDArray map = maps.coarse()) {
            return size.tokenTypes() ? run(embedTemplate, map, template.box()) : run(embedTemplate, map);
        }
    }

    @Override
    public Tokens forward(NDArray template, NDArray search) {
        size.check("search", search, size.searchSize());
        Stages.Maps maps = maps(search);
        NDArray[] parts;
        try (NDArray map = maps.coarse(); NDArray tokens = join(map, template)) {
            parts = normed(main(tokens));
        }
        try (NDArray map = maps.middle()) {
            return new Tokens(parts[0], parts[1], run(detail, map));
        }
    }

    /** Runs the stem and the first two stages on (B, 3, S, S), or on both images at once (B, 6, S, S). */
    Stages.Maps maps(NDArray image) {
        return stages.maps(image);
    }

    /** Makes the tokens [template, search], (B, Nt + Ns, C), from the search region's map and the template's tokens. */
    NDArray join(NDArray searchMap, NDArray template) {
        return run(embedSearch, searchMap, template);
    }

    /** Runs the main stage on (B, N, C); the result is new. */
    NDArray main(NDArray tokens) {
        return stages.main(tokens);
    }

    /** Returns template and search tokens after the final norm, fp32; closes its input. */
    NDArray[] normed(NDArray tokens) {
        try (tokens) {
            return runMany(split, tokens);
        }
    }
}
