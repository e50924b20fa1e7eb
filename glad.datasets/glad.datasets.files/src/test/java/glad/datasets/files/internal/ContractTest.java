package glad.datasets.files.internal;

import glad.api.data.Dataset;
import glad.testing.DatasetContract;
import glad.testing.SampleFrames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;

class ContractTest {

    @Nested
    class OfFolder extends DatasetContract {

        @Override
        protected Dataset dataset() {
            return new Folder();
        }

        @Override
        protected void write(Path root) throws IOException {
            Files.write(root.resolve("a/groundtruth.txt"), SampleFrames.write(root.resolve("a/img"), 5));
        }
    }

    @Nested
    class OfLayout extends DatasetContract {

        @Override
        protected Dataset dataset() {
            return new Layout();
        }

        @Override
        protected void write(Path root) throws IOException {
            Files.writeString(root.resolve("layout.yaml"), "boxes: 'boxes/{name}.txt'\nframes: 'frames/{name}'\n");
            Files.createDirectories(root.resolve("boxes"));
            Files.write(root.resolve("boxes/a.txt"), SampleFrames.write(root.resolve("frames/a"), 5));
        }
    }
}
