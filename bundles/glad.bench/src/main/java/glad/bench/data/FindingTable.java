package glad.bench.data;

import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import glad.api.GladException;
import glad.api.Reason;
import glad.base.CsvCell;
import glad.base.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Findings as a table of {@code sequence,kind,error,detail}. */
public final class FindingTable {

    private FindingTable() {}

    /**
     * Writes one.
     *
     * @param file its folder is made if missing
     * @throws GladException (failure) if it can't be written
     */
    public static void write(List<Finding> findings, Path file) {
        CsvSchema columns = CsvSchema.builder().addColumn("sequence").addColumn("kind").addColumn("error").addColumn("detail")
                .setUseHeader(true).build();
        List<List<String>> rows = findings.stream().map(finding -> List.of(CsvCell.plain(finding.sequence()), finding.kind().label(),
                Boolean.toString(finding.kind().isError()), CsvCell.plain(finding.detail()))).toList();
        try {
            WholeFile.write(file, new CsvMapper().writer(columns).writeValueAsString(rows));
        } catch (IOException e) {
            throw GladException.failure("\"" + file + "\" can't be written: " + Reason.of(e) + "; check the folder and the free space", e);
        }
    }
}
