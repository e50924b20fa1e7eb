package glad.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.nn.weights.Safetensors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Every tensor of the shared goldens is read by a test, or {@code goldens.txt} says why it isn't. */
class GoldensReadTest {

    /** One line of the list. */
    private record Line(String text, String file, String tensor, String reader, Pattern pattern) {

        static Line of(String text) {
            String[] columns = text.split(" +", 3);
            return new Line(text, columns[0], columns[1], columns[2], glob(columns[0] + " " + columns[1]));
        }

        private static Pattern glob(String text) {
            return Pattern.compile(
                    Stream.of(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
        }

        boolean fits(String file, String tensor) {
            return pattern.matcher(file + " " + tensor).matches();
        }

        /** Tells whether a source opens the file, by name or with all of its folder, and has the tensors' names. */
        boolean namedIn(String source) {
            int slash = file.indexOf('/');
            boolean opens = source.contains("Goldens.found(\"" + file.substring(0, slash) + "\"")
                    || Stream.of(file.substring(slash + 1).split("\\*")).allMatch(source::contains);
            // Tests put names together, so that a part of each piece is looked for.
            return opens && Stream.of(tensor.split("\\*")).filter(piece -> piece.length() > 2)
                    .allMatch(piece -> Stream.of(piece.split("[._]")).anyMatch(p -> p.length() > 1 && source.contains(p)));
        }

        boolean read() {
            return !reader.startsWith("-");
        }
    }

    private static List<Line> lines() throws IOException {
        String text = new String(GoldensReadTest.class.getResourceAsStream("/goldens.txt").readAllBytes(), StandardCharsets.UTF_8);
        return text.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).map(Line::of).toList();
    }

    @Test
    void everyTensorOfTheGoldensIsReadOrListedWithAReason() throws IOException {
        Path folder = Goldens.folder();
        Assumptions.assumeTrue(Files.isDirectory(folder), () -> "skipped: no goldens at " + folder + " (set GLAD_GOLDENS)");
        List<Line> lines = lines();
        List<String> missing = new ArrayList<>();
        Set<Line> used = new HashSet<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.filter(p -> p.toString().endsWith(".safetensors")).sorted().toList()) {
                String name = folder.relativize(path).toString().replace('\\', '/').replaceFirst("\\.safetensors$", "");
                try (Safetensors file = Safetensors.open(path)) {
                    for (String tensor : file.tensors().keySet()) {
                        // A tensor too large for its file stands for itself by parts of it.
                        String whole = tensor.replaceFirst("(?<=^out\\..{1,99})\\.(stats|strided|stride|shape)$", "");
                        lines.stream().filter(l -> l.fits(name, whole)).findFirst()
                                .ifPresentOrElse(used::add, () -> missing.add(name + " " + tensor));
                    }
                }
            }
        }
        assertEquals(List.of(), missing, "tensors that goldens.txt doesn't name");
        assertEquals(List.of(), lines.stream().filter(l -> !used.contains(l)).map(Line::text).toList(), "lines for nothing");
    }

    @Test
    void testsNameWhatTheyAreListedToRead() throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (Path path : Checkout.files(p -> p.toString().endsWith("Test.java"))) {
            String name = path.getFileName().toString().replace(".java", "");
            sources.merge(name, Files.readString(path), String::concat);
        }
        for (Line line : lines()) {
            if (line.read()) {
                assertTrue(sources.containsKey(line.reader()), () -> "no such test: " + line.text());
                assertTrue(line.namedIn(sources.get(line.reader())), () -> "the test doesn't name them: " + line.text());
            } else {
                assertTrue(line.reader().length() > 10, () -> "no reason: " + line.text());
            }
        }
    }
}
