package glad.ablate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.GladException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {

    private static final String TWO = """
            baseline: {experiment: nano, set: {search.factor: 4}}
            factors: {diffusion.id: [none], sentence: [other, none]}
            datasets: [procedural, {id: procedural, options: {seed: 2}, sequences: ['plain-*']}]
            seeds: [1, 2]
            """;

    @TempDir
    private Path folder;

    private Sweep read(String text) throws IOException {
        return SweepFile.read(Files.writeString(folder.resolve("parts.yaml"), text));
    }

    private List<String> labels(String text) throws IOException {
        return Design.variants(read(text)).stream().map(Variant::label).toList();
    }

    private void refused(String text, String... words) {
        GladException wrong = assertThrows(GladException.class, () -> read(text));
        for (String word : words) {
            assertTrue(wrong.getMessage().contains(word), wrong.getMessage());
        }
        assertEquals(2, wrong.exitCode());
    }

    @Test
    void aFileNamesBaselineFactorsDataAndSeeds() throws IOException {
        Sweep sweep = read(TWO);
        assertEquals("parts nano [search.factor=4] [1, 2]", sweep.name() + " " + sweep.experiment() + " " + sweep.changes() + " " + sweep.seeds());
        assertEquals(List.of("procedural", "procedural, seed=2"), sweep.data().stream().map(Sweep.Data::label).toList());
        assertEquals(List.of("plain-*"), sweep.data().get(1).sequences());
        assertEquals(List.of("diffusion.id=\"none\""), Design.variants(sweep).get(1).changes());
    }

    @Test
    void designsCombineLevels() throws IOException {
        assertEquals(List.of("baseline", "diffusion.id=none", "sentence=other", "sentence=none"), labels(TWO));
        assertEquals(List.of("baseline", "diffusion.id=none, sentence=other", "diffusion.id=none, sentence=none"), labels(TWO + "design: grid"));
        assertEquals(List.of("baseline", "diffusion.id=none", "sentence=other", "sentence=none", "diffusion.id=none, sentence=other"),
                labels(TWO + "interactions: [[sentence, diffusion.id]]\nexclude: [{diffusion.id: none, sentence: none}]"));
        String three = "baseline: n\ndatasets: p\nfactors: {a: [1], b: [2], c: {deep: {d.e: 3, d.f: [4]}}}\n";
        assertEquals(List.of("baseline", "a=1, b=2, c=deep", "b=2, c=deep", "a=1, c=deep", "a=1, b=2"), labels(three + "design: leave-one-out"));
        assertEquals(List.of("a=1", "b=2", "d.e=3", "d.f=[4]"), Design.variants(read(three + "design: zip")).get(1).changes());
        assertEquals(List.of("baseline", "cell=s", "cell=l"),
                labels("baseline: n\ndatasets: p\ndesign: list\nlist: {s: {x: 1}, l: {x: 2, y: 3}}"));
        String random = "baseline: n\ndatasets: p\nfactors: {a: [1, 2, 3], b: [1, 2, 3]}\ndesign: random\nsamples: 4";
        assertEquals(5, labels(random).size());
        assertEquals(labels(random), labels(random));
    }

    @Test
    void runsThatAreThereMayBeVariantsOrWhatIsComparedWith() throws IOException {
        Sweep sweep = read("baseline: csrt\nexperiment: n\ndatasets: p\nresults: {csrt: csrt/p, theirs: [t_001, t_002]}");
        assertEquals("csrt n {csrt=[csrt/p], theirs=[t_001, t_002]}", sweep.against() + " " + sweep.experiment() + " " + sweep.results());
        assertEquals(List.of("n"), Design.variants(sweep).stream().map(Variant::label).toList());
        assertEquals("baseline", read(TWO).against());
        refused("baseline: {experiment: m}\nexperiment: n\ndatasets: p", "as \"baseline\"", "expected a name");
        refused(TWO + "results: {baseline: csrt/p}", "names other than \"baseline\"");
        refused(TWO + "results: {csrt: []}", "a run for each");
    }

    @Test
    void variantsAreTrainedWhereTheFileSaysSoOrChangesTheTraining() throws IOException {
        assertFalse(read(TWO).trains());
        assertTrue(read(TWO + "train: true").trains());
        assertTrue(read("baseline: n\ndatasets: p\nfactors: {rate: {slow: {training.stages.1.learning_rate: 1.0e-4}}}").trains());
        assertTrue(read("baseline: {experiment: n, set: {training.stages.1.samples: 9}}\ndatasets: p\nfactors: {a: [1]}").trains());
    }

    @Test
    void slipsAreAnsweredWithTheNearestRightWord() {
        refused(TWO + "desing: grid", "unknown sweep file", "\"desing\"", "did you mean \"design\"");
        refused(TWO + "design: gird", "did you mean \"grid\"");
        refused(TWO + "interactions: [[sentense, diffusion.id]]", "did you mean \"sentence\"");
        refused(TWO + "exclude: [{sentence: nine}]", "did you mean \"none\"");
        refused(TWO.replace("options", "option"), "did you mean \"options\"");
        refused(TWO.replace("[1, 2]", "[1, 1]"), "\"1\" as \"seeds\"", "each once");
        refused(TWO + "design: zip", "different length");
        refused(TWO + "design: leave-one-out", "single value");
        refused("factors: {a: [1]}", "no \"baseline\"", "expected a name: of an experiment, a tracker or a run");
        refused("baseline: n\ndatasets: p\nfactors: {training.seed: [1]}\ntrain: false", "\"false\" as \"train\"", "a level changes the training");
        refused("baseline: n\ndatasets: p\nfactors: {weights: [a]}\ntrain: true", "changes \"weights\"", "training.initial");
        refused("baseline: [", "isn't YAML at line 1");
        refused("baseline: n\ndatasets: p\ndesign: grid\nfactors: {a: [1,2,3,4,5,6,7,8,9,10], b: [1,2,3,4,5,6,7,8,9,10],"
                + " c: [1,2,3,4,5,6,7,8,9,10], d: [1,2,3,4,5,6,7,8,9,10], e: [1, 2]}", "more than 10000");
    }
}
