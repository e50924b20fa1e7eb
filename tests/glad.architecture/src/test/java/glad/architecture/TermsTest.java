package glad.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The field's words, as docs/TERMS.md lists them. */
class TermsTest {

    private static final Path ROOT = Sources.ALL.root();
    private static final Path TERMS = ROOT.resolve("docs/TERMS.md");

    @Test
    void noWordOfTheColumnNotIsUsed() throws IOException {
        List<String> words = avoided();
        assertFalse(words.isEmpty());
        Pattern any = Pattern.compile(words.stream().map(Pattern::quote).collect(Collectors.joining("|", "\\b(?:", ")")),
                Pattern.CASE_INSENSITIVE);
        List<String> found = new ArrayList<>();
        for (Path file : read()) {
            Matcher matcher = any.matcher(Files.readString(file));
            if (matcher.find()) {
                found.add(ROOT.relativize(file) + " says \"" + matcher.group() + "\"");
            }
        }
        assertEquals(List.of(), found, "docs/TERMS.md says what to write instead");
    }

    private static List<String> avoided() throws IOException {
        return Files.readAllLines(TERMS).stream().filter(line -> line.startsWith("| ") && !line.startsWith("| term"))
                .map(line -> line.split("\\|")).flatMap(cells -> Arrays.stream(cells[3].split(",")))
                .map(String::strip).filter(word -> !word.isEmpty()).toList();
    }

    /** Code of the product, the report's template, documents and experiments. */
    private static List<Path> read() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path folder : Sources.ALL.modules().values()) {
            files.addAll(below(folder.resolve("src/main/java"), ".java"));
            if (Files.isDirectory(folder.resolve("src/main/resources"))) {
                files.addAll(below(folder.resolve("src/main/resources"), ".mustache"));
            }
        }
        files.addAll(below(ROOT.resolve("docs"), ".md"));
        files.addAll(below(ROOT.resolve("run-configs/experiments"), ".yaml"));
        files.add(ROOT.resolve("README.md"));
        files.remove(TERMS);
        return files;
    }

    private static List<Path> below(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }
}
