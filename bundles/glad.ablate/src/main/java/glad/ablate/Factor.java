package glad.ablate;

import java.util.List;

/**
 * What is varied.
 *
 * @param name the experiment's key, such as {@code diffusion.id}, or any name for levels that change several keys
 * @param levels what it is set to, one after the other
 */
public record Factor(String name, List<Level> levels) {

    /** Copies the levels. */
    public Factor {
        levels = List.copyOf(levels);
    }

    /**
     * One setting of a factor.
     *
     * @param label what tables call it
     * @param changes of the experiment, {@code KEY=VALUE} each
     */
    public record Level(String label, List<String> changes) {

        /** Copies the changes. */
        public Level {
            changes = List.copyOf(changes);
        }
    }
}
