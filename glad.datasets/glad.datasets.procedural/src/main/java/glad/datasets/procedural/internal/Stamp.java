package glad.datasets.procedural.internal;

import glad.base.SeededRandom;


/**
 * A photographic cut-out.
 *
 * @param sprite its image
 * @param category one word for what it shows
 * @param colour the name of its mean colour, or null where none fits
 */
record Stamp(Sprite sprite, String category, Colour colour) {

    /** Returns the stamp in another colour: its light and shade stay. */
    Stamp dyed(Colour dye, SeededRandom random) {
        Bitmap from = sprite.bitmap();
        int[] in = from.pixels();
        double weight = 0;
        double sum = 0;
        for (int p : in) {
            weight += p >>> 24;
            sum += luma(p);
        }
        double mean = 255 * sum / weight;
        float[] target = dye.draw(random);
        int[] out = new int[in.length];
        for (int i = 0; i < in.length; i++) {
            int p = in[i];
            int alpha = p >>> 24;
            if (alpha == 0) {
                continue;
            }
            double relief = 0.6 * (luma(p) * 255 / alpha - mean);
            int pixel = alpha;
            for (int c = 0; c < 3; c++) {
                double own = (p >> (16 - 8 * c) & 0xff) * 255.0 / alpha;
                double value = Math.max(0, Math.min(255, 0.12 * own + 0.88 * (target[c] + relief)));
                pixel = pixel << 8 | (int) (value * alpha / 255);
            }
            out[i] = pixel;
        }
        return new Stamp(new Sprite(new Bitmap(from.width(), from.height(), out), sprite.outline()), category, dye);
    }

    private static double luma(int p) {
        return 0.299 * (p >> 16 & 0xff) + 0.587 * (p >> 8 & 0xff) + 0.114 * (p & 0xff);
    }

    /** Returns the sentence: the colour, if it has a name, and the category. */
    String sentence() {
        return colour == null ? category : colour.word() + " " + category;
    }
}
