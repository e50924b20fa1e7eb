package glad.datasets.procedural.internal;

import glad.api.GladException;
import glad.api.Reason;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Photographic images that a user has installed, read once and kept small. */
final class Material {

    /** Longer side of a kept photograph, pixels. */
    private static final int PHOTO_SIDE = 1280;

    /** Longer side of a kept cut-out, pixels. */
    private static final int STAMP_SIDE = 128;

    /** Folders of wallpapers that are drawings. */
    private static final Pattern DRAWN = Pattern.compile("abstract|desktop");

    private Material() {}

    /**
     * Reads the cut-outs below {@code root/tuxpaint/stamps}, in the order of their paths.
     *
     * @throws GladException if there are none or one can't be read
     */
    static List<Stamp> stamps(Path root) {
        Path folder = root.resolve("tuxpaint/stamps");
        List<Stamp> stamps = files(folder, name -> name.endsWith(".png") && !name.contains("_mirror"))
                .parallelStream()
                .map(file -> stamp(file, folder.relativize(file.getParent()).toString().replace('\\', '/')))
                .filter(Objects::nonNull)
                .toList();
        if (stamps.size() < 2) {
            throw GladException.failure("found no cut-outs under \"" + folder + "\"; install the Debian package "
                    + "tuxpaint-stamps-default, or set stamps to 0");
        }
        return stamps;
    }

    /**
     * Reads the photographs below {@code root/backgrounds}, in the order of their paths. Wallpapers that are drawings
     * (folders {@code abstract} and {@code desktop}) are passed over.
     *
     * @throws GladException if there are none or one can't be read
     */
    static List<Bitmap> photographs(Path root) {
        Path folder = root.resolve("backgrounds");
        List<Bitmap> photographs = files(folder, name -> name.endsWith(".jpg") || name.endsWith(".jpeg"))
                .parallelStream()
                .filter(file -> !DRAWN.matcher(folder.relativize(file).toString()).find())
                .map(Material::photograph)
                .toList();
        if (photographs.isEmpty()) {
            throw GladException.failure("found no photographs under \"" + folder + "\"; install the Debian packages "
                    + "lomiri-wallpapers-16.04 and mate-backgrounds, or set stamps, patches and regions to 0");
        }
        return photographs;
    }

    private static Stamp stamp(Path file, String folder) {
        String category = StampCategory.of(folder);
        return category == null ? null : stamp(read(file, STAMP_SIDE, BufferedImage.TYPE_INT_ARGB), category);
    }

    private static Bitmap photograph(Path file) {
        BufferedImage image = read(file, PHOTO_SIDE, BufferedImage.TYPE_INT_RGB);
        int w = image.getWidth();
        int h = image.getHeight();
        return new Bitmap(w, h, image.getRGB(0, 0, w, h, null, 0, w));
    }

    private static List<Path> files(Path folder, Predicate<String> wanted) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(p -> wanted.test(p.getFileName().toString().toLowerCase(Locale.ROOT)))
                    .filter(p -> Files.isRegularFile(p) && !Files.isSymbolicLink(p))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw GladException.failure("cannot list \"" + folder + "\": " + Reason.of(e), e);
        }
    }

    /** Reads an image so that its longer side is {@code side} at most; skips pixels first, then averages. */
    private static BufferedImage read(Path file, int side, int type) {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw GladException.failure("\"" + file + "\" isn't an image that can be read; remove it");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                int longer = Math.max(reader.getWidth(0), reader.getHeight(0));
                ImageReadParam param = reader.getDefaultReadParam();
                int step = Math.max(1, longer / (2 * side));
                param.setSourceSubsampling(step, step, 0, 0);
                return shrunk(reader.read(0, param), side, type);
            } finally {
                reader.dispose();
            }
        } catch (IOException e) {
            throw GladException.failure("cannot read the image \"" + file + "\": " + Reason.of(e), e);
        }
    }

    private static BufferedImage shrunk(BufferedImage image, int side, int type) {
        double scale = Math.min(1, (double) side / Math.max(image.getWidth(), image.getHeight()));
        int w = Math.max(1, (int) Math.round(image.getWidth() * scale));
        int h = Math.max(1, (int) Math.round(image.getHeight() * scale));
        BufferedImage out = new BufferedImage(w, h, type);
        Graphics2D graphics = out.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, w, h, null);
        graphics.dispose();
        return out;
    }

    /** Cuts the empty border off; returns null for an image that is all but empty or has no transparent part. */
    private static Stamp stamp(BufferedImage image, String category) {
        int w = image.getWidth();
        int h = image.getHeight();
        int[] argb = image.getRGB(0, 0, w, h, null, 0, w);
        int x0 = w;
        int y0 = h;
        int x1 = 0;
        int y1 = 0;
        int opaque = 0;
        for (int i = 0; i < argb.length; i++) {
            if (argb[i] >>> 24 >= Sprite.OPAQUE) {
                opaque++;
                x0 = Math.min(x0, i % w);
                x1 = Math.max(x1, i % w + 1);
                y0 = Math.min(y0, i / w);
                y1 = Math.max(y1, i / w + 1);
            }
        }
        int cw = x1 - x0;
        int ch = y1 - y0;
        if (cw < 24 || ch < 24 || opaque < 0.15 * cw * ch || Math.max(cw, ch) > 5 * Math.min(cw, ch)) {
            return null;
        }
        int[] cut = new int[cw * ch];
        double[] sum = new double[4];
        for (int y = 0; y < ch; y++) {
            for (int x = 0; x < cw; x++) {
                int p = argb[(y + y0) * w + x + x0];
                int alpha = p >>> 24;
                int out = alpha;
                sum[3] += alpha;
                for (int c = 0; c < 3; c++) {
                    int value = (p >> (16 - 8 * c) & 0xff) * alpha / 255;
                    out = out << 8 | value;
                    sum[c] += value * 255.0;
                }
                cut[y * cw + x] = out;
            }
        }
        Colour colour = Colour.named(sum[0] / sum[3], sum[1] / sum[3], sum[2] / sum[3]);
        return new Stamp(Sprite.of(new Bitmap(cw, ch, cut)), category, colour);
    }
}
