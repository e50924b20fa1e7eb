package glad.trackers.onnx.internal;

import glad.api.Box;
import glad.api.Image;
import glad.media.Crop;
import glad.media.Cropped;

/** Which square of a frame the network sees. */
enum Framing {

    /** A square round the target with a multiple of its area, padded with black, as OSTrack takes it. */
    AREA {

        @Override
        Box begin(Box box) {
            return box;
        }

        @Override
        View view(Image frame, Box box, Recipe.Input input, double templateSize) {
            Cropped cropped = new Crop(input.factor(), input.size()).of(frame, box);
            return new View(cropped.image(), box.cx(), box.cy(), cropped.geometry().resizeFactor(), frame.width(), frame.height());
        }
    },

    /**
     * A square round the target and half its mean side on each side, padded with the frame's mean colour, as SiamFC and those after it take
     * it; the search region shows as much more as its crop is larger than the template's. Boxes count from the centre of the first pixel.
     */
    CONTEXT {

        @Override
        Box begin(Box box) {
            return Box.centred(box.cx() - 0.5, box.cy() - 0.5, box.w(), box.h());
        }

        @Override
        View view(Image frame, Box box, Recipe.Input input, double templateSize) {
            double context = CONTEXT_AMOUNT * (box.w() + box.h());
            double template = Math.rint(Math.sqrt((box.w() + context) * (box.h() + context)));
            double side = Math.max(1, Math.rint(template * (input.size() / templateSize)));
            // The crop cuts at whole pixels: the first column is the one that holds the edge, rounded up at the half.
            double cx = Math.floor(box.cx() - 0.5 * side) + 0.5 * side;
            double cy = Math.floor(box.cy() - 0.5 * side) + 0.5 * side;
            Image image = new Crop(1, input.size(), Crop.Padding.MEAN).of(frame, Box.centred(cx, cy, side, side)).image();
            return new View(image, box.cx(), box.cy(), templateSize / template, frame.width(), frame.height());
        }
    };

    private static final double CONTEXT_AMOUNT = 0.5;

    /** Returns the box as {@link #view} and {@link Decoding} count, from one as users write it. */
    abstract Box begin(Box box);

    /** Takes a crop. @param templateSize side of the template's crop, pixels */
    abstract View view(Image frame, Box box, Recipe.Input input, double templateSize);
}
