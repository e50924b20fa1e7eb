package glad.datasets.procedural.internal;

import glad.api.GladException;
import glad.api.GladId;
import glad.api.Names;
import glad.api.data.Dataset;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import glad.api.options.Option;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Component;

/** Moving textured objects over drawn backgrounds; everything follows from a seed. */
@GladId("procedural")
@Component(service = Dataset.class)
public final class ProceduralDataset implements Dataset {

    private static final OptionSchema SCHEMA = OptionSchema.of(
            Option.choice("split", "heldout", List.of("train", "heldout"), "two worlds that share no sequence"),
            Option.integer("seed", 1, 0, Long.MAX_VALUE, "all sequences follow from it"),
            Option.integer("count", 6, 1, 9999, "how many sequences"),
            Option.integer("frames", 100, 2, 100000, "frames of each sequence"),
            Option.integer("width", 320, 64, 4096, "frame width, pixels"),
            Option.integer("height", 240, 64, 4096, "frame height, pixels"),
            Option.choice("kind", "mixed", kinds(), "what makes them hard; mixed takes six kinds in turn"),
            Option.choice("context", "none", List.of("none", "steady", "changing"),
                    "whether sentences say where the target is, such as left of the tree, with a companion on the other side; changing: it stops"
                            + " being true"),
            Option.choice("sentence", "right", List.of("right", "wrong", "none"),
                    "the target's words, the distractor's (else words that fit nothing there), or none"));

    private static List<String> kinds() {
        List<String> kinds = new ArrayList<>(List.of("mixed"));
        kinds.addAll(SequenceKind.words());
        return kinds;
    }

    @Override
    public String description() {
        return "Moving textured objects with sentences, drawn from a seed";
    }

    @Override
    public OptionSchema options() {
        return SCHEMA;
    }

    @Override
    public boolean needsRoot() {
        return false;
    }

    @Override
    public SequenceSet open(Path root, Options options) {
        return new Drawn(options);
    }

    private static final class Drawn implements SequenceSet {

        private final Options options;
        private final List<String> names = new ArrayList<>();
        private final List<SequenceKind> kinds = new ArrayList<>();

        Drawn(Options options) {
            this.options = options;
            String kind = options.text("kind");
            for (int i = 0; i < options.integer("count"); i++) {
                SequenceKind its = kind.equals("mixed")
                        ? SequenceKind.MIXED.get(i % SequenceKind.MIXED.size()) : SequenceKind.of(kind);
                kinds.add(its);
                names.add("%s-%04d".formatted(its.word(), i + 1));
            }
        }

        @Override
        public List<String> names() {
            return List.copyOf(names);
        }

        @Override
        public Sequence sequence(String name) {
            int index = names.indexOf(name);
            if (index < 0) {
                throw GladException.usage(Names.unknown("sequence", name, names));
            }
            long split = options.text("split").equals("train") ? 101 : 202;
            Context context = Context.valueOf(options.text("context").toUpperCase(Locale.ROOT));
            Script script = new Script(kinds.get(index), context, options.integer("frames"), options.integer("width"),
                    options.integer("height"), split, (Long) options.values().get("seed"), index);
            String sentence = switch (options.text("sentence")) {
                case "right" -> script.sentence();
                case "wrong" -> script.wrongSentence();
                default -> "";
            };
            return new ProceduralSequence(name, script, context, sentence);
        }
    }
}
