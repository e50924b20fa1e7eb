package glad.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import glad.api.Boxes;
import glad.api.data.ForwardingSequence;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import glad.api.data.TrainingPair;
import glad.api.eval.ResultFormat;
import glad.api.model.MemoryRows;
import glad.api.model.Mode;
import glad.api.model.Parameter;
import glad.api.model.PartContext;
import glad.api.model.PartInputs;
import glad.api.model.TextFeatures;
import glad.api.model.Tokens;
import glad.api.model.WordCues;
import glad.api.model.WordGuidance;
import glad.api.model.WordGuidanceFactory;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import glad.api.track.Protocol;
import glad.api.train.TrainingModel;
import glad.api.train.TrainingStage;
import glad.api.train.TrainingStageFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What doesn't keep a contract is found, by the check that is meant to find it. */
class ChecksThatFailTest {

    private static void onlyFails(String name, List<Check> checks) {
        List<String> failed = new ArrayList<>();
        for (Check check : checks) {
            try {
                check.body().run();
            } catch (AssertionError e) {
                failed.add(check.name());
            } catch (Exception e) {
                throw new AssertionError(check.name() + " threw", e);
            }
        }
        assertEquals(name.isEmpty() ? List.of() : List.of(name), failed);
    }

    /** Trains all parts on the mean of the boxes, or on something made of it. */
    private record Stages(BinaryOperator<NDArray> change) implements TrainingStageFactory {

        @Override
        public OptionSchema options() {
            return OptionSchema.of();
        }

        @Override
        public Set<String> trains() {
            return Set.of("head", "backbone");
        }

        @Override
        public TrainingStage create(Options options, TrainingModel model) {
            return new Stage(model, change);
        }
    }

    private record Stage(TrainingModel model, BinaryOperator<NDArray> change) implements TrainingStage {

        @Override
        public Map<String, Parameter> parameters() {
            return List.of("head", "backbone").stream().flatMap(kind -> model.parameters(kind).stream())
                    .collect(Collectors.toMap(Parameter::name, parameter -> parameter));
        }

        @Override
        public void prepare() {
            model.mode(Mode.TRAIN);
        }

        @Override
        public Batch batch(List<TrainingPair> pairs, Random random, NDManager scope) {
            return (from, to, piece) -> {
                NDArray boxes = model.predict(pairs.subList(from, to), null, null, piece).boxes();
                return new NDArray[] {change.apply(boxes.mean(), boxes)};
            };
        }

        @Override
        public List<String> terms() {
            return List.of();
        }

        @Override
        public Map<String, Double> check(List<TrainingPair> pairs, Random random) {
            return Map.of("pairs", (double) pairs.size());
        }

        @Override
        public void close() {}
    }

    private static List<Check> stage(BinaryOperator<NDArray> change) {
        Stages stages = new Stages(change);
        return TrainingStageChecks.of(stages, new Options(Map.of()), TrainingStageChecks::small);
    }

    @Test
    void aStageIsHeldToItsLoss() {
        onlyFails("", stage((mean, boxes) -> mean));
        onlyFails("the loss of a batch is that of its pieces", stage((mean, boxes) -> boxes.sum()));
        // Backwards, what is learned is the opposite of what is measured.
        onlyFails("a small step against the gradient lowers the loss", stage((mean, boxes) -> mean.stopGradient().mul(2).sub(mean)));
    }

    @Test
    void aStageWhoseLossDependsOnNothingIsToldSo() {
        List<Check> checks = stage((mean, boxes) -> mean.stopGradient());
        AssertionError e = assertThrows(AssertionError.class, checks.get(5).body()::run);
        assertTrue(e.getMessage().contains("depends on no parameter"), e.getMessage());
    }

    /** Adds the mean of the text to search tokens. */
    private record Words(UnaryOperator<NDArray> kept) implements WordGuidanceFactory {

        @Override
        public OptionSchema options() {
            return OptionSchema.of();
        }

        @Override
        public WordGuidance create(Options options, PartInputs inputs, PartContext context) {
            return new Guidance(kept);
        }
    }

    private record Guidance(UnaryOperator<NDArray> kept) implements WordGuidance {

        @Override
        public WordCues cues(TextFeatures text) {
            return new WordCues(null, new NDList(kept.apply(text.tokens())));
        }

        @Override
        public NDArray forward(Tokens tokens, WordCues cues, MemoryRows memory) {
            return tokens.search().add(cues.arrays().get(0).mean(new int[] {2}).mean(new int[] {1}).reshape(-1, 1, 1));
        }

        @Override
        public List<Parameter> parameters() {
            return List.of();
        }

        @Override
        public void mode(Mode mode) {}

        @Override
        public void close() {}
    }

    @Test
    void wordsMayNotKeepTheTextsMemory() {
        Options none = new Options(Map.of());
        onlyFails("", PartChecks.of(new Words(NDArray::duplicate), none, PartChecks.SMALL));
        onlyFails("cues keep none of the text's memory", PartChecks.of(new Words(text -> text.get(":")), none, PartChecks.SMALL));
        onlyFails("cues keep none of the text's memory", PartChecks.of(new Words(text -> text), none, PartChecks.SMALL));
    }

    /** A format that writes files of given names. */
    private record Format(String name) implements ResultFormat {

        @Override
        public String description() {
            return "for a test";
        }

        @Override
        public Map<String, String> files(String sequence, int run, int runs, Boxes boxes, List<Double> seconds) {
            return Map.of(name.replace("SEQUENCE", sequence), boxes.toString());
        }
    }

    @Test
    void aFormatThatLosesResultsOrLeavesItsFolderIsFound() {
        onlyFails("", ResultFormatChecks.of(new Format("SEQUENCE.txt")));
        onlyFails("every sequence has a file of its own", ResultFormatChecks.of(new Format("all.txt")));
        onlyFails("a result has a file, below the folder", ResultFormatChecks.of(new Format("../SEQUENCE.txt")));
        onlyFails("a result has a file, below the folder", ResultFormatChecks.of(new Format("/SEQUENCE.txt")));
    }

    @Command(name = "quiet", description = "Say nothing.")
    private static final class Quiet implements Callable<Integer> {

        @Option(names = "--json")
        private boolean json;

        @Override
        public Integer call() {
            return 0;
        }
    }

    @Test
    void aCommandThatIsntDescribedOrPrintsNothingIsFound() {
        List<Check> checks = CommandChecks.of(Quiet::new, "quiet", List.of());
        List<String> failed = new ArrayList<>();
        for (Check check : checks) {
            try {
                check.body().run();
            } catch (AssertionError e) {
                failed.add(check.name() + ": " + e.getMessage());
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
        assertEquals(4, failed.size(), "" + failed);
        assertTrue(failed.get(0).contains("--json") && failed.get(0).contains("has no description"), failed.get(0));
        assertTrue(failed.get(1).contains("--help"), failed.get(1)); // it has none
        assertTrue(failed.get(2).contains("nothing is printed"), failed.get(2));
    }

    @Test
    void aProtocolIsHeldToItsNames() {
        onlyFails("", ProtocolChecks.of(runs(name -> name)));
        onlyFails("runs are called after their sequences, and told without images", ProtocolChecks.of(runs(name -> "run of " + name)));
    }

    private static Protocol runs(UnaryOperator<String> called) {
        return new Protocol() {

            @Override
            public String description() {
                return "sequences by other names";
            }

            @Override
            public SequenceSet runs(SequenceSet set) {
                return new SequenceSet() {

                    @Override
                    public List<String> names() {
                        return set.names().stream().map(name -> set.has(name) ? called.apply(name) : name).toList();
                    }

                    private String own(String name) {
                        return set.names().stream().filter(one -> called.apply(one).equals(name)).findFirst().orElse(name);
                    }

                    @Override
                    public boolean has(String name) {
                        return set.has(own(name));
                    }

                    @Override
                    public boolean hasFrames(String name) {
                        return set.hasFrames(own(name));
                    }

                    @Override
                    public Sequence sequence(String name) {
                        return new ForwardingSequence(set.sequence(own(name))) {

                            @Override
                            public String name() {
                                return name;
                            }
                        };
                    }
                };
            }
        };
    }
}
