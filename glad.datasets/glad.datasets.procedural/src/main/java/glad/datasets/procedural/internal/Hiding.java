package glad.datasets.procedural.internal;

import glad.api.Box;
import glad.base.SeededRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How a template is made to tell little. */
enum Hiding {
    /** The target erased in every third one; {@link #GREY} otherwise. */
    MIXED {
        @Override
        Canvas hide(Canvas template, Box box, SeededRandom random) {
            return (random.chance(ERASED_FRACTION) ? ERASED : GREY).hide(template, box, random);
        }
    },
    /** The target painted over with the template's mean colour. */
    ERASED {
        @Override
        Canvas hide(Canvas template, Box box, SeededRandom random) {
            int n = template.width();
            float[] mean = template.mean(0, 0, n, n);
            double slack = random.uniform(LEAST_SLACK, MOST_SLACK);
            template.fill((int) Math.floor((box.x() - slack) * n), (int) Math.floor((box.y() - slack) * n),
                    (int) Math.ceil((box.x() + box.w() + slack) * n), (int) Math.ceil((box.y() + box.h() + slack) * n),
                    mean);
            return template;
        }
    },
    /** The whole template shrunk to a few grey cells. */
    GREY {
        @Override
        Canvas hide(Canvas template, Box box, SeededRandom random) {
            Canvas small = COLOUR.hide(template, box, random);
            small.fade(1);
            return small;
        }
    },
    /** The whole template shrunk to a few cells that keep their colour. */
    COLOUR {
        @Override
        Canvas hide(Canvas template, Box box, SeededRandom random) {
            return cells(template, CELLS + random.below(CELLS));
        }
    },
    /** The whole template as from afar: of so few pixels that the target's kind can't be told, its colours can. */
    TINY {
        @Override
        Canvas hide(Canvas template, Box box, SeededRandom random) {
            return cells(template, FAR_CELLS + random.below(FAR_CELLS));
        }
    };

    private static final double ERASED_FRACTION = 0.35;
    private static final double LEAST_SLACK = 0.02;
    private static final double MOST_SLACK = 0.1;
    private static final int CELLS = 4;
    private static final int FAR_CELLS = 8;

    /**
     * Hides the target.
     *
     * @param template may be painted on
     * @param box the target as fractions of the template's side
     * @return the hidden template, of whatever size
     */
    abstract Canvas hide(Canvas template, Box box, SeededRandom random);

    /** Returns their words in options. */
    static List<String> words() {
        return Arrays.stream(values()).map(hiding -> hiding.name().toLowerCase(Locale.ROOT)).toList();
    }

    /** Returns the one of a word. */
    static Hiding of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static Canvas cells(Canvas template, int cells) {
        template.blur(0.5 * template.width() / cells);
        return template.resized(cells, cells);
    }
}
