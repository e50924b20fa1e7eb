package glad.datasets.procedural.internal;

import glad.api.Image;
import glad.base.SeededRandom;

/** An image while it is painted: RGB as floats in 0..255, row by row, three a pixel. Used by one thread. */
public final class Canvas {

    private final int width;
    private final int height;
    private final double detail;
    private float[] rgb;

    /** Creates a black canvas. */
    public Canvas(int width, int height) {
        this(width, height, 1);
    }

    /**
     * Creates a black canvas that shows a frame of higher resolution as a bilinear resize does: with its aliasing.
     *
     * @param detail frame pixels per canvas pixel, 1 or more
     */
    Canvas(int width, int height, double detail) {
        this.width = width;
        this.height = height;
        this.detail = detail;
        this.rgb = new float[width * height * 3];
    }

    /** Returns pixels per row. */
    public int width() {
        return width;
    }

    /** Returns the number of rows. */
    public int height() {
        return height;
    }

    /**
     * Covers the canvas with a bitmap that is mirrored at its edges without end. Bilinear, from the copy whose pixels
     * are just finer than the canvas's divided by its {@code detail}.
     *
     * @param bitmap an opaque bitmap
     * @param toCanvas from bitmap coordinates in pixels to canvas coordinates in pixels (pixel centres at .5)
     * @param gain factor per channel (r, g, b)
     */
    public void cover(Bitmap bitmap, Affine toCanvas, float[] gain) {
        Affine from = toCanvas.inverse();
        Bitmap level = bitmap;
        double shrink = 1;
        while (level.half() != null && from.scale() * shrink > 1.4 * detail) {
            level = level.half();
            shrink *= 0.5;
        }
        int w = level.width();
        int h = level.height();
        int[] pixels = level.pixels();
        float stepX = (float) (from.a() * shrink);
        float stepY = (float) (from.d() * shrink);
        int at = 0;
        for (int y = 0; y < height; y++) {
            float u = (float) (from.x(0.5, y + 0.5) * shrink - 0.5);
            float v = (float) (from.y(0.5, y + 0.5) * shrink - 0.5);
            for (int x = 0; x < width; x++) {
                int iu = floor(u);
                int iv = floor(v);
                int wu = (int) ((u - iu) * 256);
                int wv = (int) ((v - iv) * 256);
                int u0 = iu;
                int u1 = iu + 1;
                int v0 = iv;
                int v1 = iv + 1;
                if (iu < 0 || u1 >= w) {
                    u0 = mirror(iu, w);
                    u1 = mirror(iu + 1, w);
                }
                if (iv < 0 || v1 >= h) {
                    v0 = mirror(iv, h);
                    v1 = mirror(iv + 1, h);
                }
                int top = mix(pixels[v0 * w + u0], pixels[v0 * w + u1], wu);
                int bottom = mix(pixels[v1 * w + u0], pixels[v1 * w + u1], wu);
                int p = mix(top, bottom, wv);
                rgb[at++] = (p >> 16 & 0xff) * gain[0];
                rgb[at++] = (p >> 8 & 0xff) * gain[1];
                rgb[at++] = (p & 0xff) * gain[2];
                u += stepX;
                v += stepY;
            }
        }
    }

    /**
     * Paints a sprite over the canvas.
     *
     * @param bitmap its image
     * @param pose where it stands: from the sprite's own coordinates to canvas pixels
     * @param gain factor per channel (r, g, b)
     * @param opacity 0..1
     */
    public void paint(Bitmap bitmap, Pose pose, float[] gain, double opacity) {
        Affine from = pose.map().inverse();
        double unit = 0.5 * Math.max(bitmap.width(), bitmap.height());
        Bitmap level = bitmap;
        while (level.half() != null && from.scale() * unit > 1.4 * detail) {
            level = level.half();
            unit *= 0.5;
        }
        double reachX = 0.5 * bitmap.width() / (0.5 * Math.max(bitmap.width(), bitmap.height()));
        double reachY = 0.5 * bitmap.height() / (0.5 * Math.max(bitmap.width(), bitmap.height()));
        double[] bounds = pose.bounds(new double[] {-reachX, -reachY, reachX, -reachY, reachX, reachY, -reachX, reachY,
            0, -reachY, 0, reachY, -reachX, 0, reachX, 0});
        double slack = Math.abs(pose.bend()) * (Math.abs(pose.map().a()) + Math.abs(pose.map().d())) + 1;
        int x0 = Math.max(0, (int) Math.floor(bounds[0] - slack));
        int y0 = Math.max(0, (int) Math.floor(bounds[1] - slack));
        int x1 = Math.min(width, (int) Math.ceil(bounds[2] + slack));
        int y1 = Math.min(height, (int) Math.ceil(bounds[3] + slack));
        int w = level.width();
        int h = level.height();
        int[] pixels = level.pixels();
        float middleX = 0.5f * w - 0.5f;
        float middleY = 0.5f * h - 0.5f;
        float bend = (float) (pose.bend() / unit);
        float strength = (float) (opacity / 255);
        float stepX = (float) (from.a() * unit);
        float stepY = (float) (from.d() * unit);
        for (int y = y0; y < y1; y++) {
            float lu = (float) (from.x(x0 + 0.5, y + 0.5) * unit);
            float lv = (float) (from.y(x0 + 0.5, y + 0.5) * unit);
            int at = (y * width + x0) * 3;
            for (int x = x0; x < x1; x++, at += 3, lu += stepX, lv += stepY) {
                float u = lu + bend * lv * lv + middleX;
                float v = lv + middleY;
                int iu = floor(u);
                int iv = floor(v);
                if (iu < -1 || iv < -1 || iu >= w || iv >= h) {
                    continue;
                }
                int row = iv * w + iu;
                boolean left = iu >= 0;
                boolean right = iu + 1 < w;
                int wu = (int) ((u - iu) * 256);
                int wv = (int) ((v - iv) * 256);
                int top = iv < 0 ? 0 : mix(left ? pixels[row] : 0, right ? pixels[row + 1] : 0, wu);
                int bottom = iv + 1 >= h ? 0 : mix(left ? pixels[row + w] : 0, right ? pixels[row + w + 1] : 0, wu);
                int p = mix(top, bottom, wv);
                if (p == 0) {
                    continue;
                }
                float keep = 1 - (p >>> 24) * strength;
                float add = strength * 255;
                rgb[at] = rgb[at] * keep + (p >> 16 & 0xff) * gain[0] * add;
                rgb[at + 1] = rgb[at + 1] * keep + (p >> 8 & 0xff) * gain[1] * add;
                rgb[at + 2] = rgb[at + 2] * keep + (p & 0xff) * gain[2] * add;
            }
        }
    }

    private static int floor(float value) {
        int whole = (int) value;
        return value < whole ? whole - 1 : whole;
    }

    /** Returns the index that an endless mirrored row shows. */
    private static int mirror(int index, int size) {
        int period = Math.floorMod(index, 2 * size);
        return period < size ? period : 2 * size - 1 - period;
    }

    /** Mixes four 8-bit channels at once; weight 0..255 of q. */
    private static int mix(int p, int q, int weight) {
        int rest = 256 - weight;
        int low = ((p & 0xff00ff) * rest + (q & 0xff00ff) * weight >>> 8) & 0xff00ff;
        int high = ((p >>> 8 & 0xff00ff) * rest + (q >>> 8 & 0xff00ff) * weight) & 0xff00ff00;
        return low | high;
    }

    /**
     * Fills all pixels outside a rectangle with one colour, as crops over a frame's edge do.
     *
     * @param shift the colour is this much, per channel, above the mean of the pixels inside
     */
    public void padOutside(double left, double top, double right, double bottom, double[] shift) {
        int x0 = clamp((int) Math.round(left), 0, width);
        int y0 = clamp((int) Math.round(top), 0, height);
        int x1 = clamp((int) Math.round(right), x0, width);
        int y1 = clamp((int) Math.round(bottom), y0, height);
        if (x0 == 0 && y0 == 0 && x1 == width && y1 == height || x1 <= x0 || y1 <= y0) {
            return;
        }
        float[] mean = mean(x0, y0, x1, y1);
        for (int c = 0; c < 3; c++) {
            mean[c] = (float) Math.max(0, Math.min(255, mean[c] + shift[c]));
        }
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (y < y0 || y >= y1 || x < x0 || x >= x1) {
                    System.arraycopy(mean, 0, rgb, (y * width + x) * 3, 3);
                }
            }
        }
    }

    /** Returns the mean colour of a rectangle that isn't empty. */
    public float[] mean(int x0, int y0, int x1, int y1) {
        double[] sum = new double[3];
        for (int y = y0; y < y1; y++) {
            for (int i = (y * width + x0) * 3; i < (y * width + x1) * 3; i += 3) {
                sum[0] += rgb[i];
                sum[1] += rgb[i + 1];
                sum[2] += rgb[i + 2];
            }
        }
        int n = (x1 - x0) * (y1 - y0);
        return new float[] {(float) (sum[0] / n), (float) (sum[1] / n), (float) (sum[2] / n)};
    }

    /** Fills a rectangle with a colour. */
    public void fill(int x0, int y0, int x1, int y1, float[] colour) {
        for (int y = Math.max(0, y0); y < Math.min(height, y1); y++) {
            for (int x = Math.max(0, x0); x < Math.min(width, x1); x++) {
                System.arraycopy(colour, 0, rgb, (y * width + x) * 3, 3);
            }
        }
    }

    /** Smooths with a separable Gaussian of the given deviation in pixels; below 0.25 nothing happens. */
    public void blur(double deviation) {
        rgb = new Blur(width, height).smoothed(rgb, deviation);
    }

    /** Smears along a line of the given length in pixels; below 1.5 nothing happens. */
    public void smear(double length, double angle) {
        rgb = new Blur(width, height).smeared(rgb, length, angle);
    }

    /**
     * Changes tones: {@code out = (in - 128) * contrast + 128 + brightness} per channel, plus a light that grows over
     * the canvas.
     *
     * @param contrast factor per channel
     * @param brightness shift per channel, in 0..255 units
     * @param lightX added over the full width, from minus half to plus half of it
     * @param lightY the same over the height
     */
    public void tone(float[] contrast, float[] brightness, double lightX, double lightY) {
        int at = 0;
        for (int y = 0; y < height; y++) {
            float light = (float) (lightY * ((double) y / height - 0.5) - 0.5 * lightX);
            float step = (float) (lightX / width);
            for (int x = 0; x < width; x++, at += 3, light += step) {
                rgb[at] = (rgb[at] - 128) * contrast[0] + 128 + brightness[0] + light;
                rgb[at + 1] = (rgb[at + 1] - 128) * contrast[1] + 128 + brightness[1] + light;
                rgb[at + 2] = (rgb[at + 2] - 128) * contrast[2] + 128 + brightness[2] + light;
            }
        }
    }

    /** Mixes every pixel with its own luma (Rec. 601). */
    public void fade(double amount) {
        float keep = (float) (1 - amount);
        for (int i = 0; i < rgb.length; i += 3) {
            float grey = (float) amount * (0.299f * rgb[i] + 0.587f * rgb[i + 1] + 0.114f * rgb[i + 2]);
            rgb[i] = rgb[i] * keep + grey;
            rgb[i + 1] = rgb[i + 1] * keep + grey;
            rgb[i + 2] = rgb[i + 2] * keep + grey;
        }
    }

    /** Adds noise of about the given deviation: the sum of four uniform bytes, half of it common to the channels. */
    public void noise(double deviation, SeededRandom random) {
        if (deviation <= 0) {
            return;
        }
        float factor = (float) (deviation / 104.5);
        for (int i = 0; i < rgb.length; i += 3) {
            long bits = random.bits();
            int common = (int) (bits & 0xff) + (int) (bits >>> 8 & 0xff) - 255;
            rgb[i] += factor * (common + (int) (bits >>> 16 & 0xff) - 127.5f);
            rgb[i + 1] += factor * (common + (int) (bits >>> 24 & 0xff) - 127.5f);
            rgb[i + 2] += factor * (common + (int) (bits >>> 32 & 0xff) - 127.5f);
        }
    }

    /** Returns the canvas in another size, bilinear with pixel centres at .5 and edges repeated (as OpenCV does). */
    public Canvas resized(int newWidth, int newHeight) {
        if (newWidth == width && newHeight == height) {
            return this;
        }
        Canvas out = new Canvas(newWidth, newHeight);
        int[] left = new int[newWidth];
        int[] right = new int[newWidth];
        float[] weight = new float[newWidth];
        for (int x = 0; x < newWidth; x++) {
            double u = (x + 0.5) * width / newWidth - 0.5;
            int iu = (int) Math.floor(u);
            left[x] = clamp(iu, 0, width - 1) * 3;
            right[x] = clamp(iu + 1, 0, width - 1) * 3;
            weight[x] = (float) (u - iu);
        }
        int at = 0;
        for (int y = 0; y < newHeight; y++) {
            double v = (y + 0.5) * height / newHeight - 0.5;
            int iv = (int) Math.floor(v);
            int top = clamp(iv, 0, height - 1) * width * 3;
            int bottom = clamp(iv + 1, 0, height - 1) * width * 3;
            float wv = (float) (v - iv);
            for (int x = 0; x < newWidth; x++) {
                float wu = weight[x];
                for (int c = 0; c < 3; c++) {
                    float t = rgb[top + left[x] + c] * (1 - wu) + rgb[top + right[x] + c] * wu;
                    float b = rgb[bottom + left[x] + c] * (1 - wu) + rgb[bottom + right[x] + c] * wu;
                    out.rgb[at++] = t * (1 - wv) + b * wv;
                }
            }
        }
        return out;
    }

    /** Returns the canvas as an image; samples are rounded and clamped to 0..255. */
    public Image image(boolean mirrored) {
        byte[] bytes = new byte[rgb.length];
        int at = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int from = (y * width + (mirrored ? width - 1 - x : x)) * 3;
                for (int c = 0; c < 3; c++) {
                    float value = rgb[from + c];
                    bytes[at++] = (byte) (value <= 0 ? 0 : value >= 255 ? 255 : (int) (value + 0.5f));
                }
            }
        }
        return new Image(width, height, bytes);
    }

    /** Returns a canvas that shows an opaque image, {@code 0xAARRGGBB} row by row. */
    static Canvas of(int width, int height, int[] argb) {
        Canvas canvas = new Canvas(width, height);
        for (int i = 0; i < argb.length; i++) {
            canvas.rgb[3 * i] = argb[i] >> 16 & 0xff;
            canvas.rgb[3 * i + 1] = argb[i] >> 8 & 0xff;
            canvas.rgb[3 * i + 2] = argb[i] & 0xff;
        }
        return canvas;
    }

    /** Returns the canvas as an opaque bitmap. */
    Bitmap bitmap() {
        int[] argb = new int[width * height];
        for (int i = 0; i < argb.length; i++) {
            int pixel = 0xff;
            for (int c = 0; c < 3; c++) {
                pixel = pixel << 8 | clamp(Math.round(rgb[3 * i + c]), 0, 255);
            }
            argb[i] = pixel;
        }
        return new Bitmap(width, height, argb);
    }

    private static int clamp(int value, int low, int high) {
        return value < low ? low : Math.min(value, high);
    }
}
