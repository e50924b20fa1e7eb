package glad.datasets.procedural.internal;

import glad.base.Dice;


/** The camera of a pair: what it does alike to both pictures, and draws anew for each. */
final class Finish {

    private final double brightness;
    private final double contrast;
    private final double[] cast = new double[3];
    private final double noise;
    private final boolean grey;

    Finish(Dice dice, boolean grey) {
        this.brightness = dice.normal(16, 2.5);
        this.contrast = dice.normal(0.18, 2.5);
        for (int c = 0; c < 3; c++) {
            cast[c] = dice.normal(5, 2.5);
        }
        this.noise = dice.chance(0.3) ? dice.uniform(2, 14) : 0;
        this.grey = grey;
    }

    /**
     * Blurs, tones and adds noise.
     *
     * @param strength how much blur this picture may have, 0..1
     */
    void apply(Canvas canvas, Dice dice, double strength) {
        if (dice.chance(0.3 * strength)) {
            canvas.blur(dice.uniform(0.4, 1.8));
        }
        if (dice.chance(0.2 * strength)) {
            canvas.smear(dice.logUniform(0.02, 0.12) * canvas.width(), dice.uniform(0, Math.PI));
        }
        double ownBrightness = brightness + dice.normal(10, 2.5);
        double ownContrast = Math.exp(contrast + dice.normal(0.1, 2.5));
        float[] contrasts = new float[3];
        float[] shifts = new float[3];
        for (int c = 0; c < 3; c++) {
            contrasts[c] = (float) ownContrast;
            shifts[c] = (float) (ownBrightness + cast[c] + dice.normal(3.5, 2.5));
        }
        boolean lit = dice.chance(0.2);
        canvas.tone(contrasts, shifts, lit ? dice.normal(35, 2) : 0, lit ? dice.normal(35, 2) : 0);
        if (grey) {
            canvas.fade(1);
        }
        canvas.noise(noise, dice);
    }
}
