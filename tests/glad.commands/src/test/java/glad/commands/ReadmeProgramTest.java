package glad.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Rectangle;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in the README, compiled from its text and run as plain Java. */
class ReadmeProgramTest {

    private static final Pattern PROGRAM = Pattern.compile("```java\\n(.*?public class (\\w+) .*?)```", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("=(-?[0-9.E-]+)");

    @TempDir
    private Path folder;

    private Process java(String jar, String program, Path printed, String... words) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-cp",
                jar + File.pathSeparator + folder, program).redirectOutput(printed.toFile()).redirectError(folder.resolve("errors.txt").toFile());
        builder.command().addAll(List.of(words));
        builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        builder.environment().put("GLAD_SETTINGS", folder.resolve("settings.yaml").toString());
        builder.environment().keySet().removeAll(List.of("DJL_OFFLINE", "OPT_OUT_TRACKING"));
        Process process = builder.start();
        assertTrue(process.waitFor(5, TimeUnit.MINUTES), "the program doesn't end");
        return process;
    }

    @Test
    void theProgramOfTheReadmeTracksAsTheCommandDoes() throws Exception {
        Product product = new Product(folder);
        Matcher program = PROGRAM.matcher(product.readme());
        assertTrue(program.find(), "the README has no Java program");
        Path source = Files.writeString(folder.resolve(program.group(2) + ".java"), program.group(1));
        String jar = product.jar();
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, "-Xlint:all", "-Werror", "-cp", jar, source.toString()));

        MovingBox.draw(folder.resolve("frames"), 320, 240, new Rectangle(120, 80, 60, 40));
        Path printed = folder.resolve("program.txt");
        int code = java(jar, program.group(2), printed, folder.resolve("frames").toString()).exitValue();
        List<String> boxes = Files.readAllLines(printed);
        assertEquals(0, code, Files.readString(folder.resolve("errors.txt")));
        product.succeed("track", "--input", "frames", "--box", "120,80,60,40", "--text", "the white bird", "--out", "out");
        List<String> expected = Files.readAllLines(folder.resolve("out/boxes.txt"));
        assertEquals(5, expected.size());
        assertEquals(expected, boxes.stream().map(ReadmeProgramTest::box).toList());
        try (var left = Files.list(folder.resolve("cache/glad/felix"))) {
            assertEquals(0, left.count(), "the program leaves nothing of the framework's behind");
        }
    }

    /** Returns the box of a printed {@code TrackedBox} as a line of boxes.txt. */
    private static String box(String line) {
        List<String> numbers = NUMBER.matcher(line).results().map((MatchResult found) -> found.group(1)).toList();
        return String.join(",", numbers.subList(1, 5)).toUpperCase(Locale.ROOT);
    }

    @Test
    void whatIsWrongIsOneErrorForAProgramAsForACommand() throws Exception {
        Product product = new Product(folder);
        Path source = Files.writeString(folder.resolve("Wrong.java"), """
                import glad.api.GladException;
                import glad.launcher.GladPlatform;
                import java.nio.file.Path;

                public class Wrong {
                    static void tell(Runnable run) {
                        try {
                            run.run();
                        } catch (GladException e) {
                            System.out.println(e.exitCode() + " " + e.getMessage());
                        }
                    }

                    public static void main(String[] args) {
                        tell(() -> GladPlatform.open(Path.of("nowhere")));
                        try (GladPlatform glad = GladPlatform.open()) {
                            System.out.println(glad.experiments().contains("glad-nano"));
                            tell(() -> glad.tracker("glad-nona"));
                            tell(() -> glad.tracker("glad-nano", "search.sise=3"));
                            tell(() -> GladPlatform.open());
                        }
                    }
                }
                """);
        String jar = product.jar();
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, "-cp", jar, source.toString()));
        Path printed = folder.resolve("wrong.txt");
        int code = java(jar, "Wrong", printed).exitValue();
        List<String> lines = Files.readAllLines(printed);
        assertEquals(0, code, Files.readString(folder.resolve("errors.txt")));
        assertEquals(5, lines.size(), String.join("\n", lines));
        assertTrue(lines.get(0).startsWith("2 \"nowhere\" holds no GLAD; expected the folder of"), lines.get(0));
        assertEquals("true", lines.get(1));
        assertTrue(lines.get(2).contains("2 unknown experiment \"glad-nona\"; did you mean \"glad-nano\"?"), lines.get(2));
        assertTrue(lines.get(3).contains("did you mean \"size\"?"), lines.get(3));
        assertTrue(lines.get(4).startsWith("2 this process has opened a GladPlatform already"), lines.get(4));
    }
}
