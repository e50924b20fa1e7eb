package glad.bench.look;

import glad.media.Heat;
import glad.runtime.PartKind;
import java.util.List;
import java.util.function.Consumer;

/** Attention among the tokens of template and search region. */
final class AttentionView {

    private static final int LARGE = 240;
    private static final int SMALL = 96;

    private AttentionView() {}

    static void draw(Seen seen, Consumer<Shown> shown, Consumer<String> missing) {
        List<TokenAttention> all = seen.traces().tokens();
        for (PartKind kind : List.of(PartKind.BACKBONE, PartKind.FUSION)) {
            if (all.stream().noneMatch(layer -> layer.kind() == kind)) {
                missing.accept(seen.nothing(View.ATTENTION, kind, "tells no attention among template and search tokens"));
            }
        }
        if (all.isEmpty()) {
            return;
        }
        rollout(seen, all.stream().filter(layer -> layer.kind() == PartKind.BACKBONE).toList(), shown);
        Sheet search = new Sheet(SMALL, Integer.MAX_VALUE);
        Sheet template = new Sheet(SMALL, Integer.MAX_VALUE);
        for (TokenAttention layer : all) {
            for (int head = 0; head < layer.inSearch().size(); head++) {
                String caption = layer.mean().layer() + " " + head;
                search.add(new Heat(layer.inSearch().get(head), seen.search().side()).over(seen.region().image()), caption);
                template.add(new Heat(layer.inTemplate().get(head), seen.target().side()).over(seen.template()), caption);
            }
            search.end();
            template.end();
        }
        shown.accept(new Shown("attention-search", search.image()));
        shown.accept(new Shown("attention-template", template.image()));
    }

    private static void rollout(Seen seen, List<TokenAttention> layers, Consumer<Shown> shown) {
        if (layers.isEmpty()) {
            return;
        }
        TokenAttention last = layers.get(layers.size() - 1);
        double[] start = new double[last.mean().queries()];
        seen.search().target().forEach(cell -> start[last.firstSearch() + cell] = 1.0 / seen.search().target().size());
        double[] found = Rollout.of(layers.stream().map(TokenAttention::mean).toList(), start);
        shown.accept(new Shown("attention-rollout", new Sheet(LARGE)
                .add(seen.region().image(), "search region")
                .add(new Heat(part(found, last.firstSearch(), seen.search().count()), seen.search().side()).over(seen.region().image()),
                        "rollout to what was found")
                .add(seen.template(), "template")
                .add(new Heat(part(found, last.firstTemplate(), seen.target().count()), seen.target().side()).over(seen.template()),
                        "rollout to what was found")
                .image()));
    }

    private static float[] part(double[] all, int from, int count) {
        float[] part = new float[count];
        for (int i = 0; i < count; i++) {
            part[i] = (float) all[from + i];
        }
        return part;
    }
}
