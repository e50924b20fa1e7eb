package glad.bench.look;

import glad.api.GladException;
import glad.api.Reason;
import glad.eval.report.FilmStrip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What was drawn of the inside of a run's sequences, for reports. */
public final class LookStrips {

    private static final Pattern NAME = Pattern.compile("(\\d{6,})-(.+)\\.jpg");

    private LookStrips() {}

    /**
     * Returns the images of a sequence, those of one kind beside each other in the order of frames; none if the run drew none.
     *
     * @param run its folder
     * @throws GladException (failure) if one can't be read
     */
    public static List<FilmStrip> read(Path run, String sequence) {
        Path folder = run.resolve(LookNotes.folder(sequence));
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Matcher> names = files.map(file -> NAME.matcher(file.getFileName().toString())).filter(Matcher::matches)
                    .sorted(Comparator.comparing((Matcher name) -> name.group(2)).thenComparing(name -> name.group(1))).toList();
            List<FilmStrip> strips = new ArrayList<>();
            for (Matcher name : names) {
                strips.add(new FilmStrip(Files.readAllBytes(folder.resolve(name.group())), name.group(2) + ", frame " + Integer.parseInt(name.group(1))));
            }
            return strips;
        } catch (IOException e) {
            throw GladException.failure("images in \"" + folder + "\" can't be read: " + Reason.of(e) + "; remove the folder, or track the sequence anew", e);
        }
    }
}
