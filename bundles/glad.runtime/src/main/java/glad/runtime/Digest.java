package glad.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of texts, files and arrays in the order in which they are added. For one thread at a time. */
public final class Digest {

    private static final int BUFFER = 1 << 16;
    /** So many values of an array are copied to Java at once. */
    private static final long VALUES = 1 << 22;

    private final MessageDigest digest;

    /** Begins one. */
    public Digest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Adds a text with its length, so that ("ab", "c") and ("a", "bc") differ. */
    public Digest add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
        return this;
    }

    /** Adds an array's shape, type and values. */
    public Digest add(NDArray array) {
        add(array.getShape() + " " + array.getDataType());
        long size = array.getShape().size();
        if (size <= VALUES) {
            digest.update(size == 0 ? ByteBuffer.allocate(0) : array.toByteBuffer(false));
            return this;
        }
        try (NDArray flat = array.flatten()) {
            for (long from = 0; from < size; from += VALUES) {
                try (NDArray some = flat.get(new NDIndex("{}:{}", from, Math.min(size, from + VALUES)))) {
                    digest.update(some.toByteBuffer(false));
                }
            }
        }
        return this;
    }

    /** Adds a file's bytes. */
    public Digest add(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return add(in);
        }
    }

    /** Adds what is left of a stream, which stays the caller's. */
    public Digest add(InputStream in) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            digest.update(buffer, 0, n);
        }
        return this;
    }

    /** Returns the sum as 64 hexadecimal digits and begins anew. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
