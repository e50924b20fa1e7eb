package glad.bench.look;

import ai.djl.ndarray.types.Shape;
import glad.media.Heat;
import glad.runtime.PartKind;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** What search tokens take from cues. */
final class CuesView {

    private static final int SIDE = 200;

    private CuesView() {}

    static void draw(Seen seen, Consumer<Shown> shown, Consumer<String> missing) {
        fusion(seen, shown, missing);
        words(seen, shown, missing);
        memory(seen, shown, missing);
    }

    /** A fusion module's layers: search tokens on the target's cells of a map, and its cells as what was found takes them. */
    private static void fusion(Seen seen, Consumer<Shown> shown, Consumer<String> missing) {
        List<Weights> layers = seen.traces().means(PartKind.FUSION, Traces.CUES);
        List<Shape> maps = seen.loaded().model().diffusion().featureMaps();
        Sheet sheet = new Sheet(SIDE);
        for (int i = 0; i < Math.min(layers.size(), maps.size()); i++) {
            Weights layer = layers.get(i);
            Cells cells = Cells.of((int) maps.get(i).get(2), seen.inTemplate());
            if (layer.keys() == cells.count() && layer.queries() >= seen.search().count()) {
                int first = layer.queries() - seen.search().count();
                sheet.add(new Heat(layer.takers(0, cells.target(), first, seen.search().count()), seen.search().side())
                        .over(seen.region().image()), layer.layer() + ": takes the target's cues");
                sheet.add(new Heat(layer.taken(0, seen.search().target(), first, 0, cells.count()), cells.side()).over(seen.template()),
                        layer.layer() + ": what was found takes");
            }
        }
        end(sheet, "cues-fusion", seen, PartKind.FUSION, shown, missing);
    }

    /** Search tokens on the tokens of a sentence, which may come more than once among the keys: as written and as calibrated. */
    private static void words(Seen seen, Consumer<Shown> shown, Consumer<String> missing) {
        int count = seen.search().count();
        int length = seen.loaded().model().text().length();
        Sheet sheet = new Sheet(SIDE);
        for (Weights layer : seen.traces().means(PartKind.WORDS, Traces.ATTENTION)) {
            if (layer.queries() == count && length > 0 && layer.keys() % length == 0) {
                for (int word = 0; word < seen.words().size(); word++) {
                    int token = word;
                    List<Integer> keys = IntStream.range(0, layer.keys()).filter(key -> key % length == token).boxed().toList();
                    sheet.add(new Heat(layer.takers(0, keys, 0, count), seen.search().side()).over(seen.region().image()),
                            seen.words().get(word));
                }
                sheet.end();
            }
        }
        end(sheet, "cues-words", seen, PartKind.WORDS, shown, missing);
    }

    /** A memory's rows on search tokens, and how much each search token counted in the end. */
    private static void memory(Seen seen, Consumer<Shown> shown, Consumer<String> missing) {
        int count = seen.search().count();
        Sheet sheet = new Sheet(SIDE);
        for (Weights layer : seen.traces().means(PartKind.MEMORY, Traces.ATTENTION)) {
            for (int row = 0; layer.keys() == count && row < layer.queries(); row++) {
                sheet.add(new Heat(layer.taken(0, List.of(row), 0, 0, count), seen.search().side()).over(seen.region().image()),
                        "row " + row);
            }
            sheet.end();
        }
        if (seen.pass().heat() != null) {
            sheet.add(new Heat(seen.pass().heat().toFloatArray(), seen.search().side()).over(seen.region().image()), "heat");
        }
        end(sheet, "cues-memory", seen, PartKind.MEMORY, shown, missing);
    }

    private static void end(Sheet sheet, String name, Seen seen, PartKind kind, Consumer<Shown> shown, Consumer<String> missing) {
        if (sheet.isEmpty()) {
            missing.accept(seen.nothing(View.CUES, kind, "tells no attention to cues"));
        } else {
            shown.accept(new Shown(name, sheet.image()));
        }
    }
}
