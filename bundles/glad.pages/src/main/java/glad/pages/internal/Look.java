package glad.pages.internal;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What all pages have in common.
 *
 * @param root what every path begins with: a slash and the token
 * @param control whether pages show what changes something
 */
record Look(String root, boolean control) {

    private static final String REFRESH = "refresh";

    /**
     * What stands round a page.
     *
     * @param root what every path begins with
     * @param control whether pages show what changes something
     * @param title of the page
     * @param runs whether it is about runs, for the navigation; likewise the next two
     * @param refresh whether it is loaded again and again
     * @param toggle its own address with that switched
     */
    record Frame(String root, boolean control, String title, boolean runs, boolean jobs, boolean trainings, boolean refresh, String toggle) {}

    Frame frame(Question question, String section, String title) {
        Map<String, List<String>> values = new LinkedHashMap<>(question.values());
        boolean refresh = values.remove(REFRESH) != null;
        if (!refresh) {
            values.put(REFRESH, List.of("on"));
        }
        return new Frame(root, control, title, section.equals("runs"), section.equals("jobs"), section.equals("trainings"), refresh,
                link(question.path(), values));
    }

    /** Returns the address of a page. @param namesAndValues of its query, in turns */
    String link(String path, String... namesAndValues) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.computeIfAbsent(namesAndValues[i], name -> new ArrayList<>()).add(namesAndValues[i + 1]);
        }
        return link(path, values);
    }

    String link(String path, Map<String, List<String>> values) {
        String query = values.entrySet().stream().flatMap(e -> e.getValue().stream().map(value -> encoded(e.getKey()) + "=" + encoded(value)))
                .collect(Collectors.joining("&"));
        return root + path + (query.isEmpty() ? "" : "?" + query);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
