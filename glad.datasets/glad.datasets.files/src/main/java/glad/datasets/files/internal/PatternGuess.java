package glad.datasets.files.internal;

import glad.api.GladException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where files of one kind lie, as a {@link PathPattern}.
 *
 * @param pattern its text
 * @param reason what it was guessed from
 */
public record PatternGuess(String pattern, String reason) {

    /** Guesses where boxes lie: as most files of boxes do that lie alike. */
    public static PatternGuess ofBoxes(Survey survey) {
        Map<String, List<String>> alike = new LinkedHashMap<>();
        for (String file : survey.boxes()) {
            String[] names = file.split("/");
            // Files of one name in many folders lie alike, and so do files of many names in one folder.
            alike.computeIfAbsent(names.length + " " + names[names.length - 1], key -> new ArrayList<>()).add(file);
            alike.computeIfAbsent(file.substring(0, file.lastIndexOf('/') + 1) + " " + suffix(names[names.length - 1]), key -> new ArrayList<>())
                    .add(file);
            if (names.length > 1 && stem(names[names.length - 1]).equals(names[names.length - 2])) {
                alike.computeIfAbsent(names.length + " as its folder", key -> new ArrayList<>()).add(file);
            }
        }
        List<String> most = alike.values().stream().max(Comparator.comparingInt(List::size)).orElseThrow();
        String pattern = pattern(most);
        return new PatternGuess(pattern, most.size() + " of " + survey.boxes().size() + " files with four or eight numbers in every line, such as "
                + most.get(0));
    }

    private static String pattern(List<String> files) {
        List<String[]> split = files.stream().map(file -> file.split("/")).toList();
        int depth = split.get(0).length;
        int last = depth - 1;
        List<Integer> varying = new ArrayList<>();
        for (int i = 0; i < last; i++) {
            int at = i;
            if (split.stream().map(names -> names[at]).distinct().count() > 1) {
                varying.add(i);
            }
        }
        String[] pattern = split.get(0).clone();
        boolean fixed = split.stream().map(names -> names[last]).distinct().count() == 1;
        boolean asFolder = last > 0 && split.stream().allMatch(names -> stem(names[last]).equals(names[last - 1]));
        if (fixed && varying.isEmpty() && last > 0) {
            varying.add(last - 1); // a single sequence: its folder is what would differ
        }
        if (asFolder && !varying.contains(last - 1)) {
            varying.add(last - 1);
        }
        for (int i = 0; i < varying.size(); i++) {
            boolean name = i == varying.size() - 1 && (fixed || asFolder);
            pattern[varying.get(i)] = name ? "{name}" : i == 0 ? "{class}" : "{name}";
        }
        if (asFolder) {
            pattern[last] = "{name}" + suffix(pattern[last]);
        } else if (!fixed || last == 0) {
            pattern[last] = "{name}" + commonSuffix(split.stream().map(names -> names[last]).toList());
        }
        return String.join("/", pattern);
    }

    private static String commonSuffix(List<String> names) {
        String suffix = suffix(names.get(0));
        for (Matcher part = Pattern.compile("[_.-]\\w+" + Pattern.quote(suffix) + "$").matcher(names.get(0)); part.find();) {
            String longer = part.group();
            if (names.size() > 1 && names.stream().allMatch(name -> name.endsWith(longer))) {
                return longer;
            }
        }
        return suffix;
    }

    /** Guesses where frames lie: in the place that is there for most sequences. */
    public static PatternGuess ofFrames(Survey survey, PatternGuess boxes, List<Map<String, String>> sequences) {
        Map<String, Integer> found = new LinkedHashMap<>();
        for (Map<String, String> sequence : sequences) {
            survey.images().stream().map(place -> abstracted(place, sequence)).filter(pattern -> pattern.contains("{name}")).distinct()
                    .forEach(pattern -> found.merge(pattern, 1, Integer::sum));
        }
        String near = boxes.pattern.contains("/") ? boxes.pattern.substring(0, boxes.pattern.lastIndexOf('/')) : "";
        return found.entrySet().stream().max(Map.Entry.<String, Integer>comparingByValue()
                        .thenComparing(e -> e.getKey().startsWith(near) ? 1 : 0).thenComparing(e -> -e.getKey().length()))
                .map(e -> new PatternGuess(e.getKey(), "images, archives or videos there for " + e.getValue() + " of " + sequences.size()
                        + " sequences"))
                .orElseThrow(() -> GladException.failure("no images are named like the " + sequences.size() + " files of boxes at \""
                        + boxes.pattern + "\"; images lie in " + survey.images().stream().limit(3).toList()
                        + ": write the layout file by hand, with {name} where the names agree"));
    }

    /** Returns patterns of the text files that lie by a sequence's name, as its boxes do, without those. */
    public static List<String> beside(Survey survey, PatternGuess boxes, Map<String, String> sequence) {
        return survey.texts().stream().map(file -> abstracted(file, sequence))
                .filter(pattern -> pattern.contains("{name}") && !pattern.equals(boxes.pattern)).distinct().toList();
    }

    /** Returns a path with places for what is the sequence's own. */
    private static String abstracted(String path, Map<String, String> sequence) {
        String name = sequence.get(PathPattern.NAME);
        String kind = sequence.get(PathPattern.CLASS);
        return Arrays.stream(path.split("/")).map(part -> part.equals(name) ? "{name}" : part.equals(kind) ? "{class}"
                : part.matches(Pattern.quote(name) + "[_.-].*") ? "{name}" + part.substring(name.length()) : part)
                .collect(Collectors.joining("/"));
    }

    private static String stem(String name) {
        return name.substring(0, name.length() - suffix(name).length());
    }

    private static String suffix(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot);
    }
}
