package glad.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.nn.Torch;
import glad.nn.weights.WeightFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedWeightsTest {

    private static final List<PublishedWeights.Tensor> TENSORS = List.of(
            PublishedWeights.detFill("encoder.proj.weight", new Shape(7, 5)),
            PublishedWeights.detFill("encoder.proj.bias", new Shape(7)),
            PublishedWeights.detFill("text_model.embeddings.position_ids", new Shape(1, 77)),
            PublishedWeights.detFill("head.norm.num_batches_tracked", new Shape()),
            PublishedWeights.detFill("encoder.half.weight", new Shape(3, 2)).as("F16"),
            PublishedWeights.detFill("encoder.brain.weight", new Shape(3, 2)).as("BF16"));

    @TempDir
    Path folder;

    private void assertHolds(Path path, String format) {
        try (WeightFile file = WeightFile.open(path); NDManager manager = Torch.manager()) {
            assertEquals(format, file.format());
            assertEquals(TENSORS.stream().map(PublishedWeights.Tensor::name).toList(), List.copyOf(file.tensors().keySet()));
            assertArrayEquals(DetFill.uniform("encoder.proj.weight", new Shape(7, 5), Math.sqrt(3.0 / 5), 0),
                    file.read("encoder.proj.weight", manager).toFloatArray());
            assertArrayEquals(DetFill.uniform("encoder.proj.bias", new Shape(7), 0.05, 0),
                    file.read("encoder.proj.bias", manager).toFloatArray());
            assertEquals(76, file.read("text_model.embeddings.position_ids", manager).toLongArray()[76]);
            assertEquals(0, file.read("head.norm.num_batches_tracked", manager).getLong());
            for (String rounded : List.of("half", "brain")) {
                String name = "encoder." + rounded + ".weight";
                assertArrayEquals(DetFill.uniform(name, new Shape(3, 2), Math.sqrt(1.5), 0),
                        file.read(name, manager).toFloatArray(), rounded.equals("half") ? 5e-4f : 4e-3f);
            }
        }
    }

    @Test
    void everyFormatIsReadBack() {
        PublishedWeights.torchZip(folder.resolve("a.pth"), "", TENSORS);
        assertHolds(folder.resolve("a.pth"), "PyTorch zip format");
        PublishedWeights.torchZip(folder.resolve("a.pth.tar"), "net", TENSORS);
        assertHolds(folder.resolve("a.pth.tar"), "PyTorch zip format, below \"net\"");
        PublishedWeights.torchStream(folder.resolve("b.pth"), "model", TENSORS);
        assertHolds(folder.resolve("b.pth"), "PyTorch stream format, below \"model\"");
        PublishedWeights.torchStream(folder.resolve("b.bin"), "", TENSORS);
        assertHolds(folder.resolve("b.bin"), "PyTorch stream format");
        PublishedWeights.safetensors(folder.resolve("c.safetensors"), TENSORS);
        assertHolds(folder.resolve("c.safetensors"), "safetensors");
        PublishedWeights.sharded(folder, "model", 3, TENSORS);
        assertHolds(folder.resolve("model.safetensors.index.json"), "3 files of safetensors");
    }
}
