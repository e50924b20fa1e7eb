package glad.bench.results;

import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import glad.api.GladException;
import glad.api.Names;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * What authors say that a tracker reaches; the table of them is {@code published.csv} beside this class.
 *
 * @param tracker the name in the publication
 * @param dataset the dataset's id
 * @param metric the metric's id
 * @param value in the metric's unit, one decimal
 * @param sequences on how many sequences
 * @param source where it was published
 */
public record PublishedFigure(String tracker, String dataset, String metric, double value, int sequences, String source) {

    /**
     * Returns what was published of a tracker on a dataset.
     *
     * @throws GladException (usage) if nothing was, naming what there is
     */
    public static List<PublishedFigure> of(String tracker, String dataset) {
        List<PublishedFigure> all = all();
        List<String> known = all.stream().map(PublishedFigure::tracker).distinct().toList();
        if (!known.contains(tracker)) {
            throw GladException.usage(Names.unknown("published tracker", tracker, known));
        }
        List<PublishedFigure> own = all.stream().filter(figure -> figure.tracker.equals(tracker)).toList();
        List<PublishedFigure> there = own.stream().filter(figure -> figure.dataset.equals(dataset)).toList();
        if (there.isEmpty()) {
            throw GladException.usage("no figure of \"" + tracker + "\" on dataset \"" + dataset + "\" is in the table; expected one of "
                    + String.join(", ", own.stream().map(PublishedFigure::dataset).distinct().toList()));
        }
        return there;
    }

    private static List<PublishedFigure> all() {
        try (InputStream table = PublishedFigure.class.getResourceAsStream("published.csv")) {
            return new CsvMapper().readerFor(PublishedFigure.class).with(CsvSchema.emptySchema().withHeader())
                    .<PublishedFigure>readValues(table).readAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
