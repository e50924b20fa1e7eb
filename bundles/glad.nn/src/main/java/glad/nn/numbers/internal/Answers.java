package glad.nn.numbers.internal;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** The operators by their definitions, in double, slow and plain. */
final class Answers {

    private static final double EPSILON = 1e-6;

    private Answers() {}

    /** Convolution of (N, C, H, W) by (O, C, K, K) with a bias (O). */
    static Answer convolution(Array x, Array w, Array bias, int stride, int padding) {
        int n = x.shape()[0];
        int c = x.shape()[1];
        int h = x.shape()[2];
        int width = x.shape()[3];
        int o = w.shape()[0];
        int k = w.shape()[2];
        int oh = (h + 2 * padding - k) / stride + 1;
        int ow = (width + 2 * padding - k) / stride + 1;
        // Rows of unfolded cells: a convolution is their product with the kernels.
        int length = c * k * k;
        Array cells = Array.zeros(n * oh * ow, length);
        int[] source = new int[cells.values().length];
        for (int i = 0, at = 0; i < n; i++) {
            for (int y = 0; y < oh; y++) {
                for (int z = 0; z < ow; z++) {
                    for (int j = 0; j < c; j++) {
                        for (int u = 0; u < k; u++) {
                            for (int v = 0; v < k; v++, at++) {
                                int row = y * stride + u - padding;
                                int column = z * stride + v - padding;
                                boolean inside = row >= 0 && row < h && column >= 0 && column < width;
                                source[at] = inside ? ((i * c + j) * h + row) * width + column : -1;
                                cells.values()[at] = inside ? x.values()[source[at]] : 0;
                            }
                        }
                    }
                }
            }
        }
        Answer product = linear(cells, new Array(w.values(), o, length), bias);
        Array value = Array.zeros(n, o, oh, ow);
        swap(product.value().values(), value.values(), n, oh * ow, o);
        return new Answer(value, g -> {
            Array turned = Array.zeros(n * oh * ow, o);
            swap(g.values(), turned.values(), n, o, oh * ow);
            List<Array> gradients = product.gradients().apply(turned);
            Array dx = x.like();
            for (int i = 0; i < source.length; i++) {
                if (source[i] >= 0) {
                    dx.values()[source[i]] += gradients.get(0).values()[i];
                }
            }
            return List.of(dx, new Array(gradients.get(1).values(), w.shape()), gradients.get(2));
        });
    }

    /** Convolution of (N, C, H, W) by a filter (C, 1, K, K) for each channel: a full one whose other filters are 0. */
    static Answer depthwise(Array x, Array w, Array bias, int stride, int padding) {
        int c = w.shape()[0];
        int area = w.shape()[2] * w.shape()[3];
        Array full = Array.zeros(c, c, w.shape()[2], w.shape()[3]);
        for (int i = 0; i < c; i++) {
            System.arraycopy(w.values(), i * area, full.values(), (i * c + i) * area, area);
        }
        Answer answer = convolution(x, full, bias, stride, padding);
        return new Answer(answer.value(), g -> {
            List<Array> gradients = answer.gradients().apply(g);
            Array dw = w.like();
            for (int i = 0; i < c; i++) {
                System.arraycopy(gradients.get(1).values(), (i * c + i) * area, dw.values(), i * area, area);
            }
            return List.of(gradients.get(0), dw, gradients.get(2));
        });
    }

    private static void swap(double[] from, double[] to, int n, int rows, int columns) {
        for (int i = 0; i < n; i++) {
            for (int r = 0; r < rows; r++) {
                for (int c = 0; c < columns; c++) {
                    to[(i * columns + c) * rows + r] = from[(i * rows + r) * columns + c];
                }
            }
        }
    }

    /** (M, K) by (N, K) transposed, plus (N). */
    static Answer linear(Array x, Array w, Array bias) {
        int m = x.shape()[0];
        int k = x.shape()[1];
        int n = w.shape()[0];
        Array value = Array.zeros(m, n);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = bias.values()[j];
                for (int l = 0; l < k; l++) {
                    sum += x.values()[i * k + l] * w.values()[j * k + l];
                }
                value.values()[i * n + j] = sum;
            }
        }
        return new Answer(value, g -> {
            Array dx = x.like();
            Array dw = w.like();
            Array db = bias.like();
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    double slope = g.values()[i * n + j];
                    db.values()[j] += slope;
                    for (int l = 0; l < k; l++) {
                        dx.values()[i * k + l] += slope * w.values()[j * k + l];
                        dw.values()[j * k + l] += slope * x.values()[i * k + l];
                    }
                }
            }
            return List.of(dx, dw, db);
        });
    }

    /** (B, M, K) by (B, K, N). */
    static Answer product(Array a, Array b) {
        int m = a.shape()[1];
        int k = a.shape()[2];
        int n = b.shape()[2];
        Array value = Array.zeros(a.shape()[0], m, n);
        multiply(a.values(), b.values(), value.values(), a.shape()[0], m, k, n);
        return new Answer(value, g -> {
            Array da = a.like();
            Array db = b.like();
            multiply(g.values(), turned(b).values(), da.values(), a.shape()[0], m, n, k);
            multiply(turned(a).values(), g.values(), db.values(), a.shape()[0], k, m, n);
            return List.of(da, db);
        });
    }

    /** Turns the last two axes of (B, M, N). */
    static Array turned(Array a) {
        Array turned = Array.zeros(a.shape()[0], a.shape()[2], a.shape()[1]);
        swap(a.values(), turned.values(), a.shape()[0], a.shape()[1], a.shape()[2]);
        return turned;
    }

    private static void multiply(double[] a, double[] b, double[] to, int batch, int m, int k, int n) {
        for (int i = 0; i < batch; i++) {
            for (int r = 0; r < m; r++) {
                for (int l = 0; l < k; l++) {
                    double factor = a[(i * m + r) * k + l];
                    for (int c = 0; c < n; c++) {
                        to[(i * m + r) * n + c] += factor * b[(i * k + l) * n + c];
                    }
                }
            }
        }
    }

    /** A product of batches plus (B, M, N). */
    static Answer added(Array a, Array b, Array start) {
        Answer product = product(a, b);
        Array value = start.like();
        for (int i = 0; i < value.values().length; i++) {
            value.values()[i] = product.value().values()[i] + start.values()[i];
        }
        return new Answer(value, g -> {
            List<Array> gradients = product.gradients().apply(g);
            return List.of(gradients.get(0), gradients.get(1), g);
        });
    }

    /** Along the last axis. */
    static Answer softmax(Array x) {
        int length = x.shape()[x.shape().length - 1];
        Array value = x.like();
        for (int from = 0; from < x.values().length; from += length) {
            double most = Double.NEGATIVE_INFINITY;
            for (int i = from; i < from + length; i++) {
                most = Math.max(most, x.values()[i]);
            }
            double sum = 0;
            for (int i = from; i < from + length; i++) {
                value.values()[i] = Math.exp(x.values()[i] - most);
                sum += value.values()[i];
            }
            for (int i = from; i < from + length; i++) {
                value.values()[i] /= sum;
            }
        }
        return new Answer(value, g -> {
            Array dx = x.like();
            for (int from = 0; from < x.values().length; from += length) {
                double dot = 0;
                for (int i = from; i < from + length; i++) {
                    dot += g.values()[i] * value.values()[i];
                }
                for (int i = from; i < from + length; i++) {
                    dx.values()[i] = value.values()[i] * (g.values()[i] - dot);
                }
            }
            return List.of(dx);
        });
    }

    /**
     * Centres and scales groups of values to variance one, then scales and shifts by channel.
     *
     * @param group number of the group of each value
     * @param channel number of the channel of each value
     */
    static Answer norm(Array x, Array w, Array bias, int[] group, int[] channel) {
        int groups = group[group.length - 1] + 1;
        int count = group.length / groups;
        double[] mean = new double[groups];
        double[] scale = new double[groups];
        for (int i = 0; i < group.length; i++) {
            mean[group[i]] += x.values()[i] / count;
        }
        for (int i = 0; i < group.length; i++) {
            scale[group[i]] += (x.values()[i] - mean[group[i]]) * (x.values()[i] - mean[group[i]]) / count;
        }
        for (int i = 0; i < groups; i++) {
            scale[i] = 1 / Math.sqrt(scale[i] + EPSILON);
        }
        Array value = x.like();
        double[] normal = new double[group.length];
        for (int i = 0; i < group.length; i++) {
            normal[i] = (x.values()[i] - mean[group[i]]) * scale[group[i]];
            value.values()[i] = normal[i] * w.values()[channel[i]] + bias.values()[channel[i]];
        }
        return new Answer(value, g -> {
            Array dw = w.like();
            Array db = bias.like();
            double[] sum = new double[groups];
            double[] dot = new double[groups];
            for (int i = 0; i < group.length; i++) {
                double slope = g.values()[i] * w.values()[channel[i]];
                sum[group[i]] += slope / count;
                dot[group[i]] += slope * normal[i] / count;
                dw.values()[channel[i]] += g.values()[i] * normal[i];
                db.values()[channel[i]] += g.values()[i];
            }
            Array dx = x.like();
            for (int i = 0; i < group.length; i++) {
                dx.values()[i] = scale[group[i]]
                        * (g.values()[i] * w.values()[channel[i]] - sum[group[i]] - normal[i] * dot[group[i]]);
            }
            return List.of(dx, dw, db);
        });
    }

    /** softmax(q k' / sqrt(D)) v of (B, N, D) and (B, M, D). */
    static Answer attention(Array q, Array k, Array v) {
        double factor = 1 / Math.sqrt(q.shape()[2]);
        Answer scores = product(q.times(factor), turned(k));
        Answer shares = softmax(scores.value());
        Answer mixed = product(shares.value(), v);
        return new Answer(mixed.value(), g -> {
            List<Array> outer = mixed.gradients().apply(g);
            List<Array> inner = scores.gradients().apply(shares.gradients().apply(outer.get(0)).get(0));
            return List.of(inner.get(0).times(factor), turned(inner.get(1)), outer.get(1));
        });
    }

    /** Value by value. */
    static Answer each(Array x, DoubleUnaryOperator f, DoubleUnaryOperator derivative) {
        Array value = x.like();
        for (int i = 0; i < value.values().length; i++) {
            value.values()[i] = f.applyAsDouble(x.values()[i]);
        }
        return new Answer(value, g -> {
            Array dx = x.like();
            for (int i = 0; i < value.values().length; i++) {
                dx.values()[i] = g.values()[i] * derivative.applyAsDouble(x.values()[i]);
            }
            return List.of(dx);
        });
    }

    /** x times the normal distribution's fraction below x. */
    static Answer gelu(Array x) {
        return each(x, v -> v * normal(v), v -> normal(v) + v * Math.exp(-v * v / 2) / Math.sqrt(2 * Math.PI));
    }

    /** By erf's Taylor series, which is exact enough up to |x| = 4. */
    private static double normal(double x) {
        double z = x / Math.sqrt(2);
        double term = z;
        double sum = z;
        for (int i = 1; i < 100; i++) {
            term *= -z * z / i;
            sum += term / (2 * i + 1);
        }
        return 0.5 + sum / Math.sqrt(Math.PI);
    }

    /** x times its logistic function. */
    static Answer silu(Array x) {
        return each(x, v -> v / (1 + Math.exp(-v)), v -> {
            double s = 1 / (1 + Math.exp(-v));
            return s * (1 + v * (1 - s));
        });
    }

    /**
     * Resizes the maps of (N, C, H, W).
     *
     * @param rows for each new row the fractions of the old ones
     * @param columns for each new column the fractions of the old ones
     */
    static Answer resized(Array x, double[][] rows, double[][] columns) {
        int maps = x.shape()[0] * x.shape()[1];
        int h = x.shape()[2];
        int w = x.shape()[3];
        Array value = Array.zeros(x.shape()[0], x.shape()[1], rows.length, columns.length);
        Array weights = Array.zeros(rows.length * columns.length, h * w);
        for (int y = 0; y < rows.length; y++) {
            for (int z = 0; z < columns.length; z++) {
                for (int u = 0; u < h; u++) {
                    for (int v = 0; v < w; v++) {
                        weights.values()[((y * columns.length + z) * h + u) * w + v] = rows[y][u] * columns[z][v];
                    }
                }
            }
        }
        Answer product = linear(new Array(x.values(), maps, h * w), weights, Array.zeros(rows.length * columns.length));
        return new Answer(new Array(product.value().values(), value.shape()),
                g -> List.of(new Array(product.gradients().apply(new Array(g.values(), maps, rows.length * columns.length))
                        .get(0).values(), x.shape())));
    }

    /** The fractions that a nearest-neighbour resize takes. */
    static double[][] nearest(int from, int to) {
        double[][] shares = new double[to][from];
        for (int i = 0; i < to; i++) {
            shares[i][i * from / to] = 1;
        }
        return shares;
    }

    /** The fractions that a linear resize takes, pixels being areas. */
    static double[][] bilinear(int from, int to) {
        double[][] shares = new double[to][from];
        for (int i = 0; i < to; i++) {
            double place = Math.max(0, (i + 0.5) * from / to - 0.5);
            int low = (int) place;
            shares[i][low] += 1 - (place - low);
            shares[i][Math.min(from - 1, low + 1)] += place - low;
        }
        return shares;
    }

    /** The fractions that a cubic resize takes (Keys' kernel with a = -0.75), pixels being areas or, aligned, points. */
    static double[][] bicubic(int from, int to, boolean aligned) {
        double[][] shares = new double[to][from];
        for (int i = 0; i < to; i++) {
            double place = aligned ? i * (from - 1.0) / (to - 1) : (i + 0.5) * from / to - 0.5;
            int low = (int) Math.floor(place);
            for (int j = low - 1; j <= low + 2; j++) {
                shares[i][Math.min(from - 1, Math.max(0, j))] += cubic(Math.abs(place - j));
            }
        }
        return shares;
    }

    private static double cubic(double d) {
        double a = -0.75;
        return d <= 1 ? ((a + 2) * d - (a + 3)) * d * d + 1 : d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
    }
}
