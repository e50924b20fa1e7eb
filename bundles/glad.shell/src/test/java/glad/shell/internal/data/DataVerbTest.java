package glad.shell.internal.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.api.Image;
import glad.api.data.Dataset;
import glad.bench.data.Datasets;
import glad.datasets.lasot.internal.LaSot;
import glad.datasets.lasot.internal.LaSotExtension;
import glad.media.ImageFile;
import glad.runtime.Settings;
import glad.shell.internal.CommandLines;
import glad.shell.internal.Offered;
import glad.testing.Packing;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code data} on a miniature of LaSOT with a fault of every kind. */
class DataVerbTest {

    @TempDir
    Path folder;
    private Path lasot;
    private Settings settings;
    private final Map<String, Dataset> known = Map.of("lasot", new LaSot(), "lasot-ext", new LaSotExtension());
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void aDatasetWithTwoWholeSequences() throws IOException {
        lasot = folder.resolve("all/LaSOT");
        settings = new Settings(folder.resolve("settings.yaml"));
        sequence("bear-2", "1,1,4,4\n2,2,4,4\n3,3,4,4\n");
        sequence("bear-4", "1,1,4,4\n2,2,4,4\n3,3,4,4\n");
    }

    @Test
    void listsEveryDatasetWithItsStatus() throws IOException {
        JsonNode before = json("data");
        assertEquals(List.of("unset", "unset"), before.path("datasets").findValuesAsText("status"));
        assertEquals(0, call("data", "root", folder.resolve("all").toString()));
        JsonNode after = json("data");
        assertEquals(List.of("partial", "unset"), after.path("datasets").findValuesAsText("status"));
        assertEquals(2, after.path("datasets").path(0).path("found").asInt());
        assertEquals(280, after.path("datasets").path(0).path("sequences").asInt());
        assertEquals(0, call("data"));
        assertTrue(out.toString().contains("2 of 280 sequences"), out.toString());
    }

    @Test
    void remembersAFolderAndReplacesItOnRequestOnly() {
        assertEquals(0, call("data", "set", "lasot", lasot.toString()));
        assertEquals(0, call("data", "set", "lasot", lasot.toString()));
        assertEquals(2, call("data", "set", "lasot", folder.toString()));
        assertTrue(err.toString().contains("--replace"), err.toString());
        assertEquals(0, call("data", "set", "lasot", folder.toString(), "--replace"));
        assertEquals(folder.toString(), settings.get("data.lasot").orElseThrow());
    }

    @Test
    void refusesWhatCannotBeRight() {
        assertEquals(2, call("data", "set", "lasott", lasot.toString()));
        assertTrue(err.toString().contains("did you mean \"lasot\""), err.toString());
        assertEquals(2, call("data", "set", "lasot", folder.resolve("gone").toString()));
        assertEquals(2, call("data", "set", "lasot"));
        assertEquals(2, call("data", "verfy", "lasot"));
        assertTrue(err.toString().contains("did you mean \"verify\""), err.toString());
        assertEquals(2, call("data", "verify", "lasot"));
        assertTrue(err.toString().contains("./glad data set lasot DIR"), err.toString());
    }

    @Test
    void aWholeDatasetHasNoFindings() throws IOException {
        JsonNode json =
                json("data", "verify", "lasot", "--data", lasot.toString(), "--sequences", "bear-2,bear-4", "--out",
                folder.resolve("findings.csv").toString());
        assertEquals(0, json.path("findings").size(), json.toString());
        assertEquals("sequence,kind,error,detail\n", Files.readString(folder.resolve("findings.csv")));
    }

    @Test
    void aFolderWithNoneOfTheSequencesIsRefusedInOneLine() {
        assertEquals(1, call("data", "verify", "lasot", "--data", folder.toString()));
        assertTrue(err.toString().contains("none of 280 sequences") && err.toString().contains("airplane-1"),
                err.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
    }

    @Test
    void anArchiveIsADatasetTooAndATarArchiveIsRefused() throws IOException {
        Path place = Files.createDirectories(folder.resolve("archives"));
        Packing.zip(Packing.files(lasot), place.resolve("LaSOT.zip"));
        assertEquals(0, call("data", "root", place.toString()));
        assertEquals(2, json("data").path("datasets").path(0).path("found").asInt());
        assertEquals(0, call("data", "set", "lasot", place.resolve("LaSOT.zip").toString()));
        JsonNode json = json("data", "verify", "lasot", "--sequences", "bear-2,bear-4", "--out",
                folder.resolve("f.csv").toString());
        assertEquals(0, json.path("findings").size(), json.toString());
        assertEquals(0, call("data", "show", "lasot", "bear-4", "--out", folder.resolve("new/film.png").toString()));
        Files.writeString(place.resolve("LaSOT.tar.gz"), "");
        assertEquals(2, call("data", "set", "lasot", place.resolve("LaSOT.tar.gz").toString(), "--replace"));
        assertTrue(err.toString().contains("unpack it"), err.toString());
    }

    @Test
    void namesEveryPlantedFault() throws IOException {
        sequence("cat-1", "1,1,4,4\n2,2,4,4\n3,3,4\n");
        sequence("cat-3", "1,1,4,4\n2,2,4,4\n3,3,4,4\n4,4,4,4\n");
        sequence("cat-18", "1,1,4,4\n2,2,4,4\n");
        sequence("cat-20", "1,1,4,4\n2,2,4,4\n3,3,4,4\n");
        Files.writeString(lasot.resolve("cat/cat-20/img/00000002.png"), "torn");
        sequence("dog-1", "1,1,4,4\n2,2,4,4\n3,3,4,4\n");
        Files.writeString(lasot.resolve("dog/dog-1/nlp.txt"), " \n");
        sequence("dog-7", "0,0,0,0\n2,2,4,4\n3,3,4,4\n");
        sequence("dog-15", "1,1,4,4\nNaN,NaN,NaN,NaN\n3,3,4,4\n");
        sequence("dog-19", "1,1,4,4\n2,2,4,4\n3,3,-4,4\n");
        sequence("drone-2", "1,1,4,4\n2,2,4,4\n16,3,4,4\n");
        sequence("drone-7", "1,1,4,4\n2,2,4,4\n3,3,4,4\n");
        Files.delete(lasot.resolve("drone/drone-7/out_of_view.txt"));
        sequence("drone-13", "1,1,4,4\n2,2,4,4\n3,3,4,4\n");
        Files.writeString(lasot.resolve("drone/drone-13/full_occlusion.txt"), "0,0");
        Path table = folder.resolve("deep/findings.csv");
        JsonNode json = json("data", "verify", "lasot", "--data", lasot.toString(), "--sequences",
                "bear-2,cat-*,dog-*,drone-*", "--out", table.toString());
        Map<String, String> found = new TreeMap<>();
        json.path("findings")
                .forEach(f -> found.merge(f.path("sequence").asText(), f.path("kind").asText(), (a, b) -> a + "+" + b));
        Map<String, String> planted =
                new TreeMap<>(Map.of("cat-1", "damaged annotation", "cat-3", "missing images", "cat-18",
                "spare images", "cat-20", "unreadable image", "dog-1", "empty sentence", "dog-7", "no first box",
                "dog-15",
                "undefined box", "dog-19", "negative box", "drone-2", "outside box", "drone-7", "damaged annotation"));
        planted.put("drone-13", "damaged annotation");
        planted.put("drone-15", "missing sequence");
        assertEquals(planted, found);
        assertEquals(13, Files.readAllLines(table).size());
        assertTrue(Files.readString(table).contains("cat-20,\"unreadable image\",true,\"frame 1: "),
                Files.readString(table));
        assertTrue(err.toString().contains("10 errors"), err.toString());
    }

    @Test
    void aQuickCheckDecodesTheEndsOnly() throws IOException {
        Files.writeString(lasot.resolve("bear/bear-2/img/00000002.png"), "torn");
        assertEquals(0,
                call("data", "verify", "lasot", "--data", lasot.toString(), "--sequences", "bear-2", "--quick", "--out",
                folder.resolve("f.csv").toString()));
        assertEquals(1, call("data", "verify", "lasot", "--data", lasot.toString(), "--sequences", "bear-2", "--out",
                folder.resolve("f.csv").toString()));
    }

    @Test
    void showsASequenceAsAFilmStrip() throws IOException {
        Path film = folder.resolve("film.png");
        JsonNode json = json("data", "show", "lasot", "bear-2", "--data", lasot.toString(), "--out", film.toString());
        assertEquals("a brown bear, sitting", json.path("sentence").asText());
        assertEquals("['a brown bear' ' sitting']", json.path("officialSentence").asText());
        assertEquals("bear", json.path("class").asText());
        Image strip = ImageFile.read(film);
        assertEquals(240, strip.height());
        assertTrue(strip.width() > 3 * 240, strip.width() + " pixels for three square frames");
        assertEquals(2, call("data", "show", "lasot", "bear2", "--data", lasot.toString()));
        assertEquals(2, call("data", "show", "lasot", "bear-2", "--frames", "0", "--data", lasot.toString()));
    }

    /** Writes a sequence of three images, 16 pixels wide and high, with everything else as its boxes say. */
    private void sequence(String name, String boxes) throws IOException {
        Path place = Files.createDirectories(lasot.resolve(name.replaceFirst("-\\d+", "")).resolve(name));
        Files.createDirectories(place.resolve("img"));
        for (int i = 1; i <= 3; i++) {
            byte[] rgb = new byte[16 * 16 * 3];
            Arrays.fill(rgb, (byte) (60 * i));
            ImageFile.write(new Image(16, 16, rgb), place.resolve(String.format("img/%08d.png", i)));
        }
        Files.writeString(place.resolve("groundtruth.txt"), boxes);
        String flags = String.join(",", boxes.lines().map(line -> "0").toList());
        Files.writeString(place.resolve("full_occlusion.txt"), flags);
        Files.writeString(place.resolve("out_of_view.txt"), flags);
        Files.writeString(place.resolve("nlp.txt"), "a brown bear, sitting\n");
    }

    private JsonNode json(String... words) throws IOException {
        String[] all = Arrays.copyOf(words, words.length + 1);
        all[words.length] = "--json";
        call(all);
        return new JsonMapper().readTree(out.toString());
    }

    private int call(String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return CommandLines.of(Map.of("data", new DataVerb(new Datasets(settings, Offered.datasets(known)))),
                new PrintWriter(out, true),
                new PrintWriter(err, true)).execute(words);
    }
}
