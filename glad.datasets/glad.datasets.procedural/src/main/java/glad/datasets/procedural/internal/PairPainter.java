package glad.datasets.procedural.internal;

import glad.api.Box;
import glad.api.data.TrainingPair;
import glad.base.SeededRandom;
import java.util.List;

/**
 * Paints one pair: draws who plays ({@link CastPainter}), puts them onto the scene ({@link PairStage}) and takes both views
 * ({@link PairCamera}). Lengths in a scene are in units of the target's size, sqrt(w h), at the moment of the template; the target's box is
 * centred on the origin both then and now.
 */
final class PairPainter {

    private static final double LEAST_ASPECT = 0.8;
    private static final double MOST_ASPECT = 1.25;
    private static final double SHEAR = 0.06;
    private static final double RIVAL_LIGHT = 0.05;
    private static final double LIGHT_THEN = 0.05;
    private static final double LIGHT_NOW = 0.07;
    /** Where the middle of the view lies on the line from the target to its distractor, and how far beside. */
    private static final double BEHIND_TARGET = -0.1;
    private static final double BEHIND_RIVAL = 1.1;
    private static final double BESIDE_LINE = 0.2;
    private static final double OCCLUDED = 0.16;
    private static final double OCCLUDED_AMBIGUOUS = 0.06;

    private static final double DRAWN_GROUND = 0.75;
    /** Wider images are photographs of many pixels per unit. */
    private static final int LARGE_GROUND = 600;
    private static final double GROUND_SCALE = 24;
    private static final double GROUND_MOST_SCALE = 160;
    private static final double SMALL_GROUND_SCALE = 10;
    private static final double SMALL_GROUND_MOST_SCALE = 45;
    private static final double GROUND_DETAIL = 1.5;
    private static final double GROUND_TURN = 0.05;
    private static final double GROUND_LEAST_ASPECT = 0.95;
    private static final double GROUND_MOST_ASPECT = 1.05;
    private static final double GROUND_SHEAR = 0.02;
    private static final double GROUND_SHRINK = 0.85;
    private static final double GROUND_GROW = 1.18;
    private static final double GROUND_SHIFT = 1.1;

    private static final double REGION_MOST_SCALE = 180;
    private static final double REGION_STRETCH = 0.1;
    private static final double REGION_SHEAR = 0.03;
    private static final double REGION_TURN = 0.06;
    /** The part of a region whose mean colour names it, from its centre. */
    private static final double NAMED_PART = 0.4;
    private static final double UNTOLD = 0.12;

    private final PairSettings settings;
    private final PairStock stock;
    private final SeededRandom random;
    private final PairTraits traits;
    private final CastPainter painter;
    private final PairStage stage;

    /** Prepares pair number {@code index}. */
    PairPainter(PairSettings settings, PairStock stock, long index) {
        this.settings = settings;
        this.stock = stock;
        random = new SeededRandom(settings.seed(), index);
        traits = PairTraits.draw(settings, random);
        painter = new CastPainter(traits, stock, settings.combinations(), random);
        stage = new PairStage(traits, random);
    }

    /** Paints both crops. */
    TrainingPair paint() {
        return traits.kind() == PairKind.REGION ? region() : object();
    }

    /** A target that moves over a background. */
    private TrainingPair object() {
        PairCast cast = painter.cast();
        Affine base = Affine.shape(1, random.logUniform(LEAST_ASPECT, MOST_ASPECT), random.normal(SHEAR), stage.turn());
        Pose then = PairStage.placed(cast.target(), new Pose(base, 0), 1, 0, 0);
        Affine change = stage.change();
        Pose now = PairStage.placed(cast.targetNow(), new Pose(base.then(change), stage.bend()), 1, 0, 0);
        Box boxThen = then.box(cast.target());
        Box boxNow = now.box(cast.targetNow());
        double centreX = 0;
        double centreY = 0;
        Box rivalBox = null;
        if (traits.ambiguous()) {
            Pose rival = stage.beside(cast.rival(), new Pose(base.then(stage.change()), stage.bend()), boxNow);
            stage.now().add(new Actor(cast.rival(), rival, stage.light(RIVAL_LIGHT)));
            rivalBox = rival.box(cast.rival());
            double along = random.uniform(BEHIND_TARGET, BEHIND_RIVAL);
            centreX = along * rivalBox.cx() + random.normal(BESIDE_LINE);
            centreY = along * rivalBox.cy() + random.normal(BESIDE_LINE);
        }
        stage.addBystanders(painter, cast.target(), boxThen, boxNow);
        stage.then().add(new Actor(cast.target(), then, stage.light(LIGHT_THEN)));
        stage.now().add(new Actor(cast.targetNow(), now, stage.light(LIGHT_NOW)));
        if (random.chance(traits.ambiguous() ? OCCLUDED_AMBIGUOUS : OCCLUDED)) {
            stage.addOccluder(painter.occluder(), boxNow);
        }
        Bitmap ground = traits.kind() == PairKind.SHAPE && (stock.photographs().isEmpty() || random.chance(DRAWN_GROUND))
                ? random.pick(stock.backdrops()) : random.pick(stock.photographs());
        double pixelsPerUnit = ground.width() > LARGE_GROUND ? random.logUniform(GROUND_SCALE, GROUND_MOST_SCALE)
                : random.logUniform(SMALL_GROUND_SCALE, SMALL_GROUND_MOST_SCALE);
        PhotoSpot where = PhotoSpot.find(ground, random, GROUND_DETAIL * pixelsPerUnit, GROUND_DETAIL * pixelsPerUnit);
        Affine groundThen = Affine.shift(-where.x(), -where.y())
                .then(Affine.shape(1 / pixelsPerUnit, 1 / pixelsPerUnit, 0, random.normal(GROUND_TURN)));
        Affine groundNow = groundThen
                .then(Affine.shape(1, random.logUniform(GROUND_LEAST_ASPECT, GROUND_MOST_ASPECT), random.normal(GROUND_SHEAR),
                        random.normal(GROUND_TURN)))
                .then(Affine.scaleShift(random.logUniform(GROUND_SHRINK, GROUND_GROW), random.normal(GROUND_SHIFT),
                        random.normal(GROUND_SHIFT)));
        return views(ground, groundThen, groundNow, boxThen, boxNow, rivalBox, centreX, centreY, cast);
    }

    /** A target that is a part of the background, which changes as a whole. */
    private TrainingPair region() {
        double pixelsPerUnit = random.logUniform(GROUND_SCALE, REGION_MOST_SCALE);
        double aspect = PatchCutter.aspect(random);
        double w = Math.sqrt(aspect);
        double h = 1 / w;
        PhotoSpot spot = PhotoSpot.find(stock.photographs(), random, 0.5 * w * pixelsPerUnit, 0.5 * h * pixelsPerUnit);
        Box boxThen = Box.centred(0, 0, w, h);
        Affine groundThen = Affine.shift(-spot.x(), -spot.y())
                .then(Affine.scaleShift(1 / pixelsPerUnit, 0, 0));
        double stretch = Math.exp(random.normal(REGION_STRETCH, 2.5));
        double grow = Math.exp(random.normal(REGION_STRETCH, 2.5));
        Affine groundNow = groundThen.then(Affine.shape(grow * stretch, grow / stretch, random.normal(REGION_SHEAR, 2),
                random.normal(REGION_TURN, 2)));
        Box boxNow = Box.centred(0, 0, w * grow * stretch, h * grow / stretch);
        stage.addBystanders(painter, null, boxThen, boxNow);
        if (random.chance(OCCLUDED)) {
            stage.addOccluder(painter.occluder(), boxNow);
        }
        Colour colour = spot.colour(NAMED_PART * w * pixelsPerUnit, NAMED_PART * h * pixelsPerUnit);
        PairCast cast = new PairCast(null, colour == null ? "" : colour.word() + " " + Words.REGION, null, "");
        return views(spot.image(), groundThen, groundNow, boxThen, boxNow, null, 0, 0, cast);
    }

    private TrainingPair views(Bitmap ground, Affine groundThen, Affine groundNow, Box boxThen, Box boxNow,
            Box rivalBox, double centreX, double centreY, PairCast cast) {
        PairCamera camera = new PairCamera(traits, settings, stage, random);
        PairCamera.View template = camera.template(ground, groundThen, stage.then(), boxThen);
        PairCamera.View search = camera.search(ground, groundNow, stage.now(), boxNow, rivalBox, centreX, centreY);
        boolean mirrored = random.chance(0.5);
        String sentence = !traits.ambiguous() && random.chance(UNTOLD) ? "" : cast.sentence();
        return new TrainingPair(template.image(mirrored), template.box(mirrored), search.image(mirrored), search.box(mirrored),
                sentence, traits.ambiguous() ? cast.rivalSentence() : "", search.rival(mirrored), traits.kind() != PairKind.REGION, traits.degraded(),
                List.of(), List.of(), Words.numbers(sentence));
    }
}
