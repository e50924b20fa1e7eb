package glad.kit;

import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.data.Frames;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;

/** What every dataset has to hold: see {@link #of}. */
public final class DatasetChecks {

    private DatasetChecks() {}

    /**
     * Returns the checks of an opened dataset: names that are unique and usable as file names, and of each sequence whose images are
     * there a readable frame per box, boxes that meet their image, texts that aren't null, and a second pass that finds the same.
     *
     * @param set the dataset; at least one sequence has to be there
     * @param most how many sequences are looked into, from the first
     */
    public static List<Check> of(SequenceSet set, int most) {
        List<Check> checks = new ArrayList<>();
        checks.add(new Check("names are unique file names", () -> names(set.names())));
        checks.add(new Check("an unknown name is refused", () -> unknown(set)));
        List<String> there = set.names().stream().filter(set::hasFrames).limit(most).toList();
        checks.add(new Check("at least one sequence is there", () -> Check.that(!there.isEmpty(),
                "no sequence has images; expected one at least: check the folder")));
        for (String name : there) {
            checks.add(new Check(name + ": boxes and texts are there", () -> annotation(set.sequence(name), name)));
            checks.add(new Check(name + ": a frame per box, boxes inside the image", () -> frames(set.sequence(name))));
            checks.add(new Check(name + ": two passes are equal", () -> equal(set.sequence(name), set.sequence(name))));
        }
        return checks;
    }

    private static void names(List<String> names) {
        Check.that(new HashSet<>(names).size() == names.size(), "some names stand twice among " + names.size() + "; expected unique ones");
        List<String> odd = names.stream().filter(name -> !name.matches("[^/\\\\\\p{Cntrl}]+") || name.matches("\\.{1,2}")).toList();
        Check.that(odd.isEmpty(), "names are " + odd + "; expected what can be file names");
    }

    private static void unknown(SequenceSet set) {
        String name = "there is no such sequence";
        try {
            set.sequence(name);
        } catch (GladException e) {
            return;
        } catch (RuntimeException e) {
            throw new AssertionError("sequence(\"" + name + "\") threw " + e + "; expected a GladException that names the nearest", e);
        }
        throw new AssertionError("sequence(\"" + name + "\") gave one; expected a GladException");
    }

    private static void annotation(Sequence sequence, String name) {
        Check.that(name.equals(sequence.name()), "sequence(\"" + name + "\") calls itself \"" + sequence.name() + "\"; expected the same");
        int count = sequence.boxes().size();
        Check.that(count > 0, "there are no boxes; expected one per frame");
        Check.that(sequence.boxes().get(0).isValid(), "the first box is " + sequence.boxes().get(0) + "; expected one with a size");
        Check.that(sequence.visible().isEmpty() || sequence.visible().size() == count,
                "there are " + sequence.visible().size() + " flags for " + count + " boxes; expected as many, or none");
        Check.that(sequence.sentence() != null && sequence.officialSentence() != null && sequence.targetClass() != null
                && sequence.attributes() != null && sequence.imageSize() != null, "a text is null; expected \"\" for none");
        Check.that(sequence.sentence().equals(sequence.sentences().first()), "sentence() is \"" + sequence.sentence()
                + "\", the first of sentences() is \"" + sequence.sentences().first() + "\"; expected the same");
        Check.that(!sequence.attributes().contains(""), "an attribute is \"\"; expected names such as \"blur\"");
    }

    private static void frames(Sequence sequence) throws IOException {
        List<Box> boxes = sequence.boxes();
        try (Frames frames = sequence.open()) {
            Check.that(frames.count() == boxes.size(), frames.count() + " frames for " + boxes.size() + " boxes; expected as many");
            for (int i : places(boxes.size())) {
                Image image = frames.frame(i);
                Box box = boxes.get(i);
                Check.that(!box.isValid() || box.x() < image.width() && box.y() < image.height() && box.x() + box.w() > 0
                        && box.y() + box.h() > 0, "the box of frame " + i + " is " + box + ", outside of the image of "
                        + image.width() + "x" + image.height() + "; expected x,y,w,h in 0-based pixels");
                sequence.imageSize().ifPresent(size -> Check.that(size.width() == image.width() && size.height() == image.height(),
                        "imageSize is " + size + ", frame " + i + " is " + image.width() + "x" + image.height()));
            }
        }
    }

    private static void equal(Sequence a, Sequence b) throws IOException {
        Check.that(a.boxes().equals(b.boxes()) && a.visible().equals(b.visible()) && a.sentences().equals(b.sentences())
                && a.attributes().equals(b.attributes()), "the annotation differs when it is read again");
        try (Frames first = a.open(); Frames second = b.open()) {
            // The second pass goes the other way round: what a frame holds may not depend on which was read before.
            List<Integer> places = new ArrayList<>(places(first.count()));
            List<byte[]> pixels = new ArrayList<>();
            for (int i : places) {
                pixels.add(first.frame(i).rgb().clone());
            }
            for (int i = places.size() - 1; i >= 0; i--) {
                Check.that(Arrays.equals(pixels.get(i), second.frame(places.get(i)).rgb()),
                        "frame " + places.get(i) + " differs when it is read again");
            }
        }
    }

    /** Returns up to five frames: both ends, and some between. */
    private static List<Integer> places(int count) {
        return List.copyOf(new TreeSet<>(List.of(0, count / 4, count / 2, 3 * count / 4, count - 1)));
    }
}
