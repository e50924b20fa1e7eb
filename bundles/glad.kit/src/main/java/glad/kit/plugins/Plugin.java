package glad.kit.plugins;

import java.util.List;

/**
 * A jar in a folder of plugins.
 *
 * @param file its file name
 * @param bundle the symbolic name of its bundle; empty if it is none
 * @param version the version of its bundle; empty if it is none
 * @param state what can be expected of it
 * @param problem one sentence that says what is wrong, what it needs, what is here and what it was built for; empty if nothing is
 * @param offers what it adds, by kind and id
 */
public record Plugin(String file, String bundle, String version, State state, String problem, List<Offer> offers) {

    /** What can be expected of a plugin. */
    public enum State {
        /** All that it declares is there. */
        WORKS("works"),
        /** Something of it isn't there; {@link Plugin#problem} says why. */
        BROKEN("broken"),
        /** It was dropped just now. */
        NEW("being installed");

        private final String label;

        State(String label) {
            this.label = label;
        }

        /** Returns it in words. */
        public String label() {
            return label;
        }
    }

    /**
     * One thing that a plugin adds.
     *
     * @param kind such as {@code dataset} or {@code text encoder}
     * @param id what experiments and commands call it
     */
    public record Offer(String kind, String id) {

        @Override
        public String toString() {
            return kind + " \"" + id + "\"";
        }
    }

    /** Copies the list. */
    public Plugin {
        offers = List.copyOf(offers);
    }
}
