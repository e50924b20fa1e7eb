package glad.datasets.mgit.internal;

import glad.api.GladException;
import glad.api.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;

/** The texts of one sequence, a spreadsheet with a heading and then a row per piece of text. */
record TextSheet(List<Text> texts) {

    private static final int LEVEL = 0;
    private static final int OBJECT_CLASS = 5;
    private static final int DESCRIPTION = 14;

    /**
     * One row.
     *
     * @param level {@code action}, {@code activity} or {@code story}
     * @param objectClass the target; given for actions only, else empty
     * @param description the text
     */
    record Text(String level, String objectClass, String description) {}

    /** Reads a sheet; rows without text are left out. @throws GladException (failure) if it is missing or damaged */
    static TextSheet read(Path file) {
        List<Text> texts = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file);
                ReadableWorkbook book = new ReadableWorkbook(in);
                Stream<Row> rows = book.getFirstSheet().openStream()) {
            rows.skip(1).filter(row -> !text(row, DESCRIPTION).isEmpty()).forEach(row -> texts.add(
                    new Text(text(row, LEVEL), text(row, OBJECT_CLASS), text(row, DESCRIPTION))));
        } catch (IOException | UncheckedIOException | ExcelReaderException e) {
            throw GladException.failure("can't read the texts in \"" + file + "\": " + Reason.of(e), e);
        }
        if (texts.isEmpty()) {
            throw GladException.failure("no texts in \"" + file + "\"; expected rows with a description in column O");
        }
        return new TextSheet(texts);
    }

    /** Returns what a sequence begins with: the first text of a level, or the last of all for a story. */
    String sentence(String level) {
        Text last = texts.get(texts.size() - 1);
        return (level.equals("story") ? last
                : texts.stream().filter(text -> text.level().equals(level)).findFirst().orElse(last)).description();
    }

    /** Returns what the target is; empty if the sheet doesn't say. */
    String objectClass() {
        return texts.stream().map(Text::objectClass).filter(kind -> !kind.isEmpty()).findFirst().orElse("");
    }

    private static String text(Row row, int column) {
        return column < row.getCellCount() && row.getCell(column) != null ? row.getCellText(column).strip() : "";
    }
}
