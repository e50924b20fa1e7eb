package glad.datasets.files;

import glad.api.GladException;
import glad.api.Names;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import glad.media.ImageFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A dataset's sequences: a list of names, and how one of them is read. */
public final class ListedSequences implements SequenceSet {

    private final List<String> names;
    private final Set<String> known;
    private final Predicate<String> there;
    private final Predicate<String> hasImages;
    private final Function<String, ? extends Sequence> reader;

    /**
     * Makes one.
     *
     * @param names in the dataset's order
     * @param there whether something is there for a name
     * @param reader reads the annotation of a name; safe for use by several threads
     */
    public ListedSequences(List<String> names, Predicate<String> there, Function<String, ? extends Sequence> reader) {
        this(names, there, there, reader);
    }

    /**
     * Makes one of a dataset whose annotations may be there without the images.
     *
     * @param hasImages whether the images are there for a name; the rest as above
     */
    public ListedSequences(List<String> names, Predicate<String> there, Predicate<String> hasImages,
            Function<String, ? extends Sequence> reader) {
        this.names = List.copyOf(names);
        this.known = Set.copyOf(names);
        this.there = there;
        this.hasImages = hasImages;
        this.reader = reader;
    }

    @Override
    public List<String> names() {
        return names;
    }

    @Override
    public boolean has(String name) {
        return there.test(name);
    }

    @Override
    public boolean hasFrames(String name) {
        return there.test(name) && hasImages.test(name);
    }

    @Override
    public Sequence sequence(String name) {
        if (!known.contains(name)) {
            throw GladException.usage(Names.unknown("sequence", name, names));
        }
        return reader.apply(name);
    }

    /**
     * Returns the names of a folder's files of one kind without its suffix, in natural order.
     *
     * @throws GladException (failure) if the folder can't be listed
     */
    public static List<String> files(Path folder, String suffix) {
        return entries(folder, file -> file.toString().endsWith(suffix)).stream()
                .map(name -> name.substring(0, name.length() - suffix.length())).toList();
    }

    /**
     * Returns the names of what a folder holds, in natural order, hidden files left out.
     *
     * @param chosen which of its entries count
     * @throws GladException (failure) if the folder can't be listed
     */
    public static List<String> entries(Path folder, Predicate<Path> chosen) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(chosen).map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted(ImageFolder.NATURAL_ORDER).toList();
        } catch (IOException e) {
            throw GladException.failure("can't list the folder \"" + folder + "\"; check that it is there", e);
        }
    }
}
