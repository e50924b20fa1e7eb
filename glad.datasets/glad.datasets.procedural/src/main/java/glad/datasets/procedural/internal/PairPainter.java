package glad.datasets.procedural.internal;

import glad.api.Box;
import glad.api.data.Shot;
import glad.api.data.TrainingPair;
import glad.base.SeededRandom;
import java.util.ArrayList;
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
    private static final double OTHER_LIGHT = 0.2;
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
    private static final double DEFORMED_STRETCH = 0.2;
    private static final double REGION_SHEAR = 0.03;
    private static final double REGION_TURN = 0.06;
    /** The part of a region whose mean colour names it, from its centre. */
    private static final double NAMED_PART = 0.4;
    private static final double UNTOLD = 0.12;

    /** The least part of the change between template and search region that a later template shows. */
    private static final double LEAST_PART = 0.4;
    /** How often a later template is the first one still, or what was taken for the target. */
    private static final double STILL_FIRST = 0.12;
    private static final double MISTAKEN = 0.08;
    private static final double MISTAKEN_FROM = 0.7;
    private static final double MISTAKEN_TO = 2;
    private static final double FOUND_PLACE = 0.05;
    private static final double FOUND_SIZE = 0.08;
    private static final double GROUND_LATER = 0.2;

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
        Change change = stage.change();
        Deformation deformation = traits.deformed() ? new Deformation(random) : null;
        Sprite shownNow = deformation == null ? cast.targetNow() : deformation.of(cast.targetNow(), 1);
        double bend = stage.bend();
        Pose now = PairStage.placed(shownNow, new Pose(base.then(change.part(1)), bend), 1, 0, 0);
        Box boxThen = then.box(cast.target());
        Box boxNow = now.box(shownNow);
        double centreX = 0;
        double centreY = 0;
        Box rivalBox = null;
        if (traits.ambiguous()) {
            Pose rival = stage.beside(cast.rival(), new Pose(base.then(stage.change().part(1)), stage.bend()), boxNow);
            stage.now().add(new Actor(cast.rival(), rival, stage.light(RIVAL_LIGHT)));
            rivalBox = rival.box(cast.rival());
            double along = random.uniform(BEHIND_TARGET, BEHIND_RIVAL);
            centreX = along * rivalBox.cx() + random.normal(BESIDE_LINE);
            centreY = along * rivalBox.cy() + random.normal(BESIDE_LINE);
        }
        stage.addBystanders(painter, cast.target(), boxThen, boxNow);
        stage.then().add(new Actor(cast.target(), then, stage.light(LIGHT_THEN)));
        Actor actor = new Actor(shownNow, now, stage.light(traits.deformed() ? OTHER_LIGHT : LIGHT_NOW));
        stage.now().add(actor);
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
        Moment between = null;
        if (settings.templates() > 1) {
            double part = random.uniform(LEAST_PART, 1);
            Sprite shown = deformation == null ? shownNow : deformation.of(cast.targetNow(), part);
            Pose pose = PairStage.placed(shown, new Pose(base.then(change.part(part)), part * bend), 1, 0, 0);
            List<Actor> actors = new ArrayList<>(stage.now());
            actors.replaceAll(one -> one == actor ? new Actor(shown, pose, actor.gain()) : one);
            between = new Moment(groundNow, actors, pose.box(shown));
        }
        return views(ground, new Moment(groundThen, stage.then(), boxThen), between, new Moment(groundNow, stage.now(), boxNow), rivalBox,
                centreX, centreY, cast);
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
        double stretch = Math.exp(random.normal(traits.deformed() ? DEFORMED_STRETCH : REGION_STRETCH, 2.5));
        double grow = Math.exp(random.normal(REGION_STRETCH, 2.5));
        Change change = new Change(grow * stretch, grow / stretch, random.normal(REGION_SHEAR, 2), random.normal(REGION_TURN, 2));
        Affine groundNow = groundThen.then(change.part(1));
        Box boxNow = Box.centred(0, 0, w * grow * stretch, h * grow / stretch);
        stage.addBystanders(painter, null, boxThen, boxNow);
        if (random.chance(OCCLUDED)) {
            stage.addOccluder(painter.occluder(), boxNow);
        }
        Colour colour = spot.colour(NAMED_PART * w * pixelsPerUnit, NAMED_PART * h * pixelsPerUnit);
        PairCast cast = new PairCast(null, colour == null ? "" : colour.word() + " " + Words.REGION, null, "");
        Moment between = null;
        if (settings.templates() > 1) {
            double part = random.uniform(LEAST_PART, 1);
            between = new Moment(groundThen.then(change.part(part)), stage.now(),
                    Box.centred(0, 0, w * Math.pow(change.width(), part), h * Math.pow(change.height(), part)));
        }
        return views(spot.image(), new Moment(groundThen, stage.then(), boxThen), between, new Moment(groundNow, stage.now(), boxNow), null, 0, 0,
                cast);
    }

    /** @param between what a later template shows; null for none */
    private TrainingPair views(Bitmap ground, Moment then, Moment between, Moment now, Box rivalBox, double centreX, double centreY,
            PairCast cast) {
        PairCamera camera = new PairCamera(traits, settings, stage, random);
        PairCamera.View template = camera.template(ground, then);
        PairCamera.View search = camera.search(ground, now, rivalBox, centreX, centreY);
        boolean mirrored = random.chance(0.5);
        String sentence = !traits.ambiguous() && random.chance(UNTOLD) ? "" : cast.sentence();
        return new TrainingPair(template.image(mirrored), template.box(mirrored), search.image(mirrored), search.box(mirrored),
                sentence, traits.ambiguous() ? cast.rivalSentence() : "", search.rival(mirrored), traits.kind() != PairKind.REGION, traits.degraded(),
                between == null ? List.of() : List.of(later(camera, ground, between, rivalBox, template, mirrored)), List.of(),
                Words.numbers(sentence));
    }

    /** Paints what a tracker may have taken as its second template: round a box that it found. */
    private Shot later(PairCamera camera, Bitmap ground, Moment between, Box rival, PairCamera.View first, boolean mirrored) {
        if (random.chance(STILL_FIRST)) {
            return new Shot(first.image(mirrored), first.box(mirrored));
        }
        Box right = random.chance(MISTAKEN) ? mistaken(between.target(), rival) : between.target();
        double size = Math.sqrt(right.area());
        Box found = Box.centred(right.cx() + size * random.normal(FOUND_PLACE, 2), right.cy() + size * random.normal(FOUND_PLACE, 2),
                right.w() * Math.exp(random.normal(FOUND_SIZE, 2)), right.h() * Math.exp(random.normal(FOUND_SIZE, 2)));
        Affine groundMap = traits.kind() == PairKind.REGION ? between.groundMap()
                : between.groundMap().then(Affine.shift(random.normal(GROUND_LATER), random.normal(GROUND_LATER)));
        PairCamera.View view = camera.later(ground, new Moment(groundMap, between.actors(), found));
        return new Shot(view.image(mirrored), view.box(mirrored));
    }

    private Box mistaken(Box target, Box rival) {
        if (rival != null) {
            return rival;
        }
        double distance = random.uniform(MISTAKEN_FROM, MISTAKEN_TO);
        double angle = random.uniform(0, 2 * Math.PI);
        return Box.centred(target.cx() + distance * Math.cos(angle), target.cy() + distance * Math.sin(angle), target.w(), target.h());
    }
}
