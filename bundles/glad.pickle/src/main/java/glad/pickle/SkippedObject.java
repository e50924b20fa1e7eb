package glad.pickle;

/** Stands for an object that a pickle describes and that was neither built nor looked into. Equal to itself alone. */
public final class SkippedObject {

    private final String className;

    SkippedObject(String className) {
        this.className = className;
    }

    /** Returns the name, with its module, of the class or function that would have made it. */
    public String className() {
        return className;
    }

    @Override
    public String toString() {
        return "skipped " + className;
    }
}
