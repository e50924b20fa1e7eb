package glad.datasets.procedural.internal;

import glad.api.Box;
import glad.api.Image;
import glad.api.data.PairSourceFactory.Crops;
import glad.base.SeededRandom;

/** The two views of a pair's scene: where they are cut, at which resolution, and what becomes of them behind the lens. */
final class PairCamera {

    /** One view, and the target and its distractor in it as fractions of its side; null for no distractor. */
    record View(Canvas canvas, Box box, Box rival) {

        /** Returns the finished image. */
        Image image(boolean mirrored) {
            return canvas.image(mirrored);
        }

        /** Returns the box in the finished image. */
        Box box(boolean mirrored) {
            return placed(box, mirrored);
        }

        /** Returns the distractor's box in the finished image. */
        Box rival(boolean mirrored) {
            return rival == null ? null : placed(rival, mirrored);
        }

        private static Box placed(Box box, boolean mirrored) {
            return mirrored ? new Box(1 - box.x() - box.w(), box.y(), box.w(), box.h()) : box;
        }
    }

    private static final int LEAST_PIXELS = 8;
    /** Pixels of the frame per unit. */
    private static final double LOW = 0.35;
    private static final double LOW_FROM = 7;
    private static final double LOW_TO = 24;
    private static final double HIGH_TO = 140;
    private static final double RESOLUTION_CHANGE = 0.2;
    private static final double SHAPE_LIGHT = 0.2;
    private static final double LIGHT = 0.08;
    private static final double GREY = 0.12;

    private static final double LOOSE = 0.25;
    private static final double LOOSE_PLACE = 0.025;
    private static final double LOOSE_SIZE = 0.04;
    private static final double TEMPLATE_BLUR = 0.4;

    private static final double NORMAL_JITTER = 0.75;
    private static final double JITTER = 0.27;
    private static final double MOST_JITTER = 0.9;
    /** How far the target's centre lies from the view's at most, in sides of the view. */
    private static final double REACH = 0.46;
    private static final double WIDE = 0.6;
    private static final double WIDE_OFFSET = 1.4;
    private static final double OFFSET = 0.4;

    private static final double BORDER = 0.16;
    private static final double MOST_GAP = 1.1;
    private static final double BORDER_COLOUR = 14;

    private final PairTraits traits;
    private final Crops crops;
    private final Hiding hiding;
    private final SeededRandom random;
    private final double resolution;
    private final float[] groundGain;
    private final CameraEffects effects;

    /** Draws what both views have in common. */
    PairCamera(PairTraits traits, PairSettings settings, PairStage stage, SeededRandom random) {
        this.traits = traits;
        crops = settings.crops();
        hiding = settings.hiding();
        this.random = random;
        resolution = random.chance(LOW) ? random.logUniform(LOW_FROM, LOW_TO) : random.logUniform(LOW_TO, HIGH_TO);
        groundGain = stage.light(traits.kind() == PairKind.SHAPE ? SHAPE_LIGHT : LIGHT);
        effects = new CameraEffects(random, !traits.ambiguous() && random.chance(GREY));
    }

    /** Paints the template; the box in it is as somebody might have drawn it. */
    View template(Bitmap ground, Moment then) {
        Box given = random.chance(LOOSE) ? loose(then.target()) : then.target();
        double side = crops.templateFactor() * Math.sqrt(given.area());
        Canvas canvas = view(ground, then, given.cx(), given.cy(), side, resolution, crops.templateSize());
        border(canvas, then.target(), given.cx(), given.cy(), side);
        effects.apply(canvas, random, TEMPLATE_BLUR);
        Box box = within(given, given.cx(), given.cy(), side);
        if (traits.degraded()) {
            canvas = hiding.hide(canvas, box, random);
        }
        return new View(canvas.resized(crops.templateSize(), crops.templateSize()), box, null);
    }

    /** Paints a template that a tracker took later, round the box that it had found. */
    View later(Bitmap ground, Moment between) {
        Box found = between.target();
        double side = crops.templateFactor() * Math.sqrt(found.area());
        double resolutionThen = resolution * Math.exp(random.normal(RESOLUTION_CHANGE, 2));
        Canvas canvas = view(ground, between, found.cx(), found.cy(), side, resolutionThen, crops.templateSize());
        effects.apply(canvas, random, 1);
        return new View(canvas.resized(crops.templateSize(), crops.templateSize()), within(found, found.cx(), found.cy(), side), null);
    }

    /**
     * Paints the search region.
     *
     * @param rival the distractor beside the target; null for none
     * @param centreX of the view if the pair is ambiguous; else it is drawn here
     * @param centreY of the view if the pair is ambiguous
     */
    View search(Bitmap ground, Moment now, Box rival, double centreX, double centreY) {
        Box target = now.target();
        double size = Math.sqrt(target.area());
        double jitter = random.chance(NORMAL_JITTER) ? random.normal(JITTER, 3) : random.uniform(-MOST_JITTER, MOST_JITTER);
        double side = crops.searchFactor() * size * Math.exp(jitter);
        double limit = REACH * side;
        double x = centreX;
        double y = centreY;
        if (!traits.ambiguous()) {
            boolean wide = random.chance(WIDE);
            x = size * (wide ? random.uniform(-WIDE_OFFSET, WIDE_OFFSET) : random.normal(OFFSET));
            y = size * (wide ? random.uniform(-WIDE_OFFSET, WIDE_OFFSET) : random.normal(OFFSET));
        }
        x = Math.max(-limit, Math.min(limit, x));
        y = Math.max(-limit, Math.min(limit, y));
        double resolutionNow = resolution * Math.exp(random.normal(RESOLUTION_CHANGE, 2));
        Canvas canvas = view(ground, now, x, y, side, resolutionNow, crops.searchSize());
        border(canvas, target, x, y, side);
        effects.apply(canvas, random, 1);
        return new View(canvas.resized(crops.searchSize(), crops.searchSize()), within(target, x, y, side),
                rival == null ? null : within(rival, x, y, side));
    }

    /** Paints a square view at the resolution of its frame, at most {@code most} pixels wide. */
    private Canvas view(Bitmap ground, Moment moment, double x, double y, double side, double pixelsPerUnit, int most) {
        double framePixels = side * pixelsPerUnit;
        int pixels = Math.max(LEAST_PIXELS, Math.min(most, (int) Math.round(framePixels)));
        double scale = pixels / side;
        Affine camera = Affine.scaleShift(scale, 0.5 * pixels - scale * x, 0.5 * pixels - scale * y);
        Canvas canvas = new Canvas(pixels, pixels, Math.max(1, framePixels / pixels));
        canvas.cover(ground, moment.groundMap().then(camera), groundGain);
        for (Actor actor : moment.actors()) {
            canvas.paint(actor.sprite().bitmap(), actor.pose().then(camera), actor.gain(), 1);
        }
        return canvas;
    }

    /** Lets the frame end beside the target in some views: at a side or in a corner. */
    private void border(Canvas canvas, Box target, double x, double y, double side) {
        if (!random.chance(BORDER)) {
            return;
        }
        double scale = canvas.width() / side;
        double gapX = random.uniform(0, MOST_GAP);
        double gapY = random.uniform(0, MOST_GAP);
        int where = random.below(8); // the eight neighbours of the target, column by column
        double left = where < 3 ? target.x() - gapX : x - side;
        double right = where > 4 ? target.x() + target.w() + gapX : x + side;
        double top = where == 0 || where == 3 || where == 5 ? target.y() - gapY : y - side;
        double bottom = where == 2 || where == 4 || where == 7 ? target.y() + target.h() + gapY : y + side;
        canvas.padOutside((left - x + 0.5 * side) * scale, (top - y + 0.5 * side) * scale,
                (right - x + 0.5 * side) * scale, (bottom - y + 0.5 * side) * scale,
                new double[] {random.normal(BORDER_COLOUR), random.normal(BORDER_COLOUR), random.normal(BORDER_COLOUR)});
    }

    /** Returns the box as somebody might have drawn it. */
    private Box loose(Box box) {
        return Box.centred(box.cx() + random.normal(LOOSE_PLACE) * box.w(), box.cy() + random.normal(LOOSE_PLACE) * box.h(),
                box.w() * Math.exp(random.normal(LOOSE_SIZE)), box.h() * Math.exp(random.normal(LOOSE_SIZE)));
    }

    private static Box within(Box box, double x, double y, double side) {
        return new Box((box.x() - x) / side + 0.5, (box.y() - y) / side + 0.5, box.w() / side, box.h() / side);
    }
}
