package glad.pickle;

/**
 * A pickle that can't be read. The message continues a sentence that begins with the file's name; it may quote the file, control
 * characters included.
 */
public final class PickleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean damaged;

    private PickleException(boolean damaged, String reason) {
        super(reason);
        this.damaged = damaged;
    }

    /** Returns the error for a pickle whose content can't be right; the reason begins with "it" or "its". */
    public static PickleException damaged(String reason) {
        return new PickleException(true, reason);
    }

    /** Returns the error for a pickle that is sound and isn't taken; the reason is a predicate: "has ...". */
    public static PickleException refused(String reason) {
        return new PickleException(false, reason);
    }

    /** Tells whether the pickle is damaged, not only none of those that are taken. */
    public boolean damaged() {
        return damaged;
    }
}
