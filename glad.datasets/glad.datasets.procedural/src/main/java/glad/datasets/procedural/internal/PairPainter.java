package glad.datasets.procedural.internal;

import glad.api.Box;
import glad.api.data.TrainingPair;
import glad.base.SeededRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * Paints one pair. Lengths in a scene are in units of the target's size, sqrt(w h), at the moment of the template; the
 * target's box is centred on the origin both then and now.
 */
final class PairPainter {

    private static final float[] NEUTRAL = {1, 1, 1};

    /** Fraction of drawn people among the cut-outs: the stamps show hardly any. */
    private static final double FIGURES = 0.3;

    /** What {@link #detail} returns for a piece of a photograph that can be found again. */
    private static final double ENOUGH_DETAIL = 700;

    private static final List<Colour> COLOURS = List.of(Colour.values());
    private static final List<Cut> CUTS = List.of(Cut.values());

    private final PairSettings settings;
    private final PairStock stock;
    private final SeededRandom random;
    private final PairKind kind;
    private final boolean ambiguous;
    private final boolean hidden;
    private final boolean figure;

    /** Prepares pair number {@code index}. */
    PairPainter(PairSettings settings, PairStock stock, long index) {
        this.settings = settings;
        this.stock = stock;
        this.random = new SeededRandom(settings.seed(), index);
        this.kind = kind();
        this.ambiguous = kind != PairKind.REGION && random.chance(ambiguousShare());
        this.hidden = random.chance(ambiguous ? 0.5 : 0.07);
        this.figure = kind == PairKind.STAMP && random.chance(FIGURES);
    }

    private PairKind kind() {
        double[] weights = {settings.stamps(), settings.patches(), settings.regions(), settings.shapes()};
        double pick = random.uniform(0, settings.total());
        for (int i = 0; i < weights.length; i++) {
            pick -= weights[i];
            if (pick < 0 && weights[i] > 0) {
                return PairKind.values()[i];
            }
        }
        return PairKind.SHAPE;
    }

    /**
     * Returns the share within this kind: drawn shapes carry most ambiguous pairs because their words are exact, patches
     * few because theirs are vague.
     */
    private double ambiguousShare() {
        double weighted = 2 * settings.shapes() + settings.stamps() + 0.4 * settings.patches();
        double factor = kind == PairKind.SHAPE ? 2 : kind == PairKind.STAMP ? 1 : 0.4;
        return Math.min(0.95, settings.ambiguous() * factor * settings.total() / weighted);
    }

    /** What stands for the target, then and now, and for what could be mistaken for it. */
    private record Cast(Sprite target, Sprite targetNow, String sentence, Sprite rival, String rivalSentence) {

        /** A target whose image stays the same. */
        Cast(Sprite target, String sentence, Sprite rival, String rivalSentence) {
            this(target, target, sentence, rival, rivalSentence);
        }
    }

    /** Paints both crops. */
    TrainingPair paint() {
        return kind == PairKind.REGION ? region() : object();
    }

    private TrainingPair object() {
        Cast cast = cast();
        Affine base = Affine.shape(1, random.logUniform(0.8, 1.25), random.normal(0.06), turn());
        Pose rough = new Pose(base, 0);
        Pose then = placed(cast.target(), rough, 1, 0, 0);
        Affine change = change();
        Pose now = placed(cast.targetNow(), new Pose(base.then(change), bend()), 1, 0, 0);
        Box boxThen = then.box(cast.target());
        Box boxNow = now.box(cast.targetNow());

        List<Actor> actorsThen = new ArrayList<>();
        List<Actor> actorsNow = new ArrayList<>();
        double centreX = 0;
        double centreY = 0;
        if (ambiguous) {
            Pose rival = beside(cast.rival(), new Pose(base.then(change()), bend()), boxNow);
            actorsNow.add(new Actor(cast.rival(), rival, light(0.05)));
            Box rivalBox = rival.box(cast.rival());
            double along = random.uniform(-0.1, 1.1);
            centreX = along * rivalBox.cx() + random.normal(0.2);
            centreY = along * rivalBox.cy() + random.normal(0.2);
        }
        bystanders(cast.target(), boxThen, boxNow, actorsThen, actorsNow);
        float[] own = light(0.05);
        actorsThen.add(new Actor(cast.target(), then, own));
        float[] later = light(0.07);
        actorsNow.add(new Actor(cast.targetNow(), now, later));
        if (random.chance(ambiguous ? 0.06 : 0.16)) {
            actorsNow.add(occluder(boxNow));
        }
        Bitmap ground = kind == PairKind.SHAPE && (stock.photographs().isEmpty() || random.chance(0.75))
                ? random.pick(stock.backdrops()) : random.pick(stock.photographs());
        double pixelsPerUnit = ground.width() > 600 ? random.logUniform(24, 160) : random.logUniform(10, 45);
        Spot where = spot(ground, 1.5 * pixelsPerUnit, 1.5 * pixelsPerUnit);
        Affine groundThen = Affine.shift(-where.x(), -where.y())
                .then(Affine.shape(1 / pixelsPerUnit, 1 / pixelsPerUnit, 0, random.normal(0.05)));
        Affine groundNow = groundThen
                .then(Affine.shape(1, random.logUniform(0.95, 1.05), random.normal(0.02), random.normal(0.05)))
                .then(Affine.scaleShift(random.logUniform(0.85, 1.18), random.normal(1.1), random.normal(1.1)));
        return views(ground, groundThen, groundNow, actorsThen, actorsNow, boxThen, boxNow, centreX, centreY, cast);
    }

    private TrainingPair region() {
        double pixelsPerUnit = random.logUniform(24, 180);
        double aspect = Math.exp(random.normal(0.45, 2) - 0.15);
        double w = Math.sqrt(aspect);
        double h = 1 / w;
        Spot spot = spot(0.5 * w * pixelsPerUnit, 0.5 * h * pixelsPerUnit);
        Box boxThen = Box.centred(0, 0, w, h);
        Affine groundThen = Affine.shift(-spot.x(), -spot.y())
                .then(Affine.scaleShift(1 / pixelsPerUnit, 0, 0));
        double stretch = Math.exp(random.normal(0.1, 2.5));
        double grow = Math.exp(random.normal(0.1, 2.5));
        Affine groundNow = groundThen.then(
                Affine.shape(grow * stretch, grow / stretch, random.normal(0.03, 2), random.normal(0.06, 2)));
        Box boxNow = Box.centred(0, 0, w * grow * stretch, h * grow / stretch);
        List<Actor> actorsThen = new ArrayList<>();
        List<Actor> actorsNow = new ArrayList<>();
        bystanders(null, boxThen, boxNow, actorsThen, actorsNow);
        if (random.chance(0.16)) {
            actorsNow.add(occluder(boxNow));
        }
        double[] mean = mean(spot, 0.4 * w * pixelsPerUnit, 0.4 * h * pixelsPerUnit);
        Colour colour = Colour.named(mean[0], mean[1], mean[2]);
        Cast cast = new Cast(null, colour == null ? "" : colour.word() + " " + Words.REGION, null, "");
        return views(spot.image(), groundThen, groundNow, actorsThen, actorsNow, boxThen, boxNow, 0, 0, cast);
    }

    private Cast cast() {
        return switch (kind) {
            case STAMP -> figure ? figureCast() : stampCast();
            case PATCH -> patchCast();
            default -> shapeCast();
        };
    }

    private Cast shapeCast() {
        Look look = Look.draw(random);
        Look other = look.similar(random);
        long grain = random.bits();
        Sprite target = ShapePainter.paint(look, grain, 80);
        Sprite rival = ambiguous ? ShapePainter.paint(other, grain, 80) : null;
        return new Cast(target, look.sentence(), rival, other.sentence());
    }

    private Cast figureCast() {
        Colour dress = random.pick(COLOURS);
        long grain = random.bits();
        FigurePainter person = new FigurePainter(dress, grain);
        double phase = random.uniform(0, 1);
        double later = random.chance(0.3) ? phase : random.uniform(0, 1);
        Sprite rival = null;
        Colour other = dress;
        if (ambiguous) {
            other = random.pickOther(COLOURS, dress);
            rival = new FigurePainter(other, random.chance(0.6) ? grain : random.bits()).paint(random.uniform(0, 1), 96);
        }
        return new Cast(person.paint(phase, 96), person.paint(later, 96), Words.person(dress), rival,
                Words.person(other));
    }

    private Cast stampCast() {
        Stamp stamp = random.pick(stock.stamps());
        if (!ambiguous) {
            Stamp shown = random.chance(0.3) ? stamp.dyed(random.pick(COLOURS), random) : stamp;
            return new Cast(shown.sprite(), shown.sentence(), null, "");
        }
        Stamp other = random.pick(stock.stamps());
        for (int i = 0; i < 20 && other.category().equals(stamp.category()); i++) {
            other = random.pick(stock.stamps());
        }
        if (random.chance(0.6) || other.category().equals(stamp.category())) {
            Stamp shown = stamp.dyed(random.pick(COLOURS), random);
            other = stamp.dyed(random.pickOther(COLOURS, shown.colour()), random);
            return new Cast(shown.sprite(), shown.sentence(), other.sprite(), other.sentence());
        }
        Colour colour = random.pick(COLOURS);
        if (random.chance(0.5)) {
            stamp = stamp.dyed(colour, random);
            other = other.dyed(colour, random);
            return new Cast(stamp.sprite(), stamp.sentence(), other.sprite(), other.sentence());
        }
        return new Cast(stamp.sprite(), stamp.category(), other.sprite(), other.category());
    }

    private Cast patchCast() {
        Cut cut = random.pick(CUTS);
        if (!ambiguous) {
            Stamp patch = patch(cut);
            String words = (patch.colour() == null ? "" : patch.colour().word() + " ") + cut.word() + " " + Words.PATCH;
            return new Cast(patch.sprite(), words, null, "");
        }
        Stamp patch = patch(cut).dyed(random.pick(COLOURS), random);
        Stamp other = patch(cut).dyed(random.pickOther(COLOURS, patch.colour()), random);
        String tail = " " + cut.word() + " " + Words.PATCH;
        return new Cast(patch.sprite(), patch.colour().word() + tail, other.sprite(), other.colour().word() + tail);
    }

    /** Cuts a piece from a photograph. */
    private Stamp patch(Cut cut) {
        double aspect = Math.exp(random.normal(0.45, 2) - 0.15);
        int w = (int) Math.round(72 * Math.sqrt(aspect));
        int h = (int) Math.round(72 / Math.sqrt(aspect));
        double zoom = random.logUniform(0.7, 6);
        Spot spot = spot(0.5 * w * zoom, 0.5 * h * zoom);
        Canvas canvas = new Canvas(w, h);
        canvas.cover(spot.image(), Affine.shift(-spot.x(), -spot.y())
                .then(Affine.shape(1 / zoom, 1 / zoom, 0, random.chance(0.7) ? 0 : random.uniform(0, 6.28)))
                .then(Affine.shift(0.5 * w, 0.5 * h)), NEUTRAL);
        Bitmap plain = canvas.bitmap();
        double[] waves = new double[8];
        for (int i = 0; i < waves.length; i += 2) {
            waves[i] = random.normal(0.11 / (1 + 0.5 * i));
            waves[i + 1] = random.uniform(0, 6.28);
        }
        double soft = random.uniform(0.02, 0.12);
        int[] argb = new int[w * h];
        double[] sum = new double[4];
        for (int y = 0; y < h; y++) {
            double v = (y + 0.5) * 2 / h - 1;
            for (int x = 0; x < w; x++) {
                double u = (x + 0.5) * 2 / w - 1;
                double inside = switch (cut) {
                    case ROUND -> 0.96 - Shape.length(u, v);
                    case SQUARE -> 0.95 - Math.max(Math.abs(u), Math.abs(v));
                    case WAVY -> wavy(u, v, waves);
                };
                int alpha = (int) (255 * Math.max(0, Math.min(1, 0.5 + inside / soft)));
                int p = plain.pixel(x, y);
                int out = alpha;
                sum[3] += alpha;
                for (int c = 0; c < 3; c++) {
                    int value = (p >> (16 - 8 * c) & 0xff) * alpha / 255;
                    out = out << 8 | value;
                    sum[c] += 255.0 * value;
                }
                argb[y * w + x] = out;
            }
        }
        Colour colour = Colour.named(sum[0] / sum[3], sum[1] / sum[3], sum[2] / sum[3]);
        return new Stamp(Sprite.of(new Bitmap(w, h, argb)), Words.PATCH, colour);
    }

    private static double wavy(double u, double v, double[] waves) {
        double angle = Math.atan2(v, u);
        double radius = 0.74;
        for (int i = 0; i < waves.length; i += 2) {
            radius += waves[i] * Math.sin((1 + i / 2) * angle + waves[i + 1]);
        }
        return radius - Shape.length(u, v);
    }

    /** A place in an image, in pixels, and how much there is to recognise. */
    private record Spot(Bitmap image, double x, double y, double detail) {}

    /** Returns a place in some photograph with enough to recognise; the best of a few if none has. */
    private Spot spot(double halfW, double halfH) {
        Spot best = spot(random.pick(stock.photographs()), halfW, halfH);
        for (int i = 0; i < 4 && best.detail() < ENOUGH_DETAIL; i++) {
            Spot other = spot(random.pick(stock.photographs()), halfW, halfH);
            best = other.detail() > best.detail() ? other : best;
        }
        return best;
    }

    /** Returns the place of a few in an image with the most to recognise. */
    private Spot spot(Bitmap image, double halfW, double halfH) {
        Spot best = null;
        for (int i = 0; i < 6; i++) {
            double x = random.uniform(0.05, 0.95) * image.width();
            double y = random.uniform(0.05, 0.95) * image.height();
            double detail = detail(image, x, y, halfW, halfH);
            if (best == null || detail > best.detail()) {
                best = new Spot(image, x, y, detail);
            }
        }
        return best;
    }

    /**
     * Returns how much there is to recognise in a box and a little beyond: the sum of the second differences of green
     * over a grid of points, which even colour and smooth shading leave at 0.
     */
    private static double detail(Bitmap photo, double x, double y, double halfW, double halfH) {
        int[] green = new int[49];
        for (int i = 0; i < 49; i++) {
            int px = (int) Math.max(0, Math.min(photo.width() - 1, x + 0.4 * (i % 7 - 3) * halfW));
            int py = (int) Math.max(0, Math.min(photo.height() - 1, y + 0.4 * (i / 7 - 3) * halfH));
            green[i] = photo.pixel(px, py) >> 8 & 0xff;
        }
        double sum = 0;
        for (int i = 8; i < 41; i++) {
            if (i % 7 > 0 && i % 7 < 6) {
                sum += Math.min(60, Math.abs(green[i - 1] - 2 * green[i] + green[i + 1]));
                sum += Math.min(60, Math.abs(green[i - 7] - 2 * green[i] + green[i + 7]));
            }
        }
        return sum;
    }

    /** Returns the mean colour round a place. */
    private static double[] mean(Spot spot, double halfW, double halfH) {
        Bitmap photo = spot.image();
        double[] sum = new double[3];
        for (int j = -3; j <= 3; j++) {
            for (int i = -3; i <= 3; i++) {
                int px = (int) Math.max(0, Math.min(photo.width() - 1, spot.x() + i * halfW / 3));
                int py = (int) Math.max(0, Math.min(photo.height() - 1, spot.y() + j * halfH / 3));
                int p = photo.pixel(px, py);
                sum[0] += (p >> 16 & 0xff) / 49.0;
                sum[1] += (p >> 8 & 0xff) / 49.0;
                sum[2] += (p & 0xff) / 49.0;
            }
        }
        return sum;
    }

    /** Returns an angle: mostly upright, as things are. */
    private double turn() {
        return figure || random.chance(0.75) ? random.normal(figure ? 0.05 : 0.12) : random.uniform(0, 2 * Math.PI);
    }

    private double bend() {
        return random.chance(0.4) ? random.normal(0.12, 2) : 0;
    }

    /** Returns how an object changes between template and search: size, aspect, shear, angle. */
    private Affine change() {
        double grow = Math.exp(random.normal(0.12, 2.5));
        double stretch = Math.exp(random.normal(0.08, 2.5));
        double angle = random.chance(0.15) ? random.uniform(-1, 1) : random.normal(0.16);
        return Affine.shape(grow * stretch, grow / stretch, random.normal(0.09), figure ? 0.3 * angle : angle);
    }

    private float[] light(double deviation) {
        double all = Math.exp(random.normal(deviation, 2.5));
        float[] gain = new float[3];
        for (int c = 0; c < 3; c++) {
            gain[c] = (float) (all * Math.exp(random.normal(0.3 * deviation, 2.5)));
        }
        return gain;
    }

    /** Returns the pose moved and, where {@code size} is above 0, scaled so that the box has that size there. */
    private static Pose placed(Sprite sprite, Pose pose, double size, double x, double y) {
        Box box = pose.box(sprite);
        double scale = size > 0 ? size / Math.sqrt(box.area()) : 1;
        return pose.then(Affine.scaleShift(scale, x - scale * box.cx(), y - scale * box.cy()));
    }

    /** Places a distractor so that the boxes hardly overlap and both fit a search crop. */
    private Pose beside(Sprite rival, Pose rough, Box target) {
        double size = Math.sqrt(target.area()) * Math.exp(random.normal(0.08, 2));
        Pose pose = placed(rival, rough, size, 0, 0);
        Box box = pose.box(rival);
        double angle = random.uniform(0, 2 * Math.PI);
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        double reachX = 0.5 * (target.w() + box.w()) / Math.max(1e-6, Math.abs(cos));
        double reachY = 0.5 * (target.h() + box.h()) / Math.max(1e-6, Math.abs(sin));
        double distance = Math.min(reachX, reachY) * random.uniform(0.92, 1.1) + random.uniform(0, 0.7);
        return placed(rival, rough, size, distance * cos, distance * sin);
    }

    /** Adds other objects, none of which covers the target. */
    private void bystanders(Sprite target, Box boxThen, Box boxNow, List<Actor> actorsThen, List<Actor> actorsNow) {
        int count = random.below(ambiguous ? 3 : 5);
        for (int i = 0; i < count; i++) {
            Sprite sprite = bystander(target);
            Affine base = Affine.shape(1, random.logUniform(0.75, 1.3), random.normal(0.1), turn());
            double size = Math.exp(random.normal(0.35, 2));
            boolean both = random.chance(0.45);
            if (both) {
                place(sprite, new Pose(base, 0), size, boxThen, 1.2, actorsThen);
            }
            place(sprite, new Pose(base.then(change()), bend()), size, boxNow, 2.4, actorsNow);
        }
    }

    private void place(Sprite sprite, Pose rough, double size, Box target, double reach, List<Actor> actors) {
        for (int attempt = 0; attempt < 4; attempt++) {
            Pose pose = placed(sprite, rough, size, random.uniform(-reach, reach), random.uniform(-reach, reach));
            if (overlap(pose.box(sprite), target) < 0.06) {
                actors.add(new Actor(sprite, pose, light(0.1)));
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

    /** Returns an object of the same kind; now and then the target's own outline in another colour. */
    private Sprite bystander(Sprite target) {
        if (target != null && !ambiguous && random.chance(0.3)) {
            Colour colour = random.pick(COLOURS);
            return new Stamp(target, Words.PATCH, null).dyed(colour, random).sprite();
        }
        return switch (kind) {
            case STAMP -> ambiguous ? patch(random.pick(CUTS)).sprite() : stampOrPerson();
            case PATCH -> patch(random.pick(CUTS)).sprite();
            case REGION -> stock.stamps().isEmpty() || random.chance(0.5)
                    ? patch(random.pick(CUTS)).sprite() : random.pick(stock.stamps()).sprite();
            case SHAPE -> ShapePainter.paint(Look.draw(random), random.bits(), 64);
        };
    }

    private Sprite stampOrPerson() {
        return random.chance(FIGURES) ? new FigurePainter(random.pick(COLOURS), random.bits()).paint(random.uniform(0, 1), 96)
                : random.pick(stock.stamps()).sprite();
    }

    /** Returns an object that covers part of the target from one side. */
    private Actor occluder(Box target) {
        Sprite sprite = stock.photographs().isEmpty() || kind == PairKind.SHAPE && random.chance(0.7)
                ? ShapePainter.paint(new Look(Colour.values()[random.below(12)], Texture.PLAIN, Shape.BOX), random.bits(), 48)
                : patch(random.pick(CUTS)).sprite();
        double length = random.logUniform(0.7, 3);
        boolean upright = random.chance(0.6);
        Affine base = upright ? Affine.shape(0.5, length, 0, random.normal(0.1))
                : Affine.shape(length, 0.5, 0, random.normal(0.1));
        Pose rough = new Pose(base.then(Affine.scaleShift(random.logUniform(0.5, 1.6), 0, 0)), 0);
        Box box = rough.box(sprite);
        double cover = random.uniform(0.1, 0.45);
        double side = random.chance(0.5) ? 1 : -1;
        double x = upright ? side * (0.5 * (target.w() + box.w()) - cover * target.w()) : random.normal(0.2);
        double y = upright ? random.normal(0.2) : side * (0.5 * (target.h() + box.h()) - cover * target.h());
        return new Actor(sprite, placed(sprite, rough, 0, target.cx() + x, target.cy() + y), light(0.1));
    }

    /** Draws the two cameras, paints what they see, and finishes the images. */
    private TrainingPair views(Bitmap ground, Affine groundThen, Affine groundNow, List<Actor> actorsThen, List<Actor> actorsNow,
            Box boxThen, Box boxNow, double centreX, double centreY, Cast cast) {
        boolean low = random.chance(0.35);
        double resolution = low ? random.logUniform(7, 24) : random.logUniform(24, 140);
        float[] groundGain = light(kind == PairKind.SHAPE ? 0.2 : 0.08);
        Finish finish = new Finish(random, !ambiguous && random.chance(0.12));

        Box given = random.chance(0.25) ? loose(boxThen) : boxThen;
        double sideThen = settings.crops().templateFactor() * Math.sqrt(given.area());
        Canvas template = view(ground, groundThen, groundGain, actorsThen, given.cx(), given.cy(), sideThen, resolution,
                settings.crops().templateSize());
        border(template, boxThen, given.cx(), given.cy(), sideThen);
        finish.apply(template, random, 0.4);
        Box templateBox = within(given, given.cx(), given.cy(), sideThen);
        if (hidden) {
            template = hide(template, templateBox);
        }
        template = template.resized(settings.crops().templateSize(), settings.crops().templateSize());

        double size = Math.sqrt(boxNow.area());
        double jitter = random.chance(0.75) ? random.normal(0.27, 3) : random.uniform(-0.9, 0.9);
        double sideNow = settings.crops().searchFactor() * size * Math.exp(jitter);
        double limit = 0.46 * sideNow;
        double x = centreX;
        double y = centreY;
        if (!ambiguous) {
            boolean wide = random.chance(0.6);
            x = size * (wide ? random.uniform(-1.4, 1.4) : random.normal(0.4));
            y = size * (wide ? random.uniform(-1.4, 1.4) : random.normal(0.4));
        }
        x = Math.max(-limit, Math.min(limit, x));
        y = Math.max(-limit, Math.min(limit, y));
        double resolutionNow = resolution * Math.exp(random.normal(0.2, 2));
        Canvas search = view(ground, groundNow, groundGain, actorsNow, x, y, sideNow, resolutionNow,
                settings.crops().searchSize());
        border(search, boxNow, x, y, sideNow);
        finish.apply(search, random, 1);
        search = search.resized(settings.crops().searchSize(), settings.crops().searchSize());
        Box searchBox = within(boxNow, x, y, sideNow);

        boolean mirrored = random.chance(0.5);
        String sentence = !ambiguous && random.chance(0.12) ? "" : cast.sentence();
        return new TrainingPair(
                template.image(mirrored), mirrored ? mirror(templateBox) : templateBox,
                search.image(mirrored), mirrored ? mirror(searchBox) : searchBox,
                sentence, ambiguous ? cast.rivalSentence() : "", kind != PairKind.REGION,
                hidden);
    }

    /** Paints a square view at the resolution of its frame, at most {@code most} pixels wide. */
    private static Canvas view(Bitmap ground, Affine groundMap, float[] groundGain, List<Actor> actors, double x,
            double y, double side, double resolution, int most) {
        double framePixels = side * resolution;
        int pixels = Math.max(8, Math.min(most, (int) Math.round(framePixels)));
        double scale = pixels / side;
        Affine camera = Affine.scaleShift(scale, 0.5 * pixels - scale * x, 0.5 * pixels - scale * y);
        Canvas canvas = new Canvas(pixels, pixels, Math.max(1, framePixels / pixels));
        canvas.cover(ground, groundMap.then(camera), groundGain);
        for (Actor actor : actors) {
            canvas.paint(actor.sprite().bitmap(), actor.pose().then(camera), actor.gain(), 1);
        }
        return canvas;
    }

    /** Lets the frame end beside the target in some views. */
    private void border(Canvas canvas, Box target, double x, double y, double side) {
        if (!random.chance(0.16)) {
            return;
        }
        double scale = canvas.width() / side;
        double gapX = random.uniform(0, 1.1);
        double gapY = random.uniform(0, 1.1);
        int where = random.below(8);
        double left = where < 3 ? target.x() - gapX : x - side;
        double right = where > 4 ? target.x() + target.w() + gapX : x + side;
        double top = where == 0 || where == 3 || where == 5 ? target.y() - gapY : y - side;
        double bottom = where == 2 || where == 4 || where == 7 ? target.y() + target.h() + gapY : y + side;
        canvas.padOutside((left - x + 0.5 * side) * scale, (top - y + 0.5 * side) * scale,
                (right - x + 0.5 * side) * scale, (bottom - y + 0.5 * side) * scale,
                new double[] {random.normal(14), random.normal(14), random.normal(14)});
    }

    /** Returns a template that tells little: erased, or shrunk to a few grey cells. */
    private Canvas hide(Canvas template, Box box) {
        Canvas small = template;
        if (random.chance(0.35)) {
            int n = template.width();
            float[] mean = template.mean(0, 0, n, n);
            double slack = random.uniform(0.02, 0.1);
            template.fill((int) Math.floor((box.x() - slack) * n), (int) Math.floor((box.y() - slack) * n),
                    (int) Math.ceil((box.x() + box.w() + slack) * n), (int) Math.ceil((box.y() + box.h() + slack) * n),
                    mean);
        } else {
            int cells = 4 + random.below(4);
            template.blur(0.5 * template.width() / cells);
            small = template.resized(cells, cells);
            small.fade(1);
        }
        return small;
    }

    /** Returns the box as somebody might have drawn it. */
    private Box loose(Box box) {
        return Box.centred(box.cx() + random.normal(0.025) * box.w(), box.cy() + random.normal(0.025) * box.h(),
                box.w() * Math.exp(random.normal(0.04)), box.h() * Math.exp(random.normal(0.04)));
    }

    private static Box within(Box box, double x, double y, double side) {
        return new Box((box.x() - x) / side + 0.5, (box.y() - y) / side + 0.5, box.w() / side, box.h() / side);
    }

    private static Box mirror(Box box) {
        return new Box(1 - box.x() - box.w(), box.y(), box.w(), box.h());
    }
}
