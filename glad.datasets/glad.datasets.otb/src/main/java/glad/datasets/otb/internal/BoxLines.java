package glad.datasets.otb.internal;

import glad.api.Box;
import glad.api.GladException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Boxes in a text file: {@code x,y,w,h} per line, 1-based, with commas, tabs or blanks between the numbers. */
final class BoxLines {

    private BoxLines() {}

    /** Reads all boxes as 0-based pixels. */
    static List<Box> read(Path file) {
        List<String> lines;
        try {
            lines = new ArrayList<>(Files.readAllLines(file));
        } catch (IOException e) {
            throw GladException.failure("can't read the boxes in \"" + file + "\"; check that it is a text file", e);
        }
        while (!lines.isEmpty() && lines.get(lines.size() - 1).isBlank()) {
            lines.remove(lines.size() - 1);
        }
        if (lines.isEmpty()) {
            throw GladException.failure("no boxes in \"" + file + "\"; expected lines of x,y,w,h");
        }
        List<Box> boxes = new ArrayList<>(lines.size());
        for (String line : lines) {
            boxes.add(box(line, file, boxes.size() + 1));
        }
        return boxes;
    }

    private static Box box(String line, Path file, int number) {
        String[] words = line.strip().split("[,;\\s]+");
        try {
            if (words.length == 4) {
                return new Box(Double.parseDouble(words[0]) - 1, Double.parseDouble(words[1]) - 1,
                        Double.parseDouble(words[2]), Double.parseDouble(words[3]));
            }
        } catch (NumberFormatException e) {
            throw damaged(line, file, number, e);
        }
        throw damaged(line, file, number, null);
    }

    private static GladException damaged(String line, Path file, int number, Exception cause) {
        return GladException.failure(
                "line " + number + " of \"" + file + "\" is \"" + line + "\"; expected four numbers x,y,w,h", cause);
    }
}
