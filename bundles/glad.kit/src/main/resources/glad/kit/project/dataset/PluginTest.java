package @package@;

import glad.api.data.Dataset;
import glad.testing.DatasetContract;
import glad.testing.SampleFrames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class @Class@Test extends DatasetContract {

    @Override
    protected Dataset dataset() {
        return new @Class@();
    }

    @Override
    protected void write(Path root) throws IOException {
        Files.write(root.resolve("one/boxes.txt"), SampleFrames.write(root.resolve("one/img"), 5));
    }
}
