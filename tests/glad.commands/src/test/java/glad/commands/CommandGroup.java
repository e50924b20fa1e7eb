package glad.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.awt.Rectangle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Commands that the README names, small versions of what it says, which run one after the other in a folder of their own: later ones use what
 * earlier ones wrote. Groups know nothing of each other, so that two processes can test them.
 */
enum CommandGroup {

    TRACK(List.of(List.of("track", "--input", "frames", "--box", "60,40,30,24", "--text", "the red box", "--out", "out", "--video"),
            List.of("track", "--input", "frames", "--box", "60,40,30,24", "--text", "the red box", "--out", "out", "--video", "--resume"),
            List.of("look", "glad-nano", "--input", "frames", "--box", "60,40,30,24", "--text", "the red box", "--frame", "2", "--out", "seen"),
            List.of("profile", "glad-nano", "--frames", "5"),
            List.of("profile", "glad-nano", "--frames", "5", "--weights", "random"),
            List.of("components"),
            List.of("plugins"),
            List.of("doctor"),
            List.of("shell")), List.of()),

    EVALUATE(List.of(List.of("evaluate", "glad-nano", "--dataset", "procedural", "--data-set", "count=2", "--data-set", "frames=3"),
            List.of("evaluate", "glad-nano", "--dataset", "procedural", "--data-set", "count=2", "--data-set", "frames=3", "--run", "no-words",
                    "--sentence", "none"),
            List.of("evaluate", "csrt", "--dataset", "procedural", "--data-set", "count=1", "--data-set", "frames=3", "--protocol",
                    "spatial-robustness"),
            List.of("ablate", "parts.yaml", "--plan"),
            List.of("runs")), List.of(
            List.of("jobs"),
            List.of("analyze", "--results", "runs/glad-nano", "--dataset", "procedural"),
            List.of("export-results", "runs/glad-nano/no-words", "--format", "official", "--out", "official"),
            List.of("import-results", "official", "--as", "mine"),
            List.of("data"),
            List.of("data", "root", "."),
            List.of("data", "verify", "procedural", "--quick"),
            List.of("new", "dataset", "my-set"))),

    TRAIN(List.of(List.of("words", "glad-nano", "--pairs", "5", "--set",
            "training.held_out=[{pairs: procedural, stamps: 0, patches: 0, regions: 0, ambiguous: 0.6}]"),
            List.of("train", "glad-nano", "--out", "trained", "--set",
                    "training.data=[{pairs: procedural, stamps: 0, patches: 0, regions: 0}]", "--set",
                    "training.stages=[{train: tracker, samples: 16, batch: 8, learning_rate: 1.0e-3, loss: dense, check_every: 16, check_pairs: 16}]"),
            List.of("doctor", "--numbers")), List.of(
            List.of("watch", "trained"),
            List.of("experiments"),
            List.of("experiments", "import", "baseline.yaml", "--as", "mine"),
            List.of("export", "glad-nano", "--out", "exported"),
            List.of("weights"),
            List.of("weights", "glad-nano"),
            List.of("weights", "glad-nano", "--check"),
            List.of("weights", "inspect", "exported/glad-nano.safetensors"),
            List.of("weights", "convert", "exported/glad-nano.safetensors", "copy.safetensors")));

    private final List<List<String>> apart;
    private final List<List<String>> together;

    /**
     * Is a group of commands.
     *
     * @param apart each has a process of its own
     * @param together these are lines of one shell, whose start takes longer than most of them; the first that fails ends it
     */
    CommandGroup(List<List<String>> apart, List<List<String>> together) {
        this.apart = apart;
        this.together = together;
    }

    /** Returns the command lines without {@code ./glad}, in their order. */
    List<List<String>> commands() {
        return Stream.concat(apart.stream(), together.stream()).toList();
    }

    /** Runs them as a user does: they succeed, and libtorch's warnings of NNPACK don't disturb their output. */
    Stream<DynamicTest> tests(Path folder) throws IOException, InterruptedException {
        Product product = new Product(folder);
        Files.writeString(folder.resolve("baseline.yaml"), "MODEL: {HEAD_TYPE: CENTER, HIDDEN_DIM: 768}\n");
        Files.writeString(folder.resolve("parts.yaml"), "baseline: glad-nano\nfactors: {diffusion.id: [none]}\ndatasets: [procedural]\n");
        MovingBox.draw(folder.resolve("frames"), 160, 120, new Rectangle(60, 40, 30, 24));
        Files.write(folder.resolve("commands.glad"), together.stream().map(words -> String.join(" ", words)).toList());
        Stream<List<String>> shell = together.isEmpty() ? Stream.empty() : Stream.of(List.of("shell", "commands.glad"));
        return Stream.concat(apart.stream(), shell).map(words -> dynamicTest(String.join(" ", words), () -> {
            String printed = product.succeed(words.toArray(String[]::new));
            assertEquals(List.of(), printed.lines().filter(line -> line.contains("NNPACK")).toList());
        }));
    }
}
