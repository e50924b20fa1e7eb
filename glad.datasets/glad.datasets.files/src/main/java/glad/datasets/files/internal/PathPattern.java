package glad.datasets.files.internal;

import glad.datasets.files.ListedSequences;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where something lies below a folder, with places for what differs between sequences: {@code
 * {class}/{name}/groundtruth.txt}. A place stands for a folder's or a file's name, or for a part of one.
 *
 * @param text with {@code /} between names
 */
public record PathPattern(String text) {

    /** The name of a sequence, which a pattern that finds them must hold. */
    public static final String NAME = "name";
    /** What kind of thing its target is. */
    public static final String CLASS = "class";

    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

    /** Returns the places of this pattern. */
    public List<String> places() {
        return PLACE.matcher(text).results().map(place -> place.group(1)).distinct().toList();
    }

    /** Returns the path below a folder with the places filled in. */
    public Path in(Path root, Map<String, String> values) {
        return root.resolve(PLACE.matcher(text)
                .replaceAll(place -> Matcher.quoteReplacement(values.getOrDefault(place.group(1), place.group()))));
    }

    /**
     * Finds all files that fit, in natural order of their paths.
     *
     * @return what the places stand for, per file
     */
    public List<Map<String, String>> find(Path root) {
        List<Map<String, String>> found = new ArrayList<>();
        find(root, List.of(text.split("/")), Map.of(), found);
        return found;
    }

    private static void find(Path folder, List<String> names, Map<String, String> values, List<Map<String, String>> found) {
        boolean last = names.size() == 1;
        String name = names.get(0);
        if (!PLACE.matcher(name).find()) {
            descend(folder.resolve(name), last, names, values, found);
            return;
        }
        Pattern fits = pattern(name, values);
        for (String entry : ListedSequences.entries(folder, path -> last || Files.isDirectory(path))) {
            Matcher match = fits.matcher(entry);
            if (match.matches()) {
                Map<String, String> more = new LinkedHashMap<>(values);
                for (String place : new PathPattern(name).places()) {
                    if (!values.containsKey(place)) {
                        more.put(place, match.group(place));
                    }
                }
                descend(folder.resolve(entry), last, names, more, found);
            }
        }
    }

    private static void descend(Path path, boolean last, List<String> names, Map<String, String> values,
            List<Map<String, String>> found) {
        if (last && Files.isRegularFile(path)) {
            found.add(values);
        } else if (!last && Files.isDirectory(path)) {
            find(path, names.subList(1, names.size()), values, found);
        }
    }

    /** Returns what a folder's entries are compared with; a place that is known, or stands twice, is the same again. */
    private static Pattern pattern(String name, Map<String, String> values) {
        StringBuilder regex = new StringBuilder();
        List<String> begun = new ArrayList<>();
        Matcher places = PLACE.matcher(name);
        int end = 0;
        while (places.find()) {
            String place = places.group(1);
            regex.append(Pattern.quote(name.substring(end, places.start())));
            if (values.containsKey(place)) {
                regex.append(Pattern.quote(values.get(place)));
            } else if (begun.contains(place)) {
                regex.append("\\k<").append(place).append('>');
            } else {
                regex.append("(?<").append(place).append(">.+)");
                begun.add(place);
            }
            end = places.end();
        }
        return Pattern.compile(regex.append(Pattern.quote(name.substring(end))).toString());
    }
}
