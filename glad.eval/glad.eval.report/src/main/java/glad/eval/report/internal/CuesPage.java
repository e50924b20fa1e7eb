package glad.eval.report.internal;

import glad.eval.report.SequenceEntry;
import java.util.List;
import java.util.Map;

/** What the template {@code cues.mustache} shows. */
public final class CuesPage {

    final String title;
    final String description;
    final List<Page.Strips> strips;
    final List<Page.Fact> provenance;

    /** Prepares the page. */
    public CuesPage(String title, String description, List<SequenceEntry> sequences, Map<String, String> provenance) {
        this.title = title;
        this.description = description;
        strips = sequences.stream().map(Page.Strips::of).toList();
        this.provenance = Page.facts(provenance);
    }

    /** Returns the page as HTML. */
    public String html() {
        return Templates.fill("cues.mustache", this);
    }
}
