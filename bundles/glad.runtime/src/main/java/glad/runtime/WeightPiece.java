package glad.runtime;

import glad.api.GladException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One weight file of what an experiment names: a file by itself, or one that lies in a folder as it is published.
 *
 * @param file the file
 * @param prefix what a model puts before the names of its tensors, for example {@code unet.}; empty if nothing
 */
public record WeightPiece(Path file, String prefix) {

    /** Where a pipeline in diffusers' layout keeps the networks that a tracker can use, and what a model calls them. */
    private static final List<String> NETWORKS = List.of("vae", "unet", "text_encoder");

    /** File names as published, the first that is there counts: full precision before half, safetensors before pickles. */
    private static final List<String> FILES = List.of(
            "diffusion_pytorch_model.safetensors", "diffusion_pytorch_model.safetensors.index.json",
            "diffusion_pytorch_model.fp16.safetensors", "diffusion_pytorch_model.bin", "diffusion_pytorch_model.fp16.bin",
            "model.safetensors", "model.safetensors.index.json", "model.fp16.safetensors", "pytorch_model.bin",
            "pytorch_model.bin.index.json", "pytorch_model.fp16.bin");

    /**
     * Finds the files of a path: itself if it is one; of a folder in diffusers' layout ({@code unet/}, {@code vae/},
     * {@code text_encoder/}) one of each; of any other folder the one with a usual name.
     *
     * @throws GladException if a folder holds none, naming what was looked for
     */
    public static List<WeightPiece> of(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(new WeightPiece(path, ""));
        }
        List<WeightPiece> pieces = new ArrayList<>();
        for (String network : NETWORKS) {
            if (Files.isDirectory(path.resolve(network))) {
                pieces.add(new WeightPiece(in(path.resolve(network)), network + "."));
            }
        }
        return pieces.isEmpty() ? List.of(new WeightPiece(in(path), "")) : pieces;
    }

    private static Path in(Path folder) {
        return FILES.stream().map(folder::resolve).filter(Files::isRegularFile).findFirst()
                .orElseThrow(() -> GladException.failure("folder \"" + folder + "\" holds no weights; expected one of "
                        + String.join(", ", FILES)));
    }

    /**
     * Returns what a model calls a tensor of this file. The VAE's attention has older names in published files
     * ({@code query}, {@code key}, {@code value}, {@code proj_attn}) than in today's diffusers.
     */
    public String name(String tensor) {
        String name = prefix + tensor;
        return name.startsWith("vae.") && name.contains(".attentions.")
                ? name.replace(".query.", ".to_q.").replace(".key.", ".to_k.").replace(".value.", ".to_v.")
                        .replace(".proj_attn.", ".to_out.0.")
                : name;
    }
}
