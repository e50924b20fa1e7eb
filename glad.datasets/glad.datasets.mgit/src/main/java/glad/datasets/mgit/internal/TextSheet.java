package glad.datasets.mgit.internal;

import glad.api.GladException;
import glad.api.Reason;
import glad.api.data.Sentences;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;

/**
 * The texts of one sequence, a spreadsheet with a heading and then a row per piece of text.
 *
 * @param file where they stand
 * @param texts in order
 */
record TextSheet(Path file, List<Text> texts) {

    private static final long MOST_BYTES = 64 << 20;
    private static final int MOST_ENTRIES = 1000;
    private static final int LEVEL = 0;
    private static final int END = 3;
    /** Stands behind a number in one of the sheets. */
    private static final char NO_BREAK_SPACE = '\u00a0';
    private static final int OBJECT_CLASS = 5;
    private static final int DESCRIPTION = 14;

    /**
     * One row.
     *
     * @param level {@code action}, {@code activity} or {@code story}
     * @param end the number of its last frame, 0-based, as the sheet has it
     * @param objectClass the target; given for actions only, else empty
     * @param description the text
     */
    record Text(String level, String end, String objectClass, String description) {}

    /** Reads a sheet; rows without text are left out. @throws GladException (failure) if it is missing or damaged */
    static TextSheet read(Path file) {
        List<Text> texts = new ArrayList<>();
        try (InputStream in = new ByteArrayInputStream(checked(file));
                ReadableWorkbook book = new ReadableWorkbook(in);
                Stream<Row> rows = book.getFirstSheet().openStream()) {
            rows.skip(1).filter(row -> !text(row, DESCRIPTION).isEmpty()).forEach(row -> texts.add(
                    new Text(text(row, LEVEL), text(row, END).replace(NO_BREAK_SPACE, ' ').strip(), text(row, OBJECT_CLASS), text(row, DESCRIPTION))));
        } catch (IOException | UncheckedIOException | ExcelReaderException e) {
            throw GladException.failure("can't read the texts in \"" + file + "\": " + Reason.of(e), e);
        }
        if (texts.isEmpty()) {
            throw GladException.failure("no texts in \"" + file + "\"; expected rows with a description in column O");
        }
        return new TextSheet(file, texts);
    }

    /** Returns a sheet, a zip archive, that unpacks to no more than any real one: the library takes all of it into memory. */
    private static byte[] checked(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException("it has " + Files.size(file) + " bytes, more than any such sheet");
        }
        byte[] bytes = Files.readAllBytes(file);
        try (ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            long left = MOST_BYTES;
            int count = 0;
            while (entries.getNextEntry() != null) {
                for (long n = 1; n > 0 && left >= 0; left -= n) {
                    n = entries.skip(Math.min(left + 1, 1 << 20));
                }
                if (left < 0 || ++count > MOST_ENTRIES) {
                    throw new IOException("it unpacks to more than any such sheet");
                }
            }
        }
        return bytes;
    }

    /** Returns what a sequence begins with: the first text of a level, or the last of all for a story. */
    String sentence(String level) {
        Text last = texts.get(texts.size() - 1);
        return (level.equals("story") ? last
                : texts.stream().filter(text -> text.level().equals(level)).findFirst().orElse(last)).description();
    }

    /**
     * Returns the texts of a level by frame, as official ATCTrack takes them: when a text's last frame is over, the next one's turn comes,
     * one in a frame. First frames aren't looked at; in some sheets they don't fit the last ones.
     *
     * @param frames of the sequence
     * @throws GladException (failure) if a last frame isn't a number
     */
    Sentences sentences(String level, int frames) {
        List<Text> some = texts.stream().filter(text -> text.level().equals(level)).toList();
        if (level.equals("story") || some.isEmpty()) {
            return Sentences.of(sentence(level));
        }
        List<Sentences.Part> parts = new ArrayList<>(List.of(new Sentences.Part(0, some.get(0).description())));
        for (int i = 1, from = 1; i < some.size(); i++, from++) {
            String end = some.get(i - 1).end();
            if (!end.matches("\\d{1,9}")) {
                throw GladException.failure("the last frame of \"" + some.get(i - 1).description() + "\" in \"" + file + "\" is \"" + end
                        + "\"; expected a number in column D");
            }
            from = Math.max(from, Integer.parseInt(end) + 1);
            if (from < frames) {
                parts.add(new Sentences.Part(from, some.get(i).description()));
            }
        }
        return new Sentences(parts);
    }

    /** Returns what the target is; empty if the sheet doesn't say. */
    String objectClass() {
        return texts.stream().map(Text::objectClass).filter(kind -> !kind.isEmpty()).findFirst().orElse("");
    }

    private static String text(Row row, int column) {
        return column < row.getCellCount() && row.getCell(column) != null ? row.getCellText(column).strip() : "";
    }
}
