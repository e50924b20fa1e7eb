package glad.datasets.procedural.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.data.PairSource;
import glad.api.data.PairSourceFactory.Crops;
import glad.api.data.TrainingPair;
import glad.base.SeededRandom;
import glad.datasets.procedural.Vocabulary;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PairsTest {

    private static final int PAIRS = 120;
    private static final int COUNTED = 600;
    private static final int SHAPES = 300;

    private Path material;

    private PairSource source;

    /** The first of the source, made once for all tests. */
    private List<TrainingPair> pairs;

    @BeforeAll
    void makeMaterialAndSource(@TempDir Path folder) throws IOException {
        material = folder;
        cutOut("animals/birds/one.png", new Color(200, 30, 30), 60, 40);
        cutOut("animals/birds/two.png", new Color(30, 60, 200), 40, 70);
        cutOut("vehicles/auto/three.png", new Color(220, 210, 40), 90, 50);
        photograph("meadow.jpg", 3);
        photograph("mate/nature/street.jpg", 4);
        source = pairs(options(), 7);
        pairs = IntStream.range(0, COUNTED).mapToObj(source::pair).toList();
    }

    @Test
    void aPairDependsOnItsIndexAloneWhateverTheOrderAndTheThreads() {
        List<TrainingPair> atOnce = IntStream.range(0, PAIRS).parallel().mapToObj(i -> source.pair(PAIRS - 1 - i)).toList();
        PairSource again = pairs(options(), 7);
        for (int i = 0; i < PAIRS; i++) {
            assertSame(pairs.get(i), atOnce.get(PAIRS - 1 - i));
            assertSame(pairs.get(i), again.pair(i));
        }
    }

    @Test
    void anotherSeedGivesOtherPairs() {
        PairSource other = pairs(options(), 8);
        int equal = 0;
        for (int i = 0; i < 20; i++) {
            equal += Arrays.equals(pairs.get(i).search().rgb(), other.pair(i).search().rgb()) ? 1 : 0;
        }
        assertEquals(0, equal);
        assertNotEquals(pairs.get(0).searchBox(), pairs.get(1).searchBox());
    }

    @Test
    void theKindsOccurAsWeightedAndAboutTheAskedShareIsAmbiguous() {
        int regions = 0;
        int ambiguous = 0;
        int hidden = 0;
        for (TrainingPair pair : pairs) {
            regions += pair.natural() ? 0 : 1;
            ambiguous += pair.ambiguous() ? 1 : 0;
            hidden += pair.ambiguous() && pair.templateDegraded() ? 1 : 0;
        }
        assertEquals(0.15 * COUNTED, regions, 35);
        assertEquals(0.28 * COUNTED, ambiguous, 40);
        assertEquals(0.5 * ambiguous, hidden, 27);
    }

    @Test
    void aKindOfHidingCanBeHadAlone() {
        PairSource greys = hidden("grey");
        PairSource colours = hidden("colour");
        PairSource far = hidden("tiny");
        int[] coloured = new int[2];
        int tiny = 0;
        for (int i = 0; i < 30; i++) {
            TrainingPair grey = greys.pair(i);
            TrainingPair colour = colours.pair(i);
            if (grey.ambiguous()) {
                coloured[0] += hasColour(grey.template().rgb()) ? 1 : 0;
                coloured[1] += hasColour(colour.template().rgb()) ? 1 : 0;
                tiny += Arrays.equals(colour.template().rgb(), far.pair(i).template().rgb()) ? 1 : 0;
                assertArrayEquals(grey.search().rgb(), colour.search().rgb(), "what follows is the same");
            }
        }
        assertEquals(0, coloured[0]);
        assertTrue(coloured[1] > 10, () -> coloured[1] + " have colour");
        assertEquals(0, tiny);
    }

    /** What is learned from others must not hang on whether some are deformed. */
    @Test
    void onlyTargetsWithoutADistractorBesideThemAreDeformedAndOnlyInTheSearchRegion() {
        PairSource deformed = pairs(options().put("deformed", 1), 7);
        int[] same = new int[2];
        int[] changed = new int[2];
        for (int i = 0; i < PAIRS; i++) {
            TrainingPair plain = pairs.get(i);
            int kind = plain.ambiguous() ? 1 : 0;
            boolean equal = Arrays.equals(plain.search().rgb(), deformed.pair(i).search().rgb());
            same[kind] += equal ? 1 : 0;
            changed[kind] += equal ? 0 : 1;
        }
        assertEquals(0, same[0], "pairs without a distractor that stay as they are");
        assertEquals(0, changed[1], "pairs with one that change");
        assertTrue(same[1] > 10 && changed[0] > 10, () -> Arrays.toString(same) + Arrays.toString(changed));
    }

    /** Its box is as a tracker's: in the middle, and of the size that the crop was made for. */
    @Test
    void aSecondTemplateLooksMoreLikeTheTargetThenThanTheFirstDoes() {
        PairSource two = pairs(options().put("stamps", 0).put("patches", 0).put("regions", 0).put("ambiguous", 0).put("deformed", 1)
                .put("templates", 2), 7);
        int first = 0;
        int nearer = 0;
        for (int i = 0; i < SHAPES; i++) {
            TrainingPair pair = two.pair(i);
            assertEquals(2, pair.templates().size());
            Image later = pair.laterTemplates().get(0).image();
            Box box = pair.laterTemplates().get(0).box();
            assertEquals(pair.template().width(), later.width());
            boolean same = Arrays.equals(pair.template().rgb(), later.rgb());
            first += same ? 1 : 0;
            if (!same) {
                assertEquals(0.5, box.cx(), 1e-9);
                assertEquals(0.5, box.cy(), 1e-9);
                assertEquals(0.25, box.area(), 1e-9);
            }
            if (!same && !pair.templateDegraded()) {
                double[] now = middle(pair.search(), pair.searchBox());
                nearer += distance(middle(later, box), now) < distance(middle(pair.template(), pair.templateBox()), now) ? 1 : 0;
            }
        }
        assertEquals(0.12 * SHAPES, first, 20);
        int seen = nearer;
        assertTrue(seen > 0.5 * SHAPES, () -> seen + " of " + SHAPES + " are nearer");
        assertTrue(pairs.get(0).laterTemplates().isEmpty());
    }

    /** Returns the mean colour of the middle of a box. */
    private static double[] middle(Image image, Box box) {
        double[] mean = new double[3];
        int side = image.width();
        int count = 0;
        for (int y = Math.max(0, (int) ((box.cy() - 0.15 * box.h()) * side)); y <= Math.min(side - 1, (box.cy() + 0.15 * box.h()) * side); y++) {
            for (int x = Math.max(0, (int) ((box.cx() - 0.15 * box.w()) * side)); x <= Math.min(side - 1, (box.cx() + 0.15 * box.w()) * side); x++) {
                for (int c = 0; c < 3; c++) {
                    mean[c] += image.rgb()[3 * (y * side + x) + c] & 0xff;
                }
                count++;
            }
        }
        for (int c = 0; c < 3; c++) {
            mean[c] /= Math.max(1, count);
        }
        return mean;
    }

    private static double distance(double[] one, double[] other) {
        return Math.hypot(Math.hypot(one[0] - other[0], one[1] - other[1]), one[2] - other[2]);
    }

    @Test
    void aTargetThatTurnsShowsOtherColoursInTheSameOutline() {
        int side = 40;
        int[] halves = new int[side * side];
        for (int i = 0; i < halves.length; i++) {
            halves[i] = i % side < side / 2 ? 0xffff0000 : 0xff0000ff;
        }
        Sprite sprite = Sprite.of(new Bitmap(side, side, halves));
        int moved = 0;
        for (long seed = 0; seed < 20; seed++) {
            Bitmap later = new Deformation(new SeededRandom(seed)).of(sprite, 1).bitmap();
            int red = 0;
            int blue = 0;
            for (int pixel : later.pixels()) {
                red += pixel == 0xffff0000 ? 1 : 0;
                blue += pixel == 0xff0000ff ? 1 : 0;
            }
            assertEquals(side * side, red + blue, 0.35 * side * side, "what is opaque stays about as large");
            moved += Math.abs(red - blue) > 0.15 * side * side ? 1 : 0;
        }
        assertTrue(moved >= 6, moved + " of 20 show more of one half");
    }

    /** Every word is in both, so that only the combination is new. */
    @Test
    void combinationsThatAreKeptForLaterAreNeverSeen() {
        List<Set<String>> combinations = new ArrayList<>();
        List<Set<String>> words = new ArrayList<>();
        for (String which : List.of("seen", "unseen")) {
            PairSource shapes = pairs(options().put("stamps", 0).put("patches", 0).put("regions", 0).put("ambiguous", 0.9)
                    .put("combinations", which), 7);
            combinations.add(new HashSet<>());
            words.add(new HashSet<>());
            for (int i = 0; i < SHAPES; i++) {
                TrainingPair pair = shapes.pair(i);
                for (String sentence : List.of(pair.sentence(), pair.wrongSentence())) {
                    String[] parts = sentence.split(" ");
                    if (parts.length == 3) {
                        combinations.get(combinations.size() - 1).add(parts[0] + " " + parts[2]);
                        words.get(words.size() - 1).addAll(List.of(parts[0], parts[2]));
                    }
                }
            }
        }
        assertEquals(36, combinations.get(1).size());
        assertTrue(combinations.get(0).size() > 90 && Collections.disjoint(combinations.get(0), combinations.get(1)), combinations.toString());
        assertEquals(words.get(0), words.get(1));
    }

    private PairSource hidden(String hiding) {
        return pairs(options().put("ambiguous", 0.95).put("hidden", 1).put("regions", 0).put("hiding", hiding), 7);
    }

    private static boolean hasColour(byte[] rgb) {
        for (int i = 0; i < rgb.length; i += 3) {
            if (Math.abs(rgb[i] - rgb[i + 1]) > 2) {
                return true;
            }
        }
        return false;
    }

    @Test
    void boxesLieWhereTheCropsPutThem() {
        for (TrainingPair pair : pairs) {
            Box template = pair.templateBox();
            assertEquals(64, pair.template().width());
            assertEquals(128, pair.search().width());
            assertEquals(0.5, template.cx(), 1e-9);
            assertEquals(0.5, template.cy(), 1e-9);
            assertEquals(0.25, template.area(), 1e-9, "a template crop of factor 2");
            Box search = pair.searchBox();
            assertTrue(search.cx() > 0 && search.cx() < 1 && search.cy() > 0 && search.cy() < 1, search::toString);
            double scale = Math.log(0.25 / Math.sqrt(search.area()));
            assertTrue(Math.abs(scale) <= 0.91, () -> "scale jitter " + scale);
        }
    }

    @Test
    void theDistractorOfAnAmbiguousPairHasABoxBesideTheTargets() {
        for (TrainingPair pair : pairs) {
            assertEquals(pair.ambiguous(), pair.distractorBox() != null);
            if (pair.ambiguous()) {
                Box box = pair.distractorBox();
                assertTrue(box.iou(pair.searchBox()) < 0.2, () -> box + " over " + pair.searchBox());
                double size = Math.sqrt(box.area() / pair.searchBox().area());
                assertTrue(size > 0.4 && size < 2.5, () -> "size " + size);
            }
        }
    }

    @Test
    void sentencesUseTheVocabularyAndDistractorsDifferInExactlyOneWord() {
        Set<String> words = Set.copyOf(Vocabulary.words());
        assertEquals(words.size(), Vocabulary.words().size());
        for (TrainingPair pair : pairs) {
            for (String word : (pair.sentence() + " " + pair.wrongSentence()).trim().split(" +")) {
                assertTrue(word.isEmpty() || words.contains(word), word);
            }
            if (pair.ambiguous()) {
                String[] right = pair.sentence().split(" ");
                String[] wrong = pair.wrongSentence().split(" ");
                assertEquals(right.length, wrong.length, pair::sentence);
                long different = IntStream.range(0, right.length).filter(k -> !right[k].equals(wrong[k])).count();
                assertEquals(1, different, () -> pair.sentence() + " | " + pair.wrongSentence());
            }
        }
    }

    @Test
    void missingMaterialIsAnErrorThatNamesThePackageAndDrawnPairsNeedNone(@TempDir Path empty) {
        ObjectNode options = options().put("material", empty.toString());
        GladException error = assertThrows(GladException.class, () -> pairs(options, 1));
        assertEquals(1, error.exitCode());
        assertTrue(error.getMessage().contains("tuxpaint-stamps-default"), error::getMessage);
        options.put("stamps", 0).put("patches", 0).put("regions", 0);
        String sentence = pairs(options, 1).pair(3).sentence();
        assertEquals(3, sentence.split(" ").length, sentence);
        GladException nothing = assertThrows(GladException.class, () -> pairs(options.put("shapes", 0), 1));
        assertEquals(2, nothing.exitCode());
    }

    @Test
    void aPairTakesMilliseconds() {
        for (int i = 0; i < PAIRS; i++) {
            source.pair(i);
        }
        long start = System.nanoTime();
        for (int i = 0; i < PAIRS; i++) {
            source.pair(i);
        }
        double milliseconds = (System.nanoTime() - start) / 1e6 / PAIRS;
        System.out.printf("training pairs: %.2f ms each%n", milliseconds);
        assertTrue(milliseconds < 50, () -> milliseconds + " ms a pair");
    }

    private static void assertSame(TrainingPair a, TrainingPair b) {
        assertArrayEquals(a.template().rgb(), b.template().rgb());
        assertArrayEquals(a.search().rgb(), b.search().rgb());
        assertEquals(a.templateBox(), b.templateBox());
        assertEquals(a.searchBox(), b.searchBox());
        assertEquals(a.sentence(), b.sentence());
        assertEquals(a.wrongSentence(), b.wrongSentence());
    }

    private static PairSource pairs(ObjectNode options, long seed) {
        ProceduralPairs factory = new ProceduralPairs();
        return factory.create(factory.options().read("pairs", options), new Crops(64, 128, 2, 4), seed);
    }

    private ObjectNode options() {
        return JsonNodeFactory.instance.objectNode().put("material", material.toString());
    }

    private void cutOut(String name, Color colour, int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(100, 100, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(colour);
        graphics.fillOval(5, 8, width, height);
        graphics.dispose();
        write(image, "png", material.resolve("tuxpaint/stamps").resolve(name));
    }

    private void photograph(String name, long seed) throws IOException {
        BufferedImage image = new BufferedImage(640, 400, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(seed);
        Graphics2D graphics = image.createGraphics();
        for (int i = 0; i < 400; i++) {
            graphics.setColor(new Color(random.nextInt(0x1000000)));
            graphics.fillRect(random.nextInt(640), random.nextInt(400), random.nextInt(90), random.nextInt(60));
        }
        graphics.dispose();
        write(image, "jpg", material.resolve("backgrounds").resolve(name));
    }

    private static void write(BufferedImage image, String format, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        assertTrue(ImageIO.write(image, format, file.toFile()));
    }
}
