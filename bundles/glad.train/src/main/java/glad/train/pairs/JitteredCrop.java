package glad.train.pairs;

import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.base.SeededRandom;
import glad.media.Crop;
import glad.media.CropGeometry;
import glad.media.Cropped;
import java.util.Optional;

/**
 * The crop of a training example: round a box that strays from the target's, as the official processing takes it.
 *
 * @param crop factor, size and padding
 * @param jitter how far it strays
 */
record JitteredCrop(Crop crop, Sampling.Jitter jitter) {

    /** Crops are judged at this many pixels per cell: each model's tokens are as large. */
    private static final int CELL = 16;

    /**
     * A crop and the target in it.
     *
     * @param image square
     * @param box as fractions of the crop's side; may reach over its edge, its centre doesn't
     */
    record Cut(Image image, Box box) {}

    /**
     * Cuts round a drawn box.
     *
     * @return none if the crop would show nothing of the frame, or not the target's centre: draw again
     */
    Optional<Cut> of(Image frame, Box target, SeededRandom random) {
        return around(jittered(target, random.normal(1), random.normal(1), random.uniform(0, 1), random.uniform(0, 1)), frame,
                target);
    }

    /** Cuts round a box. */
    Optional<Cut> around(Box place, Image frame, Box target) {
        Cropped cropped;
        try {
            cropped = crop.of(frame, place);
        } catch (GladException e) {
            return Optional.empty(); // the place lies outside the frame, or is too large to be cut
        }
        Box box = inCrop(target, cropped.geometry());
        boolean centred = box.cx() >= 0 && box.cx() < 1 && box.cy() >= 0 && box.cy() < 1;
        return centred && shows(frame, cropped.geometry())
                ? Optional.of(new Cut(cropped.image(), box)) : Optional.empty();
    }

    /**
     * Returns the box that a crop is cut round.
     *
     * @param gw the width's exponent, standard normal; {@code gh} the height's
     * @param ux the centre's place in its range, 0..1; {@code uy} likewise
     */
    Box jittered(Box target, double gw, double gh, double ux, double uy) {
        double w = target.w() * Math.exp(gw * jitter.scale());
        double h = target.h() * Math.exp(gh * jitter.scale());
        double range = Math.sqrt(w * h) * jitter.centre();
        return Box.centred(target.cx() + range * (ux - 0.5), target.cy() + range * (uy - 0.5), w, h);
    }

    /**
     * Returns a box of the frame as fractions of a crop, official {@code transform_image_to_crop}. It takes the crop's centre
     * to be that of its middle pixel, half a pixel before the one that {@link CropGeometry#toFrame} assumes: published
     * weights were trained with this.
     */
    static Box inCrop(Box target, CropGeometry crop) {
        double middle = (crop.size() - 1) / 2.0;
        double scale = crop.resizeFactor();
        return Box.centred((middle + (target.cx() - crop.around().cx()) * scale) / crop.size(),
                (middle + (target.cy() - crop.around().cy()) * scale) / crop.size(), target.w() * scale / crop.size(),
                target.h() * scale / crop.size());
    }

    /** Tells whether the first pixel of some cell shows the frame and not the padding, as the official code demands. */
    private static boolean shows(Image frame, CropGeometry crop) {
        return shows(crop, -crop.left(), frame.width() - crop.left()) && shows(crop, -crop.top(), frame.height() - crop.top());
    }

    /** Tells it for one axis, along which the frame covers some pixels of the square that was cut. */
    private static boolean shows(CropGeometry crop, int from, int to) {
        for (int pixel = 0; pixel < crop.size() / CELL * CELL; pixel += CELL) {
            double place = (pixel + 0.5) / crop.resizeFactor() - 0.5;
            if (place >= from && place <= to - 1) {
                return true;
            }
        }
        return false;
    }
}
