package glad.datasets.procedural.internal;

import glad.base.SeededRandom;
import java.util.List;

/** What a drawn object looks like, in the words that describe it. */
public record ObjectTraits(Colour colour, Texture texture, Shape shape) {

    private static final List<Colour> COLOURS = List.of(Colour.values());
    private static final List<Texture> TEXTURES = List.of(Texture.values());
    private static final List<Shape> SHAPES = List.of(Shape.values());

    /** Draws a look. */
    public static ObjectTraits draw(SeededRandom random) {
        return new ObjectTraits(random.pick(COLOURS), random.pick(TEXTURES), random.pick(SHAPES));
    }

    /** Returns a look that differs from this one in exactly one word: most often the colour. */
    public ObjectTraits similar(SeededRandom random) {
        double part = random.uniform(0, 1);
        if (part < 0.2) {
            return new ObjectTraits(colour, random.pickOther(TEXTURES, texture), shape);
        }
        if (part < 0.5) {
            return new ObjectTraits(colour, texture, random.pickOther(SHAPES, shape));
        }
        return new ObjectTraits(random.pickOther(COLOURS, colour), texture, shape);
    }

    /** Returns a look that shares no word with this one. */
    public ObjectTraits different(SeededRandom random) {
        return new ObjectTraits(
                random.pickOther(COLOURS, colour), random.pickOther(TEXTURES, texture), random.pickOther(SHAPES, shape));
    }

    /** Returns the sentence: always three words, for example {@code red striped ball}. */
    public String sentence() {
        return colour.word() + " " + texture.word() + " " + shape.word();
    }
}
