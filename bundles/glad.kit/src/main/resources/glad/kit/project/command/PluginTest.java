package @package@;

import glad.testing.CommandContract;
import java.io.IOException;
import java.nio.file.*;
import java.util.List;
import java.util.concurrent.Callable;

class @Class@Test extends CommandContract {

    @Override protected Callable<Integer> command() { return new @Class@(); }

    @Override protected List<String> example(Path folder) throws IOException {
        return List.of(Files.writeString(folder.resolve("boxes.txt"), "0,0,8,8\n3,4,8,8\n").toString());
    }
}
