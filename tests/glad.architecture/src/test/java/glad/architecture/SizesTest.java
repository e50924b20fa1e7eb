package glad.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Source files stay readable: 400 lines, a command 120. What was longer when this began may only shrink. */
class SizesTest {

    private static final int CLASS = 400;
    private static final int VERB = 120;

    @Test
    void noFileIsLongerThanItMayBe() throws IOException {
        Map<String, Integer> exceptions = exceptions();
        TreeSet<String> wrong = new TreeSet<>();
        Sources.ALL.lines().forEach((file, lines) -> {
            int most = exceptions.getOrDefault(file, most(file));
            if (lines > most) {
                wrong.add(file + " has " + lines + " lines, at most " + most + "; move what belongs together to a class of its own");
            }
        });
        assertEquals(new TreeSet<>(), wrong);
    }

    @Test
    void theListOfExceptionsNamesOnlyWhatIsStillTooLong() throws IOException {
        Map<String, Integer> lines = Sources.ALL.lines();
        TreeSet<String> spare = new TreeSet<>();
        for (String file : exceptions().keySet()) {
            if (lines.getOrDefault(file, 0) <= most(file)) {
                spare.add(file);
            }
        }
        assertEquals(new TreeSet<>(), spare, "these are short enough or gone; remove their lines from too-long.txt");
    }

    private static int most(String file) {
        return file.endsWith("Verb.java") ? VERB : CLASS;
    }

    /** Returns the most lines that a file may have, by its path, where that is more than the rule. */
    private static Map<String, Integer> exceptions() throws IOException {
        Map<String, Integer> exceptions = new TreeMap<>();
        try (var in = SizesTest.class.getResourceAsStream("too-long.txt")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" ")).forEach(parts -> exceptions.put(parts[1], Integer.valueOf(parts[0])));
        }
        return exceptions;
    }
}
