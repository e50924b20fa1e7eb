package glad.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What documents and Javadoc point to is there. */
class DocumentsTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s:]*)(?:#([^)\\s]+))?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern CITATION = Pattern.compile("docs/METHOD\\.md,[\\s*]+\"([^\"]+)\"");

    private final Path root = Checkout.root();

    @Test
    void everyLinkLeadsToAFileAndAHeading() throws IOException {
        List<String> dead = new ArrayList<>();
        int seen = 0;
        for (Path document : files(".md")) {
            for (MatchResult link : LINK.matcher(Files.readString(document)).results().toList()) {
                seen++;
                Path target = link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1)).normalize();
                boolean there = Files.exists(target)
                        && (link.group(2) == null || anchors(target).contains(link.group(2)));
                if (!there) {
                    dead.add(root.relativize(document) + ": " + link.group());
                }
            }
        }
        assertEquals(List.of(), dead);
        assertTrue(seen > 20, seen + " links");
    }

    @Test
    void everyCitationOfTheMethodNamesAHeading() throws IOException {
        Set<String> headings = HEADING.matcher(Files.readString(root.resolve("docs/METHOD.md"))).results()
                .map(m -> m.group(1)).collect(Collectors.toSet());
        List<String> cited = new ArrayList<>();
        for (Path source : files(".java")) {
            CITATION.matcher(Files.readString(source)).results().map(m -> m.group(1)).forEach(cited::add);
        }
        assertEquals(List.of(), cited.stream().filter(c -> !headings.contains(c)).toList());
        assertTrue(cited.size() >= 6, cited.toString());
    }

    /** Returns the anchors that a page of Markdown gets for its headings. */
    private static Set<String> anchors(Path page) throws IOException {
        return HEADING.matcher(Files.readString(page)).results()
                .map(m -> m.group(1).toLowerCase().replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private List<Path> files(String ending) throws IOException {
        return Checkout.files(p -> p.getFileName().toString().endsWith(ending));
    }
}
