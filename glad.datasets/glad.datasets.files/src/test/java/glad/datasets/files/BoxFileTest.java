package glad.datasets.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.Box;
import glad.api.GladException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoxFileTest {

    @TempDir
    Path folder;
    private Path file;

    @BeforeEach
    void inAFile() {
        file = folder.resolve("boxes.txt");
    }

    @ParameterizedTest
    @ValueSource(strings =
            {"1,2,3,4\n5,6,7,8", "1\t2\t3\t4\r\n5\t6\t7\t8\r\n", "1 2  3 4\r5 6 7 8\r", "1, 2, 3, 4,\n5;6;7;8\n\n",
        "\uFEFF1,2,3,4\n 5,6,7,8 \n"})
    void separatorsAndLineEndsMayBeAnyOfTheUsual(String text) throws IOException {
        Files.writeString(file, text);
        assertEquals(List.of(new Box(1, 2, 3, 4), new Box(5, 6, 7, 8)), BoxFile.read(file));
    }

    @Test
    void numbersAreTheVeryOnesThatJavaReads() throws IOException {
        Random random = new Random(3);
        StringBuilder text = new StringBuilder();
        double[] expected = new double[4000];
        for (int i = 0; i < expected.length; i++) {
            String number = switch (i % 4) {
                case 0 -> Double.toString(random.nextGaussian() * 300);
                case 1 -> String.format("%.4f", random.nextDouble() * 1e4);
                case 2 -> Float.toString(random.nextFloat() * 1e-5f);
                default -> Integer.toString(random.nextInt());
            };
            expected[i] = Double.parseDouble(number);
            text.append(number).append(i % 4 == 3 ? "\n" : ",");
        }
        Files.writeString(file, text);
        double[] read = BoxFile.read(file).numbers();
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], read[i], "number " + i);
        }
    }

    @Test
    void polygonsBecomeTheUprightBoxesRoundThem() throws IOException {
        Files.writeString(file, "10,20,30,15,35,40,12,44\n");
        assertEquals(List.of(new Box(10, 15, 25, 29)), BoxFile.read(file));
    }

    @Test
    void missingBoxesMayBeWrittenAsNan() throws IOException {
        Files.writeString(file, "1,2,3,4\nNaN,NaN,nan,NaN\n");
        assertTrue(Double.isNaN(BoxFile.read(file).get(1).w()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,2,3", "1,2,3,x", "1,2,3,4,5", "", "1,2,3,4,5,6,7,8,9", "1,2,3,4-"})
    void aDamagedLineIsQuotedWithItsNumber(String line) throws IOException {
        Files.writeString(file, "1,1,2,2\n" + line + "\n1,1,2,2\n");
        GladException e = assertThrows(GladException.class, () -> BoxFile.read(file));
        assertTrue(e.getMessage().contains("line 2") && e.getMessage().contains("\"" + line + "\""), e.getMessage());
    }

    @Test
    void anEmptyOrMissingFileIsAnError() throws IOException {
        assertThrows(GladException.class, () -> BoxFile.read(file));
        Files.writeString(file, " \n\n");
        assertThrows(GladException.class, () -> BoxFile.read(file));
    }

    @Test
    void flagsStandInOneLineOrInALineEach() throws IOException {
        Files.writeString(file, "0,1,0");
        assertEquals(List.of(false, true, false), FlagFile.read(file));
        Files.writeString(file, "0 \n8 \n0 \n");
        assertEquals(List.of(true, false, true), FlagFile.readOpposite(file));
    }

    @Test
    void textIsUtf8OrElseLatin1() throws IOException {
        Files.write(file, "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals("caf\u00e9", TextFile.read(file));
        Files.writeString(file, "\uFEFFcaf\u00e9");
        assertEquals("caf\u00e9", TextFile.read(file));
    }
}
