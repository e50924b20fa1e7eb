import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Adds up the XML reports of all test suites below a folder, plain and inside Felix, and prints {@code N passed, N failed}
 * as its last line. Exits with 1 if a test failed or a module that has tests reported none.
 *
 * <p>Run as {@code java cnf/TestSummary.java FOLDER}.
 */
public final class TestSummary {

    private static final Pattern SUITE = Pattern.compile("<testsuite\\s[^>]*>");
    private static final List<String> REPORTS = List.of("surefire-reports", "test-reports");

    private int passed;
    private int failed;
    private int skipped;
    private final List<String> silent = new ArrayList<>();

    public static void main(String[] args) throws IOException {
        TestSummary summary = new TestSummary();
        summary.add(Path.of(args[0]));
        summary.silent.forEach(module -> System.out.println(module + ": has tests, but none ran"));
        System.out.println(summary.passed + " passed, " + summary.failed + " failed"
                + (summary.skipped > 0 ? ", " + summary.skipped + " skipped" : ""));
        System.exit(summary.failed > 0 || !summary.silent.isEmpty() || summary.passed == 0 ? 1 : 0);
    }

    private void add(Path root) throws IOException {
        Map<Path, Integer> modules = new TreeMap<>();
        try (Stream<Path> poms = Files.find(root, 3, (p, a) -> p.endsWith("pom.xml"))) {
            for (Path pom : poms.toList()) {
                Path module = pom.getParent();
                if (hasTests(module)) {
                    modules.put(module, count(module));
                }
            }
        }
        modules.forEach((module, tests) -> {
            if (tests == 0) {
                silent.add(root.relativize(module).toString());
            }
        });
    }

    private static boolean hasTests(Path module) {
        return Files.isDirectory(module.resolve("src/test/java")) || Files.exists(module.resolve("tests.bndrun"));
    }

    private int count(Path module) throws IOException {
        int all = 0;
        for (String folder : REPORTS) {
            Path reports = module.resolve("target").resolve(folder);
            if (!Files.isDirectory(reports)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(reports)) {
                for (Path file : files.filter(f -> f.getFileName().toString().matches("TEST-.*\\.xml")).toList()) {
                    Matcher suite = SUITE.matcher(Files.readString(file));
                    while (suite.find()) {
                        int tests = number(suite.group(), "tests");
                        int bad = number(suite.group(), "failures") + number(suite.group(), "errors");
                        int left = number(suite.group(), "skipped");
                        all += tests - left;
                        passed += tests - bad - left;
                        failed += bad;
                        skipped += left;
                    }
                }
            }
        }
        return all;
    }

    private static int number(String suite, String attribute) {
        Matcher value = Pattern.compile("\\b" + attribute + "=\"(\\d+)\"").matcher(suite);
        return value.find() ? Integer.parseInt(value.group(1)) : 0;
    }
}
