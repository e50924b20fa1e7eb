package glad.backbone.itpn.internal;

import static java.util.Map.entry;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Layer;
import glad.nn.LayerContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The stages of Fast-iTPN: a stride-4 embedding, convolutional MLPs at stride 4 and 8, and the main stage at stride 16. */
final class Stages extends Layer {

    private final FastItpn.Size size;
    private final List<ConvMlpBlock> fine = new ArrayList<>();
    private final PatchMerge toMiddle;
    private final List<ConvMlpBlock> middle = new ArrayList<>();
    private final PatchMerge toCoarse;
    private final RelativePositions shared;
    private final List<AttentionBlock> main = new ArrayList<>();
    private final BoundKernel embed;

    /** What the stages before the tokens give: maps (B, H, W, C) at stride 8 and 16. */
    record Maps(NDArray middle, NDArray coarse) {}

    Stages(LayerContext context, FastItpn.Size size) {
        super(context);
        this.size = size;
        int width = size.width();
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
        shared = size.relative() == FastItpn.Relative.SHARED ? child("rel_pos_bias", relativePositions()) : null;
        for (int i = 0; i < size.depth(); i++) {
            main.add(child("blocks." + block++, new AttentionBlock(context, width, size.heads(), hidden,
                    size.layerScale(), size.drop(drop++), size.relative() == FastItpn.Relative.BLOCKS ? relativePositions() : null,
                    size.relative() != FastItpn.Relative.NONE)));
        }
    }

    private RelativePositions relativePositions() {
        return new RelativePositions(context(), size.searchSide() / 2, size.searchSide(), size.heads());
    }

    private ConvMlpBlock convBlock(int width, int drop) {
        return new ConvMlpBlock(context(), width, (int) (width * size.convRatio()), size.drop(drop));
    }

    /** Pretrained filters see one image: where two are wanted, each gets half, as SUTrack's "halfcopy" does. */
    private NDArray forTwoImages(NDArray source) {
        return size.channels() == 6 && source.getShape().equals(new Shape(size.width() / 4, 3, 4, 4))
                ? kernel("split_channels.py", Map.of()).one(false, source) : null;
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

    /** Returns the blocks of the main stage. */
    List<AttentionBlock> blocks() {
        return main;
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
}
