package glad.datasets.procedural.internal;

import glad.api.Box;
import glad.base.SeededRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * Where everything stands in a pair's scene, then (in the template) and now (in the search region), in units of the target's size
 * then, sqrt(w h), with the target's centre at the origin.
 */
final class PairStage {

    /** Bound of the normal draws that are cut at so many deviations. */
    private static final double CUT = 2.5;

    private static final double UPRIGHT = 0.75;
    private static final double FIGURE_TURN = 0.05;
    private static final double TURN = 0.12;
    private static final double BENT = 0.4;
    private static final double BEND = 0.12;
    private static final double GROW = 0.12;
    private static final double STRETCH = 0.08;
    /** How many times as much a deformed target changes. */
    private static final double DEFORMED = 2;
    private static final double FREE_ANGLE = 0.15;
    private static final double ANGLE = 0.16;
    private static final double SHEAR = 0.09;
    private static final double FIGURE_ANGLE = 0.3;
    /** Deviation of single colours of a light, relative to the whole light's. */
    private static final double COLOUR_LIGHT = 0.3;

    private static final double RIVAL_SIZE = 0.08;
    /** Distances of a distractor from where its box touches the target's. */
    private static final double RIVAL_NEAR = 0.92;
    private static final double RIVAL_FAR = 1.1;
    private static final double RIVAL_GAP = 0.7;

    private static final int BYSTANDERS = 5;
    private static final int BYSTANDERS_OF_AMBIGUOUS = 3;
    private static final double BYSTANDER_ASPECT = 0.75;
    private static final double BYSTANDER_MOST_ASPECT = 1.3;
    private static final double BYSTANDER_SHEAR = 0.1;
    private static final double BYSTANDER_SIZE = 0.35;
    private static final double IN_BOTH = 0.45;
    private static final double REACH_THEN = 1.2;
    private static final double REACH_NOW = 2.4;
    private static final int ATTEMPTS = 4;
    private static final double MOST_COVERED = 0.06;
    private static final double BYSTANDER_LIGHT = 0.1;

    private static final double OCCLUDER_WIDTH = 0.5;
    private static final double OCCLUDER_SHORT = 0.7;
    private static final double OCCLUDER_LONG = 3;
    private static final double OCCLUDER_UPRIGHT = 0.6;
    private static final double OCCLUDER_TURN = 0.1;
    private static final double OCCLUDER_SMALL = 0.5;
    private static final double OCCLUDER_LARGE = 1.6;
    private static final double LEAST_COVER = 0.1;
    private static final double MOST_COVER = 0.45;
    private static final double OCCLUDER_OFFSET = 0.2;
    private static final double OCCLUDER_LIGHT = 0.1;

    private final PairTraits traits;
    private final SeededRandom random;
    private final List<Actor> then = new ArrayList<>();
    private final List<Actor> now = new ArrayList<>();

    PairStage(PairTraits traits, SeededRandom random) {
        this.traits = traits;
        this.random = random;
    }

    /** Returns what stands there in the template, hindmost first. */
    List<Actor> then() {
        return then;
    }

    /** Returns what stands there in the search region, hindmost first. */
    List<Actor> now() {
        return now;
    }

    /** Returns an angle: mostly upright, as things are. */
    double turn() {
        return traits.figure() || random.chance(UPRIGHT) ? random.normal(traits.figure() ? FIGURE_TURN : TURN)
                : random.uniform(0, 2 * Math.PI);
    }

    /** Returns a curvature, see {@link Pose}. */
    double bend() {
        return random.chance(BENT) ? random.normal(BEND, 2) : 0;
    }

    /** Returns how an object changes between template and search. */
    Change change() {
        double grow = Math.exp(random.normal(GROW, CUT));
        double more = traits.deformed() ? DEFORMED : 1;
        double stretch = Math.exp(random.normal(more * STRETCH, CUT));
        double angle = random.chance(FREE_ANGLE) ? random.uniform(-more, more) : random.normal(more * ANGLE);
        return new Change(grow * stretch, grow / stretch, random.normal(SHEAR), traits.figure() && !traits.deformed() ? FIGURE_ANGLE * angle : angle);
    }

    /** Returns factors of red, green and blue. */
    float[] light(double deviation) {
        double all = Math.exp(random.normal(deviation, CUT));
        float[] gain = new float[3];
        for (int c = 0; c < 3; c++) {
            gain[c] = (float) (all * Math.exp(random.normal(COLOUR_LIGHT * deviation, CUT)));
        }
        return gain;
    }

    /** Returns the pose moved and, where {@code size} is above 0, scaled so that the box has that size there. */
    static Pose placed(Sprite sprite, Pose pose, double size, double x, double y) {
        Box box = pose.box(sprite);
        double scale = size > 0 ? size / Math.sqrt(box.area()) : 1;
        return pose.then(Affine.scaleShift(scale, x - scale * box.cx(), y - scale * box.cy()));
    }

    /** Places a distractor so that the boxes hardly overlap and both fit a search crop. */
    Pose beside(Sprite rival, Pose rough, Box target) {
        double size = Math.sqrt(target.area()) * Math.exp(random.normal(RIVAL_SIZE, 2));
        Pose pose = placed(rival, rough, size, 0, 0);
        Box box = pose.box(rival);
        double angle = random.uniform(0, 2 * Math.PI);
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        double reachX = 0.5 * (target.w() + box.w()) / Math.max(1e-6, Math.abs(cos));
        double reachY = 0.5 * (target.h() + box.h()) / Math.max(1e-6, Math.abs(sin));
        double distance = Math.min(reachX, reachY) * random.uniform(RIVAL_NEAR, RIVAL_FAR) + random.uniform(0, RIVAL_GAP);
        return placed(rival, rough, size, distance * cos, distance * sin);
    }

    /** Adds other objects, none of which covers the target. */
    void addBystanders(CastPainter painter, Sprite target, Box boxThen, Box boxNow) {
        int count = random.below(traits.ambiguous() ? BYSTANDERS_OF_AMBIGUOUS : BYSTANDERS);
        for (int i = 0; i < count; i++) {
            Sprite sprite = painter.bystander(target);
            Affine base = Affine.shape(1, random.logUniform(BYSTANDER_ASPECT, BYSTANDER_MOST_ASPECT),
                    random.normal(BYSTANDER_SHEAR), turn());
            double size = Math.exp(random.normal(BYSTANDER_SIZE, 2));
            boolean both = random.chance(IN_BOTH);
            if (both) {
                place(sprite, new Pose(base, 0), size, boxThen, REACH_THEN, then);
            }
            place(sprite, new Pose(base.then(change().part(1)), bend()), size, boxNow, REACH_NOW, now);
        }
    }

    private void place(Sprite sprite, Pose rough, double size, Box target, double reach, List<Actor> actors) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Pose pose = placed(sprite, rough, size, random.uniform(-reach, reach), random.uniform(-reach, reach));
            if (overlap(pose.box(sprite), target) < MOST_COVERED) {
                actors.add(new Actor(sprite, pose, light(BYSTANDER_LIGHT)));
                return;
            }
        }
    }

    /** Returns the fraction of the target's box that another box covers. */
    private static double overlap(Box other, Box target) {
        double w = Math.min(other.x() + other.w(), target.x() + target.w()) - Math.max(other.x(), target.x());
        double h = Math.min(other.y() + other.h(), target.y() + target.h()) - Math.max(other.y(), target.y());
        return w <= 0 || h <= 0 ? 0 : w * h / target.area();
    }

    /** Adds an object that covers part of the target in the search region from one side. */
    void addOccluder(Sprite sprite, Box target) {
        double length = random.logUniform(OCCLUDER_SHORT, OCCLUDER_LONG);
        boolean upright = random.chance(OCCLUDER_UPRIGHT);
        Affine base = upright ? Affine.shape(OCCLUDER_WIDTH, length, 0, random.normal(OCCLUDER_TURN))
                : Affine.shape(length, OCCLUDER_WIDTH, 0, random.normal(OCCLUDER_TURN));
        Pose rough = new Pose(base.then(Affine.scaleShift(random.logUniform(OCCLUDER_SMALL, OCCLUDER_LARGE), 0, 0)), 0);
        Box box = rough.box(sprite);
        double cover = random.uniform(LEAST_COVER, MOST_COVER);
        double side = random.chance(0.5) ? 1 : -1;
        double x = upright ? side * (0.5 * (target.w() + box.w()) - cover * target.w()) : random.normal(OCCLUDER_OFFSET);
        double y = upright ? random.normal(OCCLUDER_OFFSET) : side * (0.5 * (target.h() + box.h()) - cover * target.h());
        now.add(new Actor(sprite, placed(sprite, rough, 0, target.cx() + x, target.cy() + y), light(OCCLUDER_LIGHT)));
    }
}
