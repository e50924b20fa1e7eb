package glad.datasets.mgit.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.data.Frames;
import glad.api.data.Sentences;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import glad.media.ImageFile;
import glad.testing.Goldens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MgitTest {

    private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static final String OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static final String PACKAGE = "http://schemas.openxmlformats.org/package/2006/";

    @TempDir
    Path root;

    @Test
    void theSentenceIsTheStoryOrTheFirstActivityOrAction() throws IOException {
        sequence("051", List.of(row("action", "a cat", "a cat walks"), row("action", "a cat", "a cat falls"),
                row("activity", "", "a cat walks, then falls"), row("story", "", "the story of a cat"),
                row("", "", "")));
        assertEquals("the story of a cat", open("story").sequence("051").sentence());
        assertEquals("a cat walks, then falls", open("activity").sequence("051").sentence());
        Sequence sequence = open("action").sequence("051");
        assertEquals("a cat walks", sequence.sentence());
        assertEquals("a cat", sequence.targetClass());
        assertEquals(List.of(new Box(1, 2, 3, 4), new Box(0, 0, 0, 0)), sequence.boxes());
        assertEquals(List.of(true, false), sequence.visible());
        try (Frames frames = sequence.open()) {
            assertEquals(2, frames.count());
        }
    }

    @Test
    void aSentenceThatChangesFollowsTheLastFramesOfItsTexts() {
        // The second row ends before it begins: its turn lasts a frame.
        assertEquals("a; from frame 6: b; from frame 7: c; from frame 10: d", sheet("a:5", "b:2", "c:9", "d:20").sentences("action", 12).text());
        assertEquals("a; from frame 6: b", sheet("a:5", "b:9", "c:20").sentences("action", 10).text());
        assertEquals("b", sheet("a:5", "b:9").sentences("story", 10).text());
        GladException e = assertThrows(GladException.class, () -> sheet("a:later", "b:9").sentences("action", 10));
        assertTrue(e.getMessage().contains("\"later\"") && e.getMessage().contains("column D"), e.getMessage());
    }

    private static TextSheet sheet(String... rows) {
        return new TextSheet(Path.of("x.xlsx"), Stream.of(rows).map(row -> row.split(":", -1))
                .map(row -> new TextSheet.Text("action", row[1], "", row[0])).toList());
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        assertTrue(assertThrows(GladException.class, () -> open("story")).getMessage().contains("attribute"));
        sequence("051", List.of(row("story", "", "a story")));
        SequenceSet set = open("story");
        assertTrue(set.has("051"));
        Files.writeString(root.resolve("mgit_nlp/051.xlsx"), "no sheet");
        GladException e = assertThrows(GladException.class, () -> set.sequence("051"));
        assertTrue(e.getMessage().contains("051.xlsx"), e.getMessage());
        Files.delete(root.resolve("attribute/groundtruth/051.txt"));
        assertFalse(set.has("051"));
        assertEquals(List.of("051"), set.names());
    }

    @Test
    void everyRealSheetHasItsTexts() throws Exception {
        Path archive = Goldens.data().resolve("mgit/MGIT_nlp_xlsx.tar.xz");
        Assumptions.assumeTrue(Files.isRegularFile(archive), () -> "skipped: no MGIT sheets at " + archive);
        Process tar = new ProcessBuilder("tar", "-xf", archive.toString(), "-C", root.toString()).inheritIO().start();
        Assumptions.assumeTrue(tar.waitFor() == 0, () -> "skipped: no tar here that unpacks " + archive);
        List<Path> sheets;
        try (Stream<Path> files = Files.walk(root)) {
            sheets = new ArrayList<>(files.filter(f -> f.toString().endsWith(".xlsx")).toList());
        }
        assertEquals(150, sheets.size());
        for (Path file : sheets) {
            TextSheet sheet = TextSheet.read(file);
            assertFalse(sheet.objectClass().isEmpty(), file.toString());
            for (String level : List.of("story", "activity", "action")) {
                assertTrue(sheet.sentence(level).split("\\s+").length > 2, file + " " + level);
                assertEquals(sheet.sentence(level), sheet.sentences(level, 30_000).first(), file + " " + level);
            }
        }
        Path first = sheets.stream().filter(f -> f.endsWith("051.xlsx")).findFirst().orElseThrow();
        assertEquals("a cat with a hat and brown fur walks on the roof", TextSheet.read(first).sentence("action"));
        assertEquals(List.of(0, 5611, 5612, 5613, 5614, 5615), TextSheet.read(first).sentences("action", 7426).parts().stream()
                .map(Sentences.Part::frame).toList());
    }

    private void sequence(String name, List<String> rows) throws IOException {
        Path boxes = Files.createDirectories(root.resolve("attribute/groundtruth"));
        Files.writeString(boxes.resolve(name + ".txt"), "1,2,3,4\n0,0,0,0\n");
        Files.createDirectories(root.resolve("attribute/absent"));
        Files.writeString(root.resolve("attribute/absent/" + name + ".txt"), "0\n1\n");
        Path frames = Files.createDirectories(root.resolve("data/test/" + name + "/frame_" + name));
        ImageFile.write(new Image(4, 4, new byte[48]), frames.resolve("000000.png"));
        ImageFile.write(new Image(4, 4, new byte[48]), frames.resolve("000001.png"));
        Files.createDirectories(root.resolve("mgit_nlp"));
        sheet(root.resolve("mgit_nlp/" + name + ".xlsx"), rows);
    }

    private static String row(String level, String kind, String text) {
        return cell("A", level) + cell("B", "1") + cell("F", kind) + cell("O", text);
    }

    private static String cell(String column, String text) {
        return text.isEmpty() ? "<c r=\"" + column + "#\"/>"
                : "<c r=\"" + column + "#\" t=\"inlineStr\"><is><t>" + text + "</t></is></c>";
    }

    /** Writes the smallest workbook there is. */
    private static void sheet(Path file, List<String> rows) throws IOException {
        StringBuilder data = new StringBuilder();
        List<String> all = new ArrayList<>(List.of(row("level", "object_class", "description")));
        all.addAll(rows);
        for (int i = 0; i < all.size(); i++) {
            data.append("<row r=\"").append(i + 1).append("\">").append(all.get(i).replace("#", "" + (i + 1)))
                    .append("</row>");
        }
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            entry(zip, "[Content_Types].xml", "<Types xmlns=\"" + PACKAGE
                    + "content-types\"><Override PartName=\"/xl/workbook.xml\""
                    + " ContentType=\"application/vnd.openxmlformats-officedocument"
                    + ".spreadsheetml.sheet.main+xml\"/></Types>");
            entry(zip, "_rels/.rels", "<Relationships xmlns=\"" + PACKAGE
                    + "relationships\"><Relationship Id=\"r1\" Type=\""
                    + OFFICE + "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
            entry(zip, "xl/workbook.xml", "<workbook xmlns=\"" + MAIN + "\" xmlns:r=\"" + OFFICE
                    + "\"><sheets><sheet name=\"s\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>");
            entry(zip, "xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"" + PACKAGE
                    + "relationships\"><Relationship"
                    + " Id=\"r1\" Type=\"" + OFFICE
                    + "/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>");
            entry(zip, "xl/worksheets/sheet1.xml",
                    "<worksheet xmlns=\"" + MAIN + "\"><sheetData>" + data + "</sheetData></worksheet>");
        }
    }

    private static void entry(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + text).getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    private SequenceSet open(String text) {
        var options = JsonNodeFactory.instance.objectNode().put("text", text);
        return new Mgit().open(root, new Mgit().options().read("dataset", options));
    }

    @Test
    void aSheetThatUnpacksToMoreThanAnyRealOneIsRefused() throws IOException {
        Path sheet = root.resolve("bomb.xlsx");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(sheet))) {
            zip.putNextEntry(new ZipEntry("xl/workbook.xml"));
            for (int i = 0; i < 65; i++) {
                zip.write(new byte[1 << 20]);
            }
        }
        assertTrue(Files.size(sheet) < 1 << 20);
        GladException e = assertThrows(GladException.class, () -> TextSheet.read(sheet));
        assertTrue(e.getMessage().contains("bomb.xlsx") && e.getMessage().contains("more than any such sheet"), e.getMessage());
    }
}
