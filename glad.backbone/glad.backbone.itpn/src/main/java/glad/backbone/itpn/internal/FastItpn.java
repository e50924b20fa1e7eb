package glad.backbone.itpn.internal;

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
 * Fast-iTPN (Tian et al., "Fast-iTPN: Integrally Pre-Trained Transformer Pyramid Network with Token Migration", 2024) as
 * a one-stream tracker, the way SUTrack uses it: each image passes a stride-4 embedding and two stages of convolutional
 * MLPs (stride 4 and 8) by itself; at stride 16 template and search tokens go through the main stage together.
 *
 * <p>Maps are (B, H, W, C) inside. Tokens are ordered [template, search], each row-major; SUTrack has the search tokens
 * first, which attention can't tell apart. The position table is SUTrack's, search first. The stride-8 map of the search
 * region is given out as detail.
 */
final class FastItpn extends Layer implements Backbone {

    /** Side of the square of pixels that becomes one token. */
    static final int STRIDE = 16;

    private static final double EPS = 1e-6;
    private static final Pattern SCALE = Pattern.compile("blocks\\.\\d+\\.gamma_\\w+");
    private static final Pattern OFFSETS = Pattern.compile("blocks\\.\\d+\\.attn\\.relative_position_bias_table");
    private static final String SHARED_OFFSETS = "rel_pos_bias.relative_position_bias_table";

    private final Size size;
    private final List<ConvMlpBlock> fine = new ArrayList<>();
    private final PatchMerge toMiddle;
    private final List<ConvMlpBlock> middle = new ArrayList<>();
    private final PatchMerge toCoarse;
    private final RelativePositions shared;
    private final List<AttentionBlock> main = new ArrayList<>();
    private final BoundKernel embed;
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

    /** What the stages before the tokens give: maps (B, H, W, C) at stride 8 and 16. */
    record Maps(NDArray middle, NDArray coarse) {}

    FastItpn(LayerContext context, Size size) {
        super(context);
        this.size = size;
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
        embed = kernel("patch_embed.py", Map.of("CHANNELS", size.channels()), Map.ofEntries(
                entry("w", weight("patch_embed.proj.weight", Init.fanIn(1), this::forTwoImages,
                        width / 4, size.channels(), 4, 4)),
                entry("b", weight("patch_embed.proj.bias", Init.ZEROS, width / 4))), "image");
        int block = 0;
        int drop = 0;
        for (int i = 0; i < size.fineDepth(); i++) {
            fine.add(child("blocks." + block++, convBlock(width / 4, drop++)));
        }
        toMiddle = child("blocks." + block++, new PatchMerge(context, width / 4));
        for (int i = 0; i < size.middleDepth(); i++) {
            middle.add(child("blocks." + block++, convBlock(width / 2, drop++)));
        }
        toCoarse = child("blocks." + block++, new PatchMerge(context, width / 2));
        int hidden = (int) (width * size.mlpRatio());
        shared = size.relative() == Relative.SHARED ? child("rel_pos_bias", relativePositions()) : null;
        for (int i = 0; i < size.depth(); i++) {
            main.add(child("blocks." + block++, new AttentionBlock(context, width, size.heads(), hidden,
                    size.layerScale(), size.drop(drop++), size.relative() == Relative.BLOCKS ? relativePositions() : null,
                    size.relative() != Relative.NONE)));
        }
        split = kernel("norm_split.py", Map.of("WIDTH", width, "EPS", EPS, "FIRST", templateCount()), Map.ofEntries(
                entry("norm_w", weight("norm.weight", Init.ONES, width).pretrainedAs("fc_norm.weight")),
                entry("norm_b", weight("norm.bias", Init.ZEROS, width).pretrainedAs("fc_norm.bias"))), "x");
        detail = kernel("detail.py", Map.of());
    }

    private RelativePositions relativePositions() {
        return new RelativePositions(context(), templateSide(), searchSide(), size.heads());
    }

    private ConvMlpBlock convBlock(int width, int drop) {
        return new ConvMlpBlock(context(), width, (int) (width * size.convRatio()), size.drop(drop));
    }

    /** Pretrained filters see one image: where two are wanted, each gets half, as SUTrack's "halfcopy" does. */
    private NDArray forTwoImages(NDArray source) {
        return size.channels() == 6 && source.getShape().equals(new Shape(size.width() / 4, 3, 4, 4))
                ? kernel("split_channels.py", Map.of()).one(false, source) : null;
    }

    private int searchCount() {
        return searchSide() * searchSide();
    }

    private int templateCount() {
        return templateSide() * templateSide();
    }

    @Override
    public int width() {
        return size.width();
    }

    @Override
    public int searchSide() {
        return size.searchSize() / STRIDE;
    }

    @Override
    public int templateSide() {
        return searchSide() / 2;
    }

    @Override
    public int detailWidth() {
        return size.width() / 2;
    }

    @Override
    public Optional<String> remedy(String tensor) {
        boolean scale = SCALE.matcher(tensor).matches();
        Relative wanted = OFFSETS.matcher(tensor).matches() ? Relative.BLOCKS : tensor.equals(SHARED_OFFSETS) ? Relative.SHARED : null;
        if (!scale && wanted == null) {
            return Optional.empty();
        }
        if (scale && size.layerScale() == 0) {
            return Optional.of("set backbone.layer_scale to a first value above 0, such as 0.1");
        }
        return Optional.of(wanted != null && size.relative() == Relative.NONE
                ? "set backbone.relative_positions to " + wanted.name().toLowerCase(Locale.ROOT)
                : "no option of backbone fast-itpn takes them beside the others; use other weights");
    }

    @Override
    public NDArray embedTemplate(Template template) {
        check("template", template.image(), size.searchSize() / 2);
        Maps maps = maps(template.image());
        maps.middle().close();
        try (NDArray map = maps.coarse()) {
            return size.tokenTypes() ? run(embedTemplate, map, template.box()) : run(embedTemplate, map);
        }
    }

    @Override
    public Tokens forward(NDArray template, NDArray search) {
        check("search", search, size.searchSize());
        Maps maps = maps(search);
        NDArray[] parts;
        try (NDArray map = maps.coarse(); NDArray tokens = join(map, template)) {
            parts = normed(main(tokens));
        }
        try (NDArray map = maps.middle()) {
            return new Tokens(parts[0], parts[1], run(detail, map));
        }
    }

    /** Runs the stem and the first two stages on (B, 3, S, S), or on both images at once (B, 6, S, S). */
    Maps maps(NDArray image) {
        NDArray x = run(embed, image);
        for (ConvMlpBlock block : fine) {
            try (NDArray previous = x) {
                x = block.forward(previous);
            }
        }
        try (NDArray previous = x) {
            x = toMiddle.forward(previous);
        }
        for (ConvMlpBlock block : middle) {
            try (NDArray previous = x) {
                x = block.forward(previous);
            }
        }
        return new Maps(x, toCoarse.forward(x));
    }

    /** Makes the tokens [template, search], (B, Nt + Ns, C), from the search region's map and the template's tokens. */
    NDArray join(NDArray searchMap, NDArray template) {
        return run(embedSearch, searchMap, template);
    }

    /** Runs the main stage on (B, N, C); the result is new. */
    NDArray main(NDArray tokens) {
        try (NDArray bias = shared == null ? null : shared.bias(tokens)) {
            NDArray x = main.get(0).forward(tokens, bias);
            for (AttentionBlock block : main.subList(1, main.size())) {
                try (NDArray previous = x) {
                    x = block.forward(previous, bias);
                }
            }
            return x;
        }
    }

    /** Returns template and search tokens after the final norm, fp32; closes its input. */
    NDArray[] normed(NDArray tokens) {
        try (tokens) {
            return runMany(split, tokens);
        }
    }

    private void check(String what, NDArray image, int side) {
        Shape shape = image.getShape();
        boolean fits = shape.dimension() == 4 && (shape.get(1) == 3 || shape.get(1) == size.channels());
        if (!fits || shape.get(2) != side || shape.get(3) != side) {
            throw new IllegalArgumentException(
                    what + " has shape " + shape + ", expected (B, 3, " + side + ", " + side + ")");
        }
    }
}
