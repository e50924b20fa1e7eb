package glad.datasets.procedural.internal;

/**
 * An object in a scene at one moment.
 *
 * @param sprite its image
 * @param pose where it stands in the scene
 * @param gain its light per channel
 */
record Actor(Sprite sprite, Pose pose, float[] gain) {}
