package glad.datasets.procedural.internal;

import glad.api.Box;
import glad.base.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** All that happens in one procedural sequence, frame by frame, before anything is painted. */
final class Script {

    /** A thing that moves: its image and where it stands in each frame. */
    private record Part(Sprite sprite, Pose[] poses, float[] gain) {}

    /** Frames until a blurred start has cleared. */
    private static final int CLEARING = 8;

    /** Frames in which distractors change places. */
    private static final int SWAPPING = 5;

    private final SequenceKind kind;
    private final int frames;
    private final int width;
    private final int height;
    private final long noiseSeed;
    private final SeededRandom random;
    private final ObjectTraits look;
    private final String wrongSentence;
    private final Whereabouts where;
    private final double size;
    private final double[][] path;
    private final double[] shakeX;
    private final double[] shakeY;
    private final List<Part> behind = new ArrayList<>();
    private final Part target;
    private final List<Part> before = new ArrayList<>();
    private final long backdropSeed;
    private final Affine[] camera;
    private final double[] brightness;
    private final double noise;
    private final double haze;

    /**
     * Plans a sequence.
     *
     * @param context whether the sentence says where the target is
     * @param seeds decide everything
     */
    Script(SequenceKind kind, Context context, int frames, int width, int height, long... seeds) {
        this.kind = kind;
        this.frames = frames;
        this.width = width;
        this.height = height;
        this.random = new SeededRandom(seeds);
        this.noiseSeed = random.bits();
        this.backdropSeed = random.bits();
        this.look = ObjectTraits.draw(random);
        double unit = Math.min(width / 320.0, height / 240.0);
        this.size = unit * (kind == SequenceKind.TINY ? random.uniform(9, 14) : random.logUniform(26, 54));
        boolean moving = kind == SequenceKind.CAMERA_MOTION;
        double margin = (kind == SequenceKind.DISTRACTOR ? 1.6 : 0.85) * size + (moving ? 8 * unit : 0);
        double speed = size * random.uniform(0.025, kind == SequenceKind.TINY ? 0.12 : 0.07);
        double[][] free = Motion.path(random, frames, width, height, margin, speed);
        this.where = context == Context.NONE ? null : new Whereabouts(random, frames, width, height, size, context == Context.CHANGING);
        this.path = where == null ? free : where.target();
        this.shakeX = Motion.drift(random, frames, moving ? 5 * unit : 0, 3);
        this.shakeY = Motion.drift(random, frames, moving ? 5 * unit : 0, 3);

        long grain = random.bits();
        boolean accompanied = kind == SequenceKind.DISTRACTOR || where != null;
        ObjectTraits other = accompanied ? look.similar(random) : look.different(random);
        this.wrongSentence = other.sentence() + (where == null ? "" : " " + where.place().other().words());
        float[] gain = {1, 1, 1};
        double[][] rivalPath = where != null ? where.companion() : accompanied ? companion() : null;
        surroundings(new SeededRandom(backdropSeed, 1));
        Sprite sprite = painted(look, grain);
        this.target = new Part(sprite, poses(path, size, sprite), gain);
        bystanders();
        if (accompanied) {
            Sprite rival = painted(other, grain);
            behind.add(new Part(rival, poses(rivalPath, size, rival), gain));
        }
        if (kind == SequenceKind.OCCLUSION) {
            passers();
        }
        this.camera = camera(moving, unit);
        this.brightness = Motion.drift(random, frames, 10, 30);
        this.noise = random.chance(0.5) ? random.uniform(1, 7) : 0;
        this.haze = random.chance(0.4) ? random.uniform(0.3, 0.8) : 0;
    }

    private Sprite painted(ObjectTraits what, long grain) {
        return ShapePainter.paint(what, grain, Math.max(48, (int) Math.round(2 * size)));
    }

    /** Adds what the sentence's place is named after. It wanders a little, as the background does. */
    private void surroundings(SeededRandom own) {
        if (where == null) {
            return;
        }
        double[] x = Motion.drift(own, frames, 0.01 * width, 40);
        double[] y = Motion.drift(own, frames, 0.01 * height, 40);
        for (Whereabouts.Piece piece : where.pieces()) {
            Sprite sprite = ShapePainter.paint(piece.look(), own.bits(), 128);
            Box unit = new Pose(Affine.shape(1, 1, 0, 0), 0).box(sprite);
            Affine shape = Affine.shape(piece.width() / unit.w(), piece.height() / unit.h(), 0, 0);
            Pose[] poses = new Pose[frames];
            for (int t = 0; t < frames; t++) {
                poses[t] = new Pose(shape.then(Affine.shift(piece.x() + x[t], piece.y() + y[t])), 0);
            }
            behind.add(new Part(sprite, poses, new float[] {1, 1, 1}));
        }
    }

    /** Adds objects of other looks that go their own ways. */
    private void bystanders() {
        int count = 1 + random.below(4);
        for (int i = 0; i < count; i++) {
            Sprite sprite = painted(look.different(random), random.bits());
            double other = size * random.logUniform(0.6, 1.5);
            double[][] way = Motion.path(random, frames, width, height, 0, size * random.uniform(0.01, 0.07));
            behind.add(new Part(sprite, poses(way, other, sprite), new float[] {1, 1, 1}));
        }
    }

    /**
     * Returns a path that circles about the target's, near enough to share every search region. While the image is
     * still blurred, the pair jumps so far that a search region round the target's last place shows both alike; later
     * the two change places quickly now and then. So neither the place nor the template tells who is who.
     */
    private double[][] companion() {
        double[] radius = Motion.drift(random, frames, 0.35, 20);
        double[] turn = Motion.drift(random, frames, 1.2, 30);
        double start = random.uniform(0, 2 * Math.PI);
        double spin = random.normal(0.02);
        int jump = CLEARING - 3;
        int swap = CLEARING + 12 + random.below(16);
        double[][] way = new double[2][frames];
        for (int t = 0; t < frames; t++) {
            double r = size * Math.max(t < CLEARING ? 1.25 : 0.95, 1.4 + radius[t]);
            if (t > swap + SWAPPING) {
                start += Math.PI;
                swap = t + 16 + random.below(24);
            }
            double swapped = Math.max(0, Math.min(1, (t - swap) / (double) SWAPPING));
            double angle = start + spin * t + turn[t] + Math.PI * swapped;
            double aside = t < jump ? 0 : -0.5;
            path[0][t] += aside * r * Math.cos(angle);
            path[1][t] += aside * r * Math.sin(angle);
            way[0][t] = path[0][t] + r * Math.cos(angle);
            way[1][t] = path[1][t] + r * Math.sin(angle);
        }
        return way;
    }

    /** Adds objects that cross in front of the target, one after the other. */
    private void passers() {
        int period = 32;
        for (int start = 8 + random.below(10); start + 20 < frames; start += period + random.below(20)) {
            ObjectTraits passing = new ObjectTraits(look.different(random).colour(), Texture.PLAIN, Shape.BOX);
            Sprite sprite = ShapePainter.paint(passing, random.bits(), 64);
            double span = random.uniform(16, 26);
            double angle = random.uniform(0, 2 * Math.PI);
            double aside = random.normal(0.15);
            double[][] way = new double[2][frames];
            for (int t = 0; t < frames; t++) {
                double along = size * 3.2 * ((t - start) / span - 0.5) * 2;
                way[0][t] = path[0][t] + along * Math.cos(angle) - aside * size * Math.sin(angle);
                way[1][t] = path[1][t] + along * Math.sin(angle) + aside * size * Math.cos(angle);
            }
            double wide = random.uniform(0.75, 1.05);
            before.add(new Part(sprite, poses(way, wide * size, sprite), new float[] {1, 1, 1}));
        }
    }

    /** Returns the poses of an object on its way: its size, aspect and angle wander. */
    private Pose[] poses(double[][] way, double mean, Sprite sprite) {
        double[] grow = Motion.drift(random, frames, kind == SequenceKind.TINY ? 0.08 : 0.18, 25);
        double[] stretch = Motion.drift(random, frames, 0.06, 20);
        double[] angle = Motion.drift(random, frames, random.chance(0.5) ? 0.12 : 0.5, 30);
        double[] shear = Motion.drift(random, frames, 0.06, 20);
        Box own = new Pose(Affine.shape(1, 1, 0, 0), 0).box(sprite);
        double unit = mean / Math.sqrt(own.area());
        Pose[] poses = new Pose[frames];
        for (int t = 0; t < frames; t++) {
            double s = unit * Math.exp(grow[t]);
            double k = Math.exp(stretch[t]);
            poses[t] = new Pose(Affine.shape(s * k, s / k, shear[t], angle[t])
                    .then(Affine.shift(way[0][t] + shakeX[t], way[1][t] + shakeY[t])), 0);
        }
        return poses;
    }

    /** Returns the background's place in each frame. */
    private Affine[] camera(boolean moving, double unit) {
        double[] panX = Motion.drift(random, frames, (moving ? 60 : 8) * unit, 40);
        double[] panY = Motion.drift(random, frames, (moving ? 35 : 5) * unit, 40);
        double[] zoom = Motion.drift(random, frames, moving ? 0.12 : 0.02, 40);
        double[] roll = Motion.drift(random, frames, moving ? 0.05 : 0.005, 40);
        Affine[] maps = new Affine[frames];
        for (int t = 0; t < frames; t++) {
            double scale = Math.exp(zoom[t]);
            maps[t] = Affine.shift(-0.75 * width, -0.75 * height)
                    .then(Affine.shape(scale, scale, 0, roll[t]))
                    .then(Affine.shift(0.5 * width + panX[t] + shakeX[t], 0.5 * height + panY[t] + shakeY[t]));
        }
        return maps;
    }

    SequenceKind kind() {
        return kind;
    }

    int frames() {
        return frames;
    }

    /** Returns the target's looks, and where it is at first if the sentence says that. */
    String sentence() {
        return look.sentence() + (where == null ? "" : " " + where.place().words());
    }

    /** Returns the words of the sentence that say what the target looks like; they come first. */
    String looks() {
        return look.sentence();
    }

    /** Returns where the target is, or null if the sentence doesn't say it. */
    Whereabouts where() {
        return where;
    }

    /** Returns words that fit the distractor, or, where there is none, nothing in the scene. */
    String wrongSentence() {
        return wrongSentence;
    }

    /** Returns the target's box within the frame. */
    Box box(int frame) {
        Box box = target.poses()[frame].box(target.sprite());
        double x0 = Math.max(0, box.x());
        double y0 = Math.max(0, box.y());
        return new Box(x0, y0, Math.min(width, box.x() + box.w()) - x0, Math.min(height, box.y() + box.h()) - y0);
    }

    /** Tells whether at least a fifth of the target's box is free of what passes in front. */
    boolean visible(int frame) {
        Box box = box(frame);
        for (Part part : before) {
            Box other = part.poses()[frame].box(part.sprite());
            double w = Math.min(other.x() + other.w(), box.x() + box.w()) - Math.max(other.x(), box.x());
            double h = Math.min(other.y() + other.h(), box.y() + box.h()) - Math.max(other.y(), box.y());
            if (w > 0 && h > 0 && w * h > 0.8 * box.area()) {
                return false;
            }
        }
        return true;
    }

    /** Paints the background, half again as large as the frame. */
    Bitmap backdrop() {
        return Backdrop.paint(width * 3 / 2, height * 3 / 2, new SeededRandom(backdropSeed));
    }

    /** Paints a frame over the background. */
    Canvas paint(Bitmap backdrop, int frame) {
        Canvas canvas = new Canvas(width, height);
        canvas.cover(backdrop, camera[frame], new float[] {1, 1, 1});
        paint(canvas, behind, frame);
        paint(canvas, List.of(target), frame);
        paint(canvas, before, frame);
        if (kind == SequenceKind.LOW_RESOLUTION) {
            canvas.blur(1.2);
            canvas = canvas.resized(width / 4, height / 4).resized(width, height);
        }
        double unclear = Math.max(0, 1 - (double) frame / CLEARING);
        if (kind == SequenceKind.BLURRED) {
            canvas.blur(haze + 0.2 * size * unclear);
        } else if (kind == SequenceKind.DISTRACTOR) {
            canvas.blur(haze + 0.27 * size * unclear);
            canvas.fade(Math.min(1, 1.5 * unclear));
        } else {
            canvas.blur(haze);
        }
        float[] shift = new float[3];
        Arrays.fill(shift, (float) brightness[frame]);
        canvas.tone(new float[] {1, 1, 1}, shift, 0, 0);
        canvas.noise(noise, new SeededRandom(noiseSeed, frame));
        return canvas;
    }

    private static void paint(Canvas canvas, List<Part> parts, int frame) {
        for (Part part : parts) {
            canvas.paint(part.sprite().bitmap(), part.poses()[frame], part.gain(), 1);
        }
    }
}
