package glad.nn.weights;

/** IEEE 754 binary16, which Java 17 has no conversion for. */
final class Half {

    private Half() {}

    /** Returns the exact value. */
    static float toFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >> 10) & 0x1f;
        int fraction = half & 0x3ff;
        if (exponent == 0x1f) {
            return Float.intBitsToFloat(sign | 0x7f800000 | (fraction << 13));
        }
        if (exponent == 0) {
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        return Float.intBitsToFloat(sign | ((exponent + 112) << 23) | (fraction << 13));
    }

    /** Returns the nearest half, ties to even; too large becomes infinite. */
    static short fromFloat(float value) {
        int bits = Float.floatToIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        float magnitude = Math.abs(value);
        if (Float.isNaN(value)) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= 65520f) {
            return (short) (sign | 0x7c00);
        }
        if (magnitude < 0x1p-14f) {
            return (short) (sign | (int) Math.rint(magnitude * 0x1p24f));
        }
        int exponent = Math.getExponent(magnitude);
        int fraction = (int) Math.rint((magnitude / Math.scalb(1f, exponent) - 1f) * 1024f);
        return (short) (sign | (((exponent + 15) << 10) + fraction));
    }
}
