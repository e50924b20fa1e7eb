package glad.train.pairs;

import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.data.Frames;
import glad.api.data.PairSource;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import glad.api.data.Shot;
import glad.api.data.TrainingPair;
import glad.base.SeededRandom;
import glad.media.Crop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Pairs and clips of frames of a dataset's sequences, as the official training draws them: a sequence uniformly from those that are
 * there, two or more of its frames that show the target, a crop of each, changed in looks. What can't be used (too few frames with
 * the target, a crop beside the frame, a damaged file) is drawn again. Pair {@code i} follows from the seed, {@code i} and the
 * files alone. Annotation and frames are read for each pair anew: nothing is kept. Safe for use by several threads.
 */
public final class SequencePairs implements PairSource {

    private static final int TRIES = 1000;

    private final String id;
    private final SequenceSet set;
    private final List<String> names;
    private final Sampling sampling;
    private final JitteredCrop template;
    private final JitteredCrop search;
    private final long seed;
    private final Damage damage;

    /**
     * Makes a source.
     *
     * @param id the dataset's, for messages
     * @param set the sequences, their sentences as the model gets to read them
     * @param sampling how pairs are made
     * @param template how templates are cut, before jitter
     * @param search how search regions are cut, before jitter
     * @param seed all pairs follow from it
     * @param warnings told once of each file that can't be read, by whichever thread meets it first
     * @throws GladException (failure) if none of the sequences is there
     */
    public SequencePairs(String id, SequenceSet set, Sampling sampling, Crop template, Crop search, long seed,
            Consumer<String> warnings) {
        this.id = id;
        this.set = set;
        this.sampling = sampling;
        this.template = new JitteredCrop(template, sampling.template());
        this.search = new JitteredCrop(search, sampling.search());
        this.seed = seed;
        damage = new Damage(id, warnings);
        names = set.names().stream().filter(set::has).toList();
        if (names.isEmpty()) {
            throw GladException.failure("dataset \"" + id + "\" has none of its " + set.names().size()
                    + " sequences to train on; check its folder and split with ./glad data verify " + id);
        }
        if (names.size() < set.names().size()) {
            warnings.accept("dataset \"" + id + "\": " + (set.names().size() - names.size()) + " of " + set.names().size()
                    + " sequences aren't there");
        }
    }

    /** @throws GladException (failure) if nothing usable is found, or too much can't be read */
    @Override
    public TrainingPair pair(long index) {
        SeededRandom random = new SeededRandom(seed, index);
        for (int i = 0; i < TRIES; i++) {
            Optional<TrainingPair> pair = draw(random);
            if (pair.isPresent()) {
                return pair.get();
            }
        }
        throw GladException.failure("dataset \"" + id + "\" gave no pair in " + TRIES + " draws: its sequences need 20 frames, "
                + ClipFrames.least(sampling) + " of them with a visible target, or a single one; look with ./glad data show");
    }

    /** Returns how many different frames or annotations couldn't be read so far. */
    public int damaged() {
        return damage.count();
    }

    private Optional<TrainingPair> draw(SeededRandom random) {
        damage.drawn();
        try {
            Sequence sequence = set.sequence(random.pick(names));
            int[] usable = usable(sequence);
            int all = sequence.boxes().size();
            if (usable.length == 0) {
                return Optional.empty();
            }
            try (Frames frames = sequence.open()) {
                int there = Math.min(all, frames.count());
                int[] within = there == all ? usable : IntStream.of(usable).filter(frame -> frame < there).toArray();
                Optional<ClipFrames> clip = ClipFrames.draw(within, there, sampling, random);
                return clip.isEmpty() ? Optional.empty() : cut(sequence, frames, clip.get(), random);
            }
        } catch (IOException | GladException e) {
            if (Thread.currentThread().isInterrupted()) { // a read that is interrupted fails too
                throw GladException.failure("reading of dataset \"" + id + "\" was interrupted", e);
            }
            damage.found(e);
            return Optional.empty();
        }
    }

    /** Returns the frames in which the target is visible and has a box. */
    private static int[] usable(Sequence sequence) {
        List<Box> boxes = sequence.boxes();
        List<Boolean> visible = sequence.visible();
        return IntStream.range(0, boxes.size())
                .filter(frame -> (visible.isEmpty() || visible.get(frame)) && boxes.get(frame).isValid()).toArray();
    }

    private Optional<TrainingPair> cut(Sequence sequence, Frames frames, ClipFrames clip, SeededRandom random) throws IOException {
        Map<Integer, Image> read = new HashMap<>();
        for (int frame : IntStream.concat(IntStream.of(clip.templates()), IntStream.of(clip.searches())).toArray()) {
            if (!read.containsKey(frame)) {
                read.put(frame, frames.frame(frame));
            }
        }
        boolean grey = random.chance(sampling.grey());
        boolean flip = random.chance(sampling.flip());
        List<JitteredCrop.Cut> cuts = new ArrayList<>();
        for (int frame : clip.templates()) {
            template.of(read.get(frame), sequence.boxes().get(frame), random).ifPresent(cuts::add);
        }
        for (int frame : clip.searches()) {
            search.of(read.get(frame), sequence.boxes().get(frame), random).ifPresent(cuts::add);
        }
        int templates = clip.templates().length;
        if (cuts.size() < templates + clip.searches().length) {
            return Optional.empty();
        }
        List<Shot> shots = new ArrayList<>();
        for (JitteredCrop.Cut cut : cuts) {
            Appearance look = appearance(grey, flip, random);
            shots.add(new Shot(look.of(cut.image()), look.of(cut.box())));
        }
        int said = clip.searches()[0];
        return Optional.of(new TrainingPair(shots.get(0).image(), shots.get(0).box(), shots.get(templates).image(),
                shots.get(templates).box(), sequence.sentences().at(said), "", null, true, false, shots.subList(1, templates),
                shots.subList(templates + 1, shots.size()), sequence.targetWords(said).orElse(null)));
    }

    private Appearance appearance(boolean grey, boolean flip, SeededRandom random) {
        return new Appearance(grey, flip != random.chance(sampling.cropFlip()),
                random.uniform(1 - sampling.brightness(), 1 + sampling.brightness()));
    }
}
