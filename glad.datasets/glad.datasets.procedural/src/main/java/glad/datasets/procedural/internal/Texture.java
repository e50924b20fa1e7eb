package glad.datasets.procedural.internal;

import java.util.Locale;

/** The surface patterns of drawn objects. */
public enum Texture {
    /** One colour. */ PLAIN,
    /** Straight stripes. */ STRIPED,
    /** Squares of two colours. */ CHECKERED,
    /** Round dots. */ DOTTED,
    /** Rings round a centre. */ RINGED,
    /** Irregular patches. */ SPOTTED;

    /** Returns the English word. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
