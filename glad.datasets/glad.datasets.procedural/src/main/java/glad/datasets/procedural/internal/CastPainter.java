package glad.datasets.procedural.internal;

import glad.base.SeededRandom;
import java.util.List;

/** Draws who plays in a pair: the target, a distractor that one word tells from it, and what stands around. */
final class CastPainter {

    private static final List<Colour> COLOURS = List.of(Colour.values());
    private static final List<PatchOutline> OUTLINES = List.of(PatchOutline.values());

    /** Longer sides of drawn things, pixels. */
    private static final int SHAPE_SIDE = 80;
    private static final int FIGURE_SIDE = 96;
    private static final int BYSTANDER_SIDE = 64;
    private static final int BAR_SIDE = 48;

    private static final double SAME_STEP = 0.3;
    private static final double SAME_PERSON = 0.6;
    private static final double DYED = 0.3;
    private static final double SAME_STAMP = 0.6;
    private static final double SAME_COLOUR = 0.5;
    private static final int CATEGORY_DRAWS = 20;
    private static final double OWN_OUTLINE = 0.3;
    private static final double PATCH_BESIDE_REGION = 0.5;
    private static final double DRAWN_OCCLUDER = 0.7;
    private static final int OCCLUDER_COLOURS = 12;

    private final PairTraits traits;
    private final PairStock stock;
    private final SeededRandom random;
    private final PatchCutter patches;
    private final Combinations combinations;

    CastPainter(PairTraits traits, PairStock stock, Combinations combinations, SeededRandom random) {
        this.traits = traits;
        this.combinations = combinations;
        this.stock = stock;
        this.random = random;
        patches = new PatchCutter(stock.photographs(), random);
    }

    /** Draws the target and its distractor. */
    PairCast cast() {
        return switch (traits.kind()) {
            case STAMP -> traits.figure() ? figureCast() : stampCast();
            case PATCH -> patchCast();
            default -> shapeCast();
        };
    }

    private PairCast shapeCast() {
        ObjectTraits look = ObjectTraits.draw(random);
        while (!combinations.has(look)) {
            look = ObjectTraits.draw(random);
        }
        ObjectTraits other = look.similar(random);
        while (!combinations.has(other)) {
            other = look.similar(random);
        }
        long grain = random.bits();
        Sprite target = ShapePainter.paint(look, grain, SHAPE_SIDE);
        Sprite rival = traits.ambiguous() ? ShapePainter.paint(other, grain, SHAPE_SIDE) : null;
        return new PairCast(target, look.sentence(), rival, other.sentence());
    }

    private PairCast figureCast() {
        Colour dress = random.pick(COLOURS);
        long grain = random.bits();
        FigurePainter person = new FigurePainter(dress, grain);
        double phase = random.uniform(0, 1);
        double later = random.chance(SAME_STEP) ? phase : random.uniform(0, 1);
        Sprite rival = null;
        Colour other = dress;
        if (traits.ambiguous()) {
            other = random.pickOther(COLOURS, dress);
            rival = new FigurePainter(other, random.chance(SAME_PERSON) ? grain : random.bits())
                    .paint(random.uniform(0, 1), FIGURE_SIDE);
        }
        return new PairCast(person.paint(phase, FIGURE_SIDE), person.paint(later, FIGURE_SIDE), Words.person(dress), rival,
                Words.person(other));
    }

    private PairCast stampCast() {
        Stamp stamp = random.pick(stock.stamps());
        if (!traits.ambiguous()) {
            Stamp shown = random.chance(DYED) ? stamp.dyed(random.pick(COLOURS), random) : stamp;
            return new PairCast(shown.sprite(), shown.sentence(), null, "");
        }
        Stamp other = random.pick(stock.stamps());
        for (int i = 0; i < CATEGORY_DRAWS && other.category().equals(stamp.category()); i++) {
            other = random.pick(stock.stamps());
        }
        if (random.chance(SAME_STAMP) || other.category().equals(stamp.category())) {
            Stamp shown = stamp.dyed(random.pick(COLOURS), random);
            other = stamp.dyed(random.pickOther(COLOURS, shown.colour()), random);
            return new PairCast(shown.sprite(), shown.sentence(), other.sprite(), other.sentence());
        }
        Colour colour = random.pick(COLOURS);
        if (random.chance(SAME_COLOUR)) {
            stamp = stamp.dyed(colour, random);
            other = other.dyed(colour, random);
            return new PairCast(stamp.sprite(), stamp.sentence(), other.sprite(), other.sentence());
        }
        return new PairCast(stamp.sprite(), stamp.category(), other.sprite(), other.category());
    }

    private PairCast patchCast() {
        PatchOutline outline = random.pick(OUTLINES);
        String tail = outline.word() + " " + Words.PATCH;
        if (!traits.ambiguous()) {
            Stamp patch = patches.cut(outline);
            return new PairCast(patch.sprite(), (patch.colour() == null ? "" : patch.colour().word() + " ") + tail, null, "");
        }
        Stamp patch = patches.cut(outline).dyed(random.pick(COLOURS), random);
        Stamp other = patches.cut(outline).dyed(random.pickOther(COLOURS, patch.colour()), random);
        return new PairCast(patch.sprite(), patch.colour().word() + " " + tail, other.sprite(),
                other.colour().word() + " " + tail);
    }

    /** Returns an object of the target's kind; now and then the target's own outline in another colour. */
    Sprite bystander(Sprite target) {
        if (target != null && !traits.ambiguous() && random.chance(OWN_OUTLINE)) {
            Colour colour = random.pick(COLOURS);
            return new Stamp(target, Words.PATCH, null).dyed(colour, random).sprite();
        }
        return switch (traits.kind()) {
            case STAMP -> traits.ambiguous() ? patches.cut().sprite() : stampOrPerson();
            case PATCH -> patches.cut().sprite();
            case REGION -> stock.stamps().isEmpty() || random.chance(PATCH_BESIDE_REGION)
                    ? patches.cut().sprite() : random.pick(stock.stamps()).sprite();
            case SHAPE -> ShapePainter.paint(ObjectTraits.draw(random), random.bits(), BYSTANDER_SIDE);
        };
    }

    private Sprite stampOrPerson() {
        return random.chance(PairTraits.FIGURES)
                ? new FigurePainter(random.pick(COLOURS), random.bits()).paint(random.uniform(0, 1), FIGURE_SIDE)
                : random.pick(stock.stamps()).sprite();
    }

    /** Returns what may stand before a target: a plain bar or a patch. */
    Sprite occluder() {
        return stock.photographs().isEmpty() || traits.kind() == PairKind.SHAPE && random.chance(DRAWN_OCCLUDER)
                ? ShapePainter.paint(new ObjectTraits(COLOURS.get(random.below(OCCLUDER_COLOURS)), Texture.PLAIN, Shape.BOX),
                        random.bits(), BAR_SIDE)
                : patches.cut().sprite();
    }
}
