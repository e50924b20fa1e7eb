package glad.eval.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.Boxes;
import glad.api.GladException;
import glad.api.eval.ResultFormat;
import glad.eval.results.internal.Got10kFormat;
import glad.eval.results.internal.LasotFormat;
import glad.eval.results.internal.OfficialFormat;
import glad.eval.results.internal.TrackingNetFormat;
import glad.eval.results.internal.VotFormat;
import glad.testing.Goldens;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawResultsTest {

    private static final Boxes BOXES = Boxes.of(1, 2, 30, 40, 2.5, 2.25, 30.125, 40, 3, 3, 0, 0);

    @TempDir
    Path temp;

    private Path write(String name, String text) throws IOException {
        Path file = temp.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\t", ",", " ", ", ", "   "})
    void readsAnySeparatorWholeNumbersOrNot(String separator) throws IOException {
        write("t/walk.txt", String.join(separator, "1", "2", "30", "40") + "\r\n"
                + String.join(separator, "2.5", "2.25", "3.0125e1", "40.000") + "\n" + String.join(separator, "3", "3", "0", "0")
                + "\n\n");
        try (RawResults results = RawResults.open(temp)) {
            assertEquals(BOXES, results.runs().get(0).read("walk").orElseThrow().boxes());
        }
    }

    @Test
    void aFolderOfTrackersGivesEachItsRuns() throws IOException {
        for (String tracker : List.of("near_000", "near_001", "far", "deep/far")) {
            write(tracker + "/Walk-1.txt", "1,2,3,4\n");
            write(tracker + "/Walk-1_time.txt", "0.25\n");
            write(tracker + "/Walk-1_all_scores.txt", "0.5\n");
        }
        try (RawResults results = RawResults.open(temp)) {
            assertEquals(List.of("deep/far", "far", "near", "near"),
                    results.runs().stream().map(RawRun::tracker).toList());
            RawRun far = results.runs().get(1);
            assertEquals(List.of("Walk-1"), List.copyOf(far.files().keySet()));
            assertEquals(List.of(0.25), far.read("walk_1").orElseThrow().seconds());
            assertTrue(far.read("walk_2").isEmpty());
        }
    }

    @Test
    void ownRunsAreNamedByTheirProvenance() throws IOException {
        write("lasot/provenance.json", "{\"experiment\": \"glad-nano\"}");
        write("lasot/results/walk.csv", "# content 00, frames 2\nx,y,w,h,confidence\n1.0,2.0,3.0,4.0,NaN\n"
                + "1.5,2.0,3.0,4.0,0.9\n");
        write("lasot/times/walk.csv", "# content 00, frames 2\nseconds\n0.5\n0.25\n");
        write("lasot/results/cut.csv", "# content 00, frames 2\nx,y,w,h,confidence\n1.0,2.0,3.0,4.0,NaN\n");
        write("lasot/static/results/walk.csv", "# content 00, frames 1\nx,y,w,h,confidence\n1.0,2.0,3.0,4.0,NaN\n");
        try (RawResults results = RawResults.open(temp.resolve("lasot"))) {
            assertEquals(List.of("glad-nano", "static"), results.runs().stream().map(RawRun::tracker).toList());
            SequenceBoxes walk = results.runs().get(0).read("walk").orElseThrow();
            assertEquals(Boxes.of(1, 2, 3, 4, 1.5, 2, 3, 4), walk.boxes());
            assertEquals(List.of(0.5, 0.25), walk.seconds());
            GladException cut = assertThrows(GladException.class, () -> results.runs().get(0).read("cut"));
            assertTrue(cut.getMessage().contains("1 frames of 2"), cut.getMessage());
        }
    }

    @Test
    void votFilesStartWithTheGivenBoxAndMayHoldPolygons() throws IOException {
        write("t/bag/bag_001.txt", "1\n10,20,30,40\n0\n1,1,5,2,4,8,0,7\n");
        try (RawResults results = RawResults.open(temp)) {
            assertEquals(Boxes.of(10, 20, 30, 40, 10, 20, 30, 40, 0, 0, 0, 0, 0, 1, 5, 7),
                    results.runs().get(0).read("bag").orElseThrow().boxes());
        }
        write("t/bag/bag_001.txt", "1\n10,20,30,40\n2\n0\n1\n");
        try (RawResults results = RawResults.open(temp)) {
            GladException e = assertThrows(GladException.class, () -> results.runs().get(0).read("bag"));
            assertTrue(e.getMessage().contains("line 3") && e.getMessage().contains("started anew"), e.getMessage());
        }
    }

    private static final Map<String, ResultFormat> FORMATS = Map.of("official", new OfficialFormat(), "got10k", new Got10kFormat(),
            "trackingnet", new TrackingNetFormat(), "lasot", new LasotFormat(), "vot", new VotFormat());

    @ParameterizedTest
    @ValueSource(strings = {"official", "got10k", "trackingnet", "lasot", "vot"})
    void everyFormatComesBackAsItWasWritten(String id) {
        Map<String, SequenceBoxes> run = new LinkedHashMap<>();
        run.put("walk-1", new SequenceBoxes(BOXES, List.of(0.5, 0.25, 0.125)));
        run.put("run", new SequenceBoxes(Boxes.of(7, 8, 9, 10), List.of()));
        for (String target : List.of("folder", "archive.zip")) {
            ResultWriter.write(FORMATS.get(id), List.of(run, run), temp.resolve(id).resolve(target));
            try (RawResults results = RawResults.open(temp.resolve(id).resolve(target))) {
                assertEquals(2, results.runs().size());
                for (RawRun read : results.runs()) {
                    double[] expected = BOXES.numbers();
                    if (id.equals("official")) {
                        expected = Arrays.stream(expected).map(Math::floor).toArray();
                    } else if (id.equals("trackingnet")) {
                        expected[6] = 30.13;
                    } else if (id.equals("vot")) {
                        System.arraycopy(expected, 4, expected, 0, 4);
                    }
                    SequenceBoxes walk = read.read("walk-1").orElseThrow();
                    assertEquals(Boxes.of(expected), walk.boxes());
                    boolean timed = !id.equals("lasot") && !id.equals("trackingnet");
                    assertEquals(timed ? List.of(0.5, 0.25, 0.125) : List.of(), walk.seconds());
                    assertEquals(1, read.read("run").orElseThrow().boxes().size());
                }
            }
        }
    }

    @Test
    void theSameResultsMakeTheSameArchive() throws IOException {
        Map<String, SequenceBoxes> run = Map.of("walk", new SequenceBoxes(BOXES, List.of()));
        ResultWriter.write(FORMATS.get("got10k"), List.of(run), temp.resolve("a.zip"));
        ResultWriter.write(FORMATS.get("got10k"), List.of(run), temp.resolve("b.zip"));
        assertEquals(-1, Files.mismatch(temp.resolve("a.zip"), temp.resolve("b.zip")));
    }

    @Test
    void refusesWhatIsNoResult() throws IOException {
        assertTrue(assertThrows(GladException.class, () -> RawResults.open(temp.resolve("gone"))).getMessage()
                .startsWith("no results at"));
        assertTrue(assertThrows(GladException.class, () -> RawResults.open(temp)).getMessage().startsWith("no results in"));
        Path file = write("box.7z", "1,2,3,4");
        assertTrue(assertThrows(GladException.class, () -> RawResults.open(file)).getMessage().contains(".tar.xz"));
        Path broken = write("broken.tar.xz", "1,2,3,4");
        assertTrue(assertThrows(GladException.class, () -> RawResults.open(broken)).getMessage().contains("fetch it again"));
        write("t/walk.txt", "1,2,3,4\n1,2,drei,4\n");
        try (RawResults results = RawResults.open(temp.resolve("t"))) {
            GladException e = assertThrows(GladException.class, () -> results.runs().get(0).read("walk"));
            assertTrue(e.getMessage().contains("line 2"), e.getMessage());
        }
    }

    @Test
    void aFormatCantWriteOutsideOfItsTarget() {
        ResultFormat evil = new ResultFormat() {

            @Override
            public String description() {
                return "a test's";
            }

            @Override
            public Map<String, String> files(String sequence, int run, int runs, Boxes boxes, List<Double> seconds) {
                return Map.of("../outside.txt", "1");
            }
        };
        List<Map<String, SequenceBoxes>> runs = List.of(Map.of("walk", new SequenceBoxes(BOXES, List.of())));
        for (String target : List.of("folder", "archive.zip")) {
            GladException e = assertThrows(GladException.class, () -> ResultWriter.write(evil, runs, temp.resolve(target)));
            assertTrue(e.getMessage().contains("\"../outside.txt\""), e.getMessage());
        }
        assertFalse(Files.exists(temp.resolve("outside.txt")));
    }

    @Test
    void anArchiveCantReachOutOfItsFolder() throws IOException {
        Path evil = temp.resolve("evil.zip");
        try (OutputStream out = Files.newOutputStream(evil); ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("../../outside.txt"));
            zip.write("1,2,3,4".getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        GladException e = assertThrows(GladException.class, () -> RawResults.open(evil));
        assertTrue(e.getMessage().contains("outside.txt"), e.getMessage());
    }

    @Test
    void aRealArchiveIsReadAndRemovedAgain() throws IOException {
        Path file = Goldens.data().resolve("otb100-results/ATOM.tar.xz");
        Assumptions.assumeTrue(Files.isRegularFile(file), () -> "skipped: no results at " + file);
        Path unpacked;
        try (RawResults results = RawResults.open(file)) {
            assertEquals(1, results.runs().size());
            RawRun run = results.runs().get(0);
            assertEquals("ATOM", run.tracker());
            assertEquals(100, run.files().size());
            assertEquals(Boxes.of(152, 102, 40, 67).get(0), run.read("Toy").orElseThrow().boxes().get(0));
            assertTrue(run.read("Skating2-1").isPresent());
            unpacked = run.files().values().iterator().next();
        }
        assertFalse(Files.exists(unpacked));
        try (Stream<Path> left = Files.list(unpacked.getParent().getParent().getParent())) {
            assertFalse(left.anyMatch(p -> unpacked.startsWith(p)));
        }
    }
}
