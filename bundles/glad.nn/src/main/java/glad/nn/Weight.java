package glad.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.model.Mode;
import glad.api.model.Parameter;
import glad.api.model.Precision;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * A parameter or buffer of a {@link Layer}. The master array is fp32, made when first asked for, so that a checkpoint can
 * be loaded without drawing initial values first. A {@linkplain #round rounded} weight has its cast alone, until somebody
 * asks for the master again.
 */
public final class Weight implements Parameter {

    private final Layer owner;
    private final String localName;
    private final Shape shape;
    private final Role role;
    private final Init init;
    private final UnaryOperator<NDArray> adapter;
    private List<String> pretrainedNames = List.of();
    private NDArray master;
    private NDArray cast;

    /** What changes a weight's values. */
    enum Role {
        /** Training and loading. */
        LEARNED,
        /** Loading, and layers that keep statistics. */
        BUFFER,
        /** Nothing: they follow from the options. */
        CONSTANT
    }

    Weight(Layer owner, String localName, Shape shape, Role role, Init init, UnaryOperator<NDArray> adapter) {
        this.owner = owner;
        this.localName = localName;
        this.shape = shape;
        this.role = role;
        this.init = init;
        this.adapter = adapter;
    }

    @Override
    public String name() {
        return owner.prefix() + localName;
    }

    /**
     * Says under which names pretrained checkpoints carry it.
     *
     * @param names names within the part
     * @return this
     */
    public Weight pretrainedAs(String... names) {
        pretrainedNames = List.of(names);
        return this;
    }

    @Override
    public List<String> pretrainedNames() {
        return pretrainedNames;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public boolean learned() {
        return role == Role.LEARNED;
    }

    @Override
    public boolean computed() {
        return role == Role.CONSTANT;
    }

    @Override
    public synchronized NDArray array() {
        if (master == null && cast != null) {
            // As in training: what an inference-only call made could neither be changed nor get gradients.
            master = owner.widenKernel().one(true, cast);
        } else if (master == null) {
            Random random = new UnsharedRandom(owner.context().seed() ^ fnv1a(name()));
            try (NDArray drawn = manager().create(init.draw(shape, random), shape)) {
                // What Java's values are handed over in counts against Java's own memory limit; a duplicate doesn't.
                master = drawn.duplicate();
            }
        }
        return master;
    }

    /**
     * Returns the array as kernels want it: the fp32 master, or in another precision a cast of it (cached in inference; in training
     * made anew, with gradients flowing to the master). Buffers are never cast.
     *
     * @param scope in training, the owner of a cast; may be null in inference
     */
    public synchronized NDArray value(NDManager scope) {
        if (!learned() || owner.context().precision() == Precision.FP32) {
            return array();
        }
        if (owner.mode() != Mode.INFER) {
            NDArray made = owner.castKernel().one(true, array());
            made.attach(scope);
            return made;
        }
        if (cast == null) {
            cast = owner.castKernel().one(false, array());
        }
        return cast;
    }

    @Override
    public synchronized void round() {
        if (learned() && owner.context().precision() != Precision.FP32 && owner.mode() == Mode.INFER) {
            value(null);
            if (master != null) {
                master.close();
                master = null;
            }
        }
    }

    @Override
    public synchronized void assign(NDArray source) {
        if (!source.getShape().equals(shape)) {
            throw new IllegalArgumentException(name() + " has shape " + shape + ", got " + source.getShape());
        }
        if (master == null) {
            NDArray copy = source.getDevice().equals(manager().getDevice())
                    ? source.duplicate() : source.toDevice(manager().getDevice(), true);
            copy.attach(manager());
            master = copy;
        } else {
            source.copyTo(master);
        }
        forgetCast();
    }

    @Override
    public NDArray adapt(NDArray source) {
        return adapter == null ? null : adapter.apply(source);
    }

    /** Drops the cached cast, because the master changed or will; a rounded weight has nothing else and keeps it. */
    synchronized void forgetCast() {
        if (cast != null && master != null) {
            cast.close();
            cast = null;
        }
    }

    private NDManager manager() {
        return owner.context().manager();
    }

    private static long fnv1a(String text) {
        long hash = 0xCBF29CE484222325L;
        for (byte b : text.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001B3L;
        }
        return hash;
    }

    /** Gives the same numbers as {@link Random}, several times as fast, because it needn't be safe for several threads. */
    private static final class UnsharedRandom extends Random {

        private static final long serialVersionUID = 1L;
        private static final long MULTIPLIER = 0x5DEECE66DL;
        private static final long MASK = (1L << 48) - 1;

        private long state;

        UnsharedRandom(long seed) {
            state = (seed ^ MULTIPLIER) & MASK;
        }

        @Override
        protected int next(int bits) {
            state = (state * MULTIPLIER + 0xB) & MASK;
            return (int) (state >>> (48 - bits));
        }
    }
}
