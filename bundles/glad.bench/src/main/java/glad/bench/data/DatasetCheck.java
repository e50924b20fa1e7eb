package glad.bench.data;

import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.Reason;
import glad.api.data.Frames;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import glad.bench.data.Finding.Kind;
import glad.media.SteadyFrames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Checks a dataset on disk. For one thread at a time. */
public final class DatasetCheck {

    /**
     * How far a check is.
     *
     * @param sequence the number of the sequence that is checked now, from 1
     * @param sequences how many there are
     * @param name of the sequence
     * @param share how much of all is done, in [0, 1], as far as sequences are of one length
     */
    public record At(int sequence, int sequences, String name, double share) {}

    private final String dataset;
    private final boolean everyImage;
    private final Consumer<At> listener;
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> silent = new ArrayList<>();
    private boolean anySentence;
    private boolean stopped;
    private volatile boolean asked;

    /**
     * Makes a check.
     *
     * @param dataset the dataset's id, for messages
     * @param everyImage whether every image is decoded; else the first and the last of a sequence
     * @param listener told of every sequence and every image
     */
    public DatasetCheck(String dataset, boolean everyImage, Consumer<At> listener) {
        this.dataset = dataset;
        this.everyImage = everyImage;
        this.listener = listener;
    }

    /** Asks {@link #run} to return after the current image. May be called by any thread. */
    public void stop() {
        asked = true;
    }

    /** Tells whether the last check ended before everything was looked at. */
    public boolean stopped() {
        return stopped;
    }

    private boolean ends() {
        stopped |= asked || Thread.currentThread().isInterrupted();
        return stopped;
    }

    /**
     * Checks sequences, one after the other. Interrupting the thread, or {@link #stop}, ends it; what was found until then is
     * returned, and the thread's interrupt flag stays set.
     *
     * @param set the dataset
     * @param names which of its sequences
     * @return in the order of the names
     * @throws GladException (failure) if none of them is there
     */
    public List<Finding> run(SequenceSet set, List<String> names) {
        if (names.stream().noneMatch(set::has)) {
            throw GladException.failure("none of " + names.size() + (names.size() == 1 ? " sequence" : " sequences") + " of dataset \""
                    + dataset + "\", such as \"" + names.get(0) + "\", is there; check that its folder is the right one");
        }
        findings.clear();
        silent.clear();
        anySentence = false;
        stopped = false;
        for (int i = 0; i < names.size() && !ends(); i++) {
            check(set, names, i);
        }
        if (anySentence) {
            silent.forEach(name -> found(name, Kind.EMPTY_SENTENCE, "other sequences have one"));
        }
        Map<String, Integer> places = new HashMap<>();
        names.forEach(name -> places.put(name, places.size()));
        findings.sort(Comparator.comparing(finding -> places.get(finding.sequence())));
        return List.copyOf(findings);
    }

    private void check(SequenceSet set, List<String> names, int index) {
        String name = names.get(index);
        DoubleConsumer progress =
                part -> listener.accept(new At(index + 1, names.size(), name, (index + part) / names.size()));
        progress.accept(0);
        Sequence sequence;
        try {
            if (!set.has(name)) {
                found(name, Kind.MISSING_SEQUENCE, "nothing is there");
                return;
            }
            sequence = set.sequence(name);
        } catch (GladException e) {
            found(name, Kind.DAMAGED_ANNOTATION, e.getMessage());
            return;
        }
        anySentence |= !sequence.sentence().isBlank();
        if (sequence.sentence().isBlank()) {
            silent.add(name);
        }
        boxes(sequence);
        images(sequence, progress);
    }

    private void boxes(Sequence sequence) {
        List<Box> boxes = sequence.boxes();
        if (boxes.isEmpty() || !boxes.get(0).isValid()) {
            found(sequence.name(), Kind.NO_FIRST_BOX, "it is " + (boxes.isEmpty() ? "missing" : text(boxes.get(0))));
        }
        count(sequence, Kind.UNDEFINED_BOX, i -> !isFinite(boxes.get(i)));
        count(sequence, Kind.NEGATIVE_BOX, i -> boxes.get(i).w() < 0 || boxes.get(i).h() < 0);
    }

    private void images(Sequence sequence, DoubleConsumer progress) {
        int boxes = sequence.boxes().size();
        try (Frames frames = new SteadyFrames(sequence.open())) {
            if (frames.count() < boxes) {
                found(sequence.name(), Kind.MISSING_IMAGES, frames.count() + " images for " + boxes + " boxes");
            }
            if (frames.spare() > 0) {
                found(sequence.name(), Kind.SPARE_IMAGES, frames.spare() + " behind the last of " + boxes + " boxes");
            }
            decode(sequence, frames, progress);
        } catch (GladException | IOException e) {
            found(sequence.name(), Kind.MISSING_IMAGES, Reason.of(e));
        }
    }

    private void decode(Sequence sequence, Frames frames, DoubleConsumer progress) {
        List<Integer> unreadable = new ArrayList<>();
        List<Integer> outside = new ArrayList<>();
        String reason = "";
        for (int i = 0; i < frames.count() && !ends(); i++) {
            if (!everyImage && i > 0 && i < frames.count() - 1) {
                continue;
            }
            try {
                Image image = frames.frame(i);
                if (i < sequence.boxes().size() && isOutside(sequence.boxes().get(i), image)) {
                    outside.add(i);
                }
            } catch (IOException e) {
                if (ends()) { // an interrupted read fails too
                    return;
                }
                // The message that wraps another only adds the frame's number.
                reason = !unreadable.isEmpty() ? reason : (e.getCause() == null ? e : e.getCause()).getMessage();
                unreadable.add(i);
            }
            progress.accept((i + 1.0) / frames.count());
        }
        if (!unreadable.isEmpty()) {
            found(sequence.name(), Kind.UNREADABLE_IMAGE, frames(unreadable) + ": " + reason);
        }
        if (!outside.isEmpty()) {
            found(sequence.name(), Kind.OUTSIDE_BOX, frames(outside) + ": "
                    + text(sequence.boxes().get(outside.get(0))));
        }
    }

    private void count(Sequence sequence, Kind kind, IntPredicate wrong) {
        List<Integer> frames = IntStream.range(0, sequence.boxes().size()).filter(wrong).boxed().toList();
        if (!frames.isEmpty()) {
            found(sequence.name(), kind, frames(frames) + ": " + text(sequence.boxes().get(frames.get(0))));
        }
    }

    private void found(String sequence, Kind kind, String detail) {
        findings.add(new Finding(sequence, kind, detail));
    }

    private static String frames(List<Integer> frames) {
        return frames.size() == 1 ? "frame " + frames.get(0) : frames.size() + " frames, first " + frames.get(0);
    }

    private static boolean isFinite(Box box) {
        return Double.isFinite(box.x()) && Double.isFinite(box.y()) && Double.isFinite(box.w())
                && Double.isFinite(box.h());
    }

    private static boolean isOutside(Box box, Image image) {
        return box.isValid() && (box.x() >= image.width() || box.y() >= image.height() || box.x() + box.w() <= 0
                || box.y() + box.h() <= 0);
    }

    private static String text(Box box) {
        return box.x() + "," + box.y() + "," + box.w() + "," + box.h();
    }
}
