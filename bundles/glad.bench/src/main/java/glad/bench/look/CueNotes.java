package glad.bench.look;

import ai.djl.ndarray.NDManager;
import glad.api.Box;
import glad.api.Image;
import glad.api.data.Sequence;
import glad.api.model.TextToken;
import glad.bench.cues.CueWord;
import glad.bench.cues.FrameCues;
import glad.bench.cues.SequenceCues;
import glad.bench.data.SequenceStrip;
import glad.bench.run.FrameWatch;
import glad.experiment.Experiment;
import glad.experiment.LoadedExperiment;
import glad.nn.ValueTrace;
import glad.runtime.Model;
import glad.runtime.PartKind;
import glad.runtime.SearchView;
import glad.runtime.SeenFrame;
import glad.runtime.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Notes what words and memory do in the frames that a sequence's film strip shows. These are computed twice more for it; the session
 * tracks as ever.
 */
public final class CueNotes implements FrameWatch {

    private final LoadedExperiment loaded;
    private final Session session;
    private final BiConsumer<String, SequenceCues> notes;
    private final List<FrameCues> noted = new ArrayList<>();
    private final List<Integer> replaced = new ArrayList<>();
    private String sequence = "";
    private List<Integer> shown = List.of();
    private String sentence = "";
    private int number;
    private int taken;

    /**
     * Makes one.
     *
     * @param session of the experiment
     * @param notes gets the name and the cues of a sequence after its last frame
     */
    public CueNotes(LoadedExperiment loaded, Session session, BiConsumer<String, SequenceCues> notes) {
        this.loaded = loaded;
        this.session = session;
        this.notes = notes;
    }

    /** Says that there is hardly anything to note, where an experiment has neither words nor a memory. */
    public static Optional<String> nothing(Experiment experiment) {
        boolean none = Stream.of(PartKind.WORDS, PartKind.MEMORY).allMatch(kind -> experiment.model().part(kind).id().equals("none"));
        return none ? Optional.of("experiment \"" + experiment.name() + "\" has neither words nor a memory, so that --cues has nothing but score maps to show")
                : Optional.empty();
    }

    @Override
    public void sequence(Sequence next) {
        sequence = next.name();
        shown = SequenceStrip.frames(next.boxes().size(), SequenceCues.FRAMES);
    }

    @Override
    public void started(Image first, Box box, String text) {
        sentence = text;
        number = 0;
        taken = 0;
        noted.clear();
        replaced.clear();
        noted.add(new FrameCues(0, sentence, said(null), 0, 0, 0, new float[0], new float[0]));
        end();
    }

    @Override
    public void told(String text) {
        sentence = text;
    }

    @Override
    public void before(Image frame) {
        number++;
        if (shown.contains(number)) {
            noted.add(look(frame));
        }
    }

    @Override
    public void after() {
        if (session.templatesTaken() > taken) {
            taken = session.templatesTaken();
            replaced.add(number);
        }
        end();
    }

    private void end() {
        if (!shown.isEmpty() && number == shown.get(shown.size() - 1)) {
            notes.accept(sequence, new SequenceCues(noted, replaced));
        }
    }

    private FrameCues look(Image frame) {
        Model model = loaded.model();
        try (NDManager scope = model.manager().newSubManager()) {
            SeenFrame seen = session.look(frame, scope);
            Cells search = Cells.of(model.backbone().searchSide(), seen.pass().prediction().boxes().toFloatArray());
            Traces traces = new Traces(model, search, Cells.of(model.backbone().templateSide(), new float[] {0.5f, 0.5f, 1, 1}));
            ValueTrace.of(Set.of(Traces.ATTENTION), traces, () -> session.look(frame, scope));
            List<Weights> layers = traces.means(PartKind.WORDS, Traces.ATTENTION).stream()
                    .filter(layer -> layer.queries() == search.count()).toList();
            float[] heat = seen.pass().heat() == null ? new float[0] : seen.pass().heat().toFloatArray();
            SearchView view = seen.view(model.head().mapSide());
            return new FrameCues(number, sentence, said(layers.isEmpty() ? null : attention(layers, search)), view.geometry().left(),
                    view.geometry().top(), view.geometry().side(), rounded(heat), rounded(view.score()));
        }
    }

    /** Returns what the search tokens on what was found take from each key, in the mean over the layers. */
    private static float[] attention(List<Weights> layers, Cells search) {
        float[] taken = new float[layers.get(0).keys()];
        for (Weights layer : layers) {
            float[] own = layer.taken(0, search.target(), 0, 0, taken.length);
            for (int i = 0; i < taken.length; i++) {
                taken[i] += own[i] / layers.size();
            }
        }
        return taken;
    }

    /** @param attention to the keys, which are the sentence's tokens as written, as calibrated, or one behind the other; null in a first frame */
    private List<CueWord> said(float[] attention) {
        Model model = loaded.model();
        int length = model.text().length();
        List<TextToken> tokens = length == 0 || sentence.isBlank() ? List.of() : model.text().tokens(sentence);
        float[] target = session.targetWords();
        boolean both = attention != null && attention.length == 2 * length;
        List<CueWord> words = new ArrayList<>();
        for (int i = 0; i < Math.min(length, tokens.size()); i++) {
            TextToken token = tokens.get(i);
            if (token.to() > token.from()) {
                Double all = attention == null || attention.length % length != 0 ? null
                        : rounded(attention[i] + (both ? attention[length + i] : 0));
                words.add(new CueWord(sentence.substring(token.from(), token.to()).strip(), target.length == 0 ? null : rounded(target[i]), all,
                        both ? rounded(attention[length + i]) : null));
            }
        }
        return words;
    }

    private static double rounded(double value) {
        return Math.round(value * 1e4) / 1e4;
    }

    private static float[] rounded(float[] values) {
        float[] rounded = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            rounded[i] = (float) rounded((double) values[i]);
        }
        return rounded;
    }
}
