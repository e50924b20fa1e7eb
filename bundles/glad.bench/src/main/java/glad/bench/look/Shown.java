package glad.bench.look;

import glad.api.Image;

/**
 * An image of what was seen inside.
 *
 * @param name what it shows, a file's name without its ending: {@code attention-rollout}
 */
public record Shown(String name, Image image) {}
