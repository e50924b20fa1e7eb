package glad.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import glad.api.data.Dataset;
import glad.kit.DatasetChecks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What a dataset has to hold, see {@link DatasetChecks#of}; its test extends this and writes a small folder. */
public abstract class DatasetContract {

    @TempDir
    private Path folder;

    /** Returns the dataset. */
    protected abstract Dataset dataset();

    /**
     * Lays out at least one sequence as the dataset wants it; {@link SampleFrames} draws images.
     *
     * @param root an empty folder
     */
    protected abstract void write(Path root) throws IOException;

    /** Returns options as a command line has them, the inside of a YAML mapping. */
    protected String options() {
        return "";
    }

    @TestFactory
    final Stream<DynamicTest> keepsItsContract() throws IOException, JsonProcessingException {
        Dataset dataset = dataset();
        write(folder);
        return DatasetChecks.of(dataset.open(folder, dataset.options().read("the dataset", new YAMLMapper().readTree("{" + options() + "}"))),
                Integer.MAX_VALUE).stream().map(check -> DynamicTest.dynamicTest(check.name(), check.body()::run));
    }
}
