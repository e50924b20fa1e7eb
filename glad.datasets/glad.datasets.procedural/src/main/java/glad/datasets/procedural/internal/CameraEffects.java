package glad.datasets.procedural.internal;

import glad.base.SeededRandom;


/** The camera of a pair: what it does alike to both images, and draws anew for each. */
final class CameraEffects {

    private final double brightness;
    private final double contrast;
    private final double[] cast = new double[3];
    private final double noise;
    private final boolean grey;

    CameraEffects(SeededRandom random, boolean grey) {
        this.brightness = random.normal(16, 2.5);
        this.contrast = random.normal(0.18, 2.5);
        for (int c = 0; c < 3; c++) {
            cast[c] = random.normal(5, 2.5);
        }
        this.noise = random.chance(0.3) ? random.uniform(2, 14) : 0;
        this.grey = grey;
    }

    /**
     * Blurs, tones and adds noise.
     *
     * @param strength how much blur this image may have, 0..1
     */
    void apply(Canvas canvas, SeededRandom random, double strength) {
        if (random.chance(0.3 * strength)) {
            canvas.blur(random.uniform(0.4, 1.8));
        }
        if (random.chance(0.2 * strength)) {
            canvas.smear(random.logUniform(0.02, 0.12) * canvas.width(), random.uniform(0, Math.PI));
        }
        double ownBrightness = brightness + random.normal(10, 2.5);
        double ownContrast = Math.exp(contrast + random.normal(0.1, 2.5));
        float[] contrasts = new float[3];
        float[] shifts = new float[3];
        for (int c = 0; c < 3; c++) {
            contrasts[c] = (float) ownContrast;
            shifts[c] = (float) (ownBrightness + cast[c] + random.normal(3.5, 2.5));
        }
        boolean lit = random.chance(0.2);
        canvas.tone(contrasts, shifts, lit ? random.normal(35, 2) : 0, lit ? random.normal(35, 2) : 0);
        if (grey) {
            canvas.fade(1);
        }
        canvas.noise(noise, random);
    }
}
