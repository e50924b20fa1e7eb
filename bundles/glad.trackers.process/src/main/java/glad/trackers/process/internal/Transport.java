package glad.trackers.process.internal;

/** What lines go through between GLAD and a program. */
enum Transport {
    /** Its standard input and output. */
    PIPES("pipes"),
    /** A socket on the loopback address, whose port the variable {@code TRAX_SOCKET} tells. */
    SOCKET("socket");

    private final String id;

    Transport(String id) {
        this.id = id;
    }

    /** Returns what {@code trackers.yaml} calls it. */
    String id() {
        return id;
    }
}
