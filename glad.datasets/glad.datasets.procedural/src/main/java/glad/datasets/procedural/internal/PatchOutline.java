package glad.datasets.procedural.internal;

import java.util.Locale;

/** How a piece is cut from a photograph. */
public enum PatchOutline {
    /** An ellipse. */ ROUND,
    /** A rectangle. */ SQUARE,
    /** A smooth outline with bulges. */ WAVY;

    /** Returns the English word. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
