package glad.datasets.procedural.internal;

import glad.api.Box;
import glad.api.Image;
import glad.api.data.Frames;
import glad.api.data.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** A sequence whose frames are painted when they are read. */
record ProceduralSequence(String name, Script script, Context context, String sentence) implements Sequence {

    @Override
    public List<Box> boxes() {
        List<Box> boxes = new ArrayList<>();
        for (int i = 0; i < script.frames(); i++) {
            boxes.add(script.box(i));
        }
        return boxes;
    }

    @Override
    public List<Boolean> visible() {
        List<Boolean> visible = new ArrayList<>();
        for (int i = 0; i < script.frames(); i++) {
            visible.add(script.visible(i));
        }
        return visible;
    }

    @Override
    public Set<String> attributes() {
        String kind = script.kind().word();
        return context == Context.CHANGING ? Set.of(kind, "changing-context") : Set.of(kind);
    }

    @Override
    public Optional<Set<Integer>> targetWords(int frame) {
        return sentence.equals(script.sentence()) ? Optional.of(Words.numbers(script.looks())) : Optional.empty();
    }

    @Override
    public Frames open() {
        Bitmap backdrop = script.backdrop();
        return new Frames() {
            @Override
            public int count() {
                return script.frames();
            }

            @Override
            public Image frame(int index) {
                return script.paint(backdrop, Objects.checkIndex(index, script.frames())).image(false);
            }

            @Override
            public void close() {
                // Nothing is held but memory.
            }
        };
    }
}
