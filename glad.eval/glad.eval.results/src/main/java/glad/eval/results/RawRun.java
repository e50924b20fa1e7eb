package glad.eval.results;

import glad.api.GladException;
import glad.eval.results.internal.ResultFile;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The result files of one run of a tracker. */
public final class RawRun {

    private final String tracker;
    private final Map<String, Path> files;
    private final SortedMap<String, String> content;
    private final Map<String, Path> byLooseName = new TreeMap<>();

    RawRun(String tracker, Map<String, Path> files, Map<String, String> content) {
        this.tracker = tracker;
        this.content = new TreeMap<>(content);
        this.files = new TreeMap<>(files);
        files.forEach((name, file) -> byLooseName.put(loose(name), file));
    }

    /** Benchmarks' readers disagree about upper case and about the sign between a name and its number. */
    private static String loose(String sequence) {
        return sequence.toLowerCase(Locale.ROOT).replaceAll("[-. ]", "_");
    }

    /** Returns this run under another name. */
    public RawRun named(String name) {
        return new RawRun(name, files, content);
    }

    /** Returns what the tracker is called; several runs of one tracker have one name. */
    public String tracker() {
        return tracker;
    }

    /** Returns all that decided the results, by name, as a run folder's {@code content.json} has it; empty for results of others. */
    public SortedMap<String, String> content() {
        return new TreeMap<>(content);
    }

    /** Returns each sequence's file by the name that the file gives it. */
    public Map<String, Path> files() {
        return new TreeMap<>(files);
    }

    /**
     * Reads the result of a sequence.
     *
     * @param sequence as the dataset calls it; upper case, and {@code -}, {@code .} or a blank for {@code _}, don't matter
     * @return what the tracker said; empty if there is no file for it
     * @throws GladException (failure) naming the line if the file is damaged
     */
    public Optional<SequenceBoxes> read(String sequence) {
        Path file = files.getOrDefault(sequence, byLooseName.get(loose(sequence)));
        return Optional.ofNullable(file).map(ResultFile::read);
    }
}
