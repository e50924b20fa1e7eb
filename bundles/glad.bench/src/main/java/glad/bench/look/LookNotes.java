package glad.bench.look;

import glad.api.Box;
import glad.api.Image;
import glad.api.data.Sequence;
import glad.bench.data.SequenceStrip;
import glad.bench.run.FrameWatch;
import glad.experiment.LoadedExperiment;
import glad.media.ImageFile;
import glad.runtime.Session;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Draws what is inside a few frames of each sequence while it is tracked. These are computed up to three times; the session tracks as ever. */
public final class LookNotes implements FrameWatch {

    /** Of a sequence, the first included, in which nothing is looked for yet. */
    private static final int FRAMES = 3;

    private static final Logger LOG = LoggerFactory.getLogger(LookNotes.class);
    private static final int QUALITY = 90;

    private final LoadedExperiment loaded;
    private final Session session;
    private final Set<View> views;
    private final BiConsumer<String, byte[]> notes;
    private final Set<String> told = new TreeSet<>();
    private Optional<FrameLook> look = Optional.empty();
    private List<Integer> shown = List.of();
    private String sequence = "";
    private String sentence = "";
    private int number;

    /**
     * Makes one.
     *
     * @param session of the experiment
     * @param notes gets the {@linkplain #file names} of JPEG files, and their bytes
     */
    public LookNotes(LoadedExperiment loaded, Session session, Set<View> views, BiConsumer<String, byte[]> notes) {
        this.loaded = loaded;
        this.session = session;
        this.views = EnumSet.copyOf(views);
        this.notes = notes;
    }

    /** Returns the name of the folder of a sequence's images within a run's folder. */
    public static String folder(String sequence) {
        return "look/" + sequence;
    }

    /** Returns the name of an image's file: the frame's number, from 0, and what it shows. */
    private static String file(String sequence, int frame, Shown shown) {
        return folder(sequence) + "/" + String.format("%06d", frame) + "-" + shown.name() + ".jpg";
    }

    @Override
    public void sequence(Sequence next) {
        sequence = next.name();
        shown = SequenceStrip.frames(next.boxes().size(), FRAMES);
    }

    @Override
    public void started(Image first, Box box, String text) {
        end();
        sentence = text;
        number = 0;
        look = Optional.of(new FrameLook(loaded, session, first, box, views));
    }

    @Override
    public void told(String text) {
        sentence = text;
    }

    @Override
    public void before(Image frame) {
        number++;
        if (shown.contains(number)) {
            Look seen = look.orElseThrow().at(frame, sentence);
            seen.images().forEach(image -> notes.accept(file(sequence, number, image), ImageFile.jpeg(image.image(), QUALITY)));
            seen.missing().stream().filter(told::add).forEach(line -> LOG.info("{}", line));
        }
    }

    @Override
    public void after() {
        if (!shown.isEmpty() && number == shown.get(shown.size() - 1)) {
            end();
        }
    }

    private void end() {
        look.ifPresent(FrameLook::close);
        look = Optional.empty();
    }
}
