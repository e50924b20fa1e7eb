package glad.bench.data;

/**
 * Something about a dataset on disk that isn't as it should be.
 *
 * @param sequence where
 * @param kind what
 * @param detail how often and where first, in words
 */
public record Finding(String sequence, Kind kind, String detail) {

    /** What can be wrong. */
    public enum Kind {
        /** A sequence of the official list isn't there. */
        MISSING_SEQUENCE("missing sequence", true),
        /** A file of its annotation is missing or damaged. */
        DAMAGED_ANNOTATION("damaged annotation", true),
        /** There are fewer images than boxes, or none. */
        MISSING_IMAGES("missing images", true),
        /** There are more images than boxes; some benchmarks are like that. */
        SPARE_IMAGES("spare images", false),
        /** An image can't be decoded. */
        UNREADABLE_IMAGE("unreadable image", true),
        /** The sentence is empty although other sequences have one. */
        EMPTY_SENTENCE("empty sentence", true),
        /** The first box isn't one, so that nothing can be tracked. */
        NO_FIRST_BOX("no first box", true),
        /** Boxes aren't numbers; some benchmarks write occluded targets so. */
        UNDEFINED_BOX("undefined box", false),
        /** Boxes have negative sides. */
        NEGATIVE_BOX("negative box", true),
        /** Boxes lie wholly outside of the image. */
        OUTSIDE_BOX("outside box", true);

        private final String label;
        private final boolean error;

        Kind(String label, boolean error) {
            this.label = label;
            this.error = error;
        }

        /** Returns it in words. */
        public String label() {
            return label;
        }

        /** Tells whether it must be mended; else it is only worth knowing. */
        public boolean isError() {
            return error;
        }
    }
}
