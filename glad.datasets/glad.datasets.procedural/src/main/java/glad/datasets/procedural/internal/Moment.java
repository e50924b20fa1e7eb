package glad.datasets.procedural.internal;

import glad.api.Box;
import java.util.List;

/**
 * A pair's scene at one moment, in units of {@link PairStage}.
 *
 * @param groundMap where the background lies
 * @param actors what stands before it, hindmost first
 * @param target the target's box, or the box that is taken for it
 */
record Moment(Affine groundMap, List<Actor> actors, Box target) {}
