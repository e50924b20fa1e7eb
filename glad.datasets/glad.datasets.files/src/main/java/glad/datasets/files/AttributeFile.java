package glad.datasets.files;

import glad.api.GladException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Files with a flag for each attribute that a benchmark knows. */
public final class AttributeFile {

    private AttributeFile() {}

    /**
     * Returns the attributes whose flags are set; none if there is no such file.
     *
     * @param names of the attributes, in the order of the flags
     * @throws GladException (failure) if the file has another number of flags, or other things
     */
    public static Set<String> readIfThere(Path file, List<String> names) {
        if (!Files.isRegularFile(file)) {
            return Set.of();
        }
        List<Boolean> flags = FlagFile.read(file);
        if (flags.size() != names.size()) {
            throw GladException.failure("\"" + file + "\" has " + flags.size()
                    + " numbers; expected one for each of the " + names.size() + " attributes");
        }
        return IntStream.range(0, flags.size()).filter(flags::get).mapToObj(names::get).collect(Collectors.toSet());
    }
}
