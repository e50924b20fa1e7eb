package glad.nn.weights;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import com.sun.management.ThreadMXBean;
import glad.api.GladException;
import glad.nn.Torch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small weight files cut short everywhere and changed at random: they open and can be read, or one error says why not. */
class MutatedWeightsTest {

    private static final int MUTATIONS = 10_000;
    private static final int CUTS = 400;
    private static final long SECONDS = 8;
    private static final long MEMORY = 64L << 20;
    private static final long[] NASTY = {0, 1, -1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, Integer.MAX_VALUE, Integer.MIN_VALUE,
        Long.MAX_VALUE, Long.MIN_VALUE, 1L << 40};

    @TempDir
    private static Path folder;

    private static byte[] original(String name) throws IOException {
        if (!name.endsWith(".safetensors")) {
            return Files.readAllBytes(TorchCheckpointTest.file(name));
        }
        try (WeightFile types = WeightFile.open(TorchCheckpointTest.file("types.pth"))) {
            SafetensorsWriter.convert(types, folder.resolve(name), null, bytes -> { });
            return Files.readAllBytes(folder.resolve(name));
        }
    }

    /** Opens a file and reads all of it. */
    private static void readAll(byte[] file, NDManager manager) throws IOException {
        try (WeightFile opened = WeightFile.read("mutant", new ByteArrayInputStream(file));
                NDManager scope = manager.newSubManager()) {
            for (String name : opened.tensors().keySet()) {
                opened.read(name, scope);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"types.pth", "types.old.pth", "nested.pth", "train.old.pth", "namespace.pth", "namespace.old.pth", "protocol4.bin",
        "types.safetensors"})
    void whereverItIsCutItIsRefused(String name) throws IOException {
        byte[] whole = original(name);
        for (int part = 0; part < CUTS; part++) {
            int length = whole.length * part / CUTS;
            byte[] cut = Arrays.copyOf(whole, length);
            GladException e = assertThrows(GladException.class,
                    () -> WeightFile.read("cut", new ByteArrayInputStream(cut)).close(), name + " cut at " + length);
            assertTrue(e.getMessage().startsWith("weight file \"cut\" "), e.getMessage());
        }
    }

    @Test
    void aFileOnDiskIsCheckedLikeOneInMemory() throws IOException {
        for (String name : new String[] {"types.pth", "types.old.pth"}) {
            byte[] whole = original(name);
            for (int percent = 0; percent < 100; percent++) {
                Path cut = Files.write(folder.resolve("cut.pth"), Arrays.copyOf(whole, whole.length * percent / 100));
                GladException e = assertThrows(GladException.class, () -> WeightFile.open(cut).close());
                assertTrue(e.getMessage().contains("cut.pth"), e.getMessage());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"types.pth", "types.old.pth", "nested.pth", "train.old.pth", "namespace.pth", "namespace.old.pth", "protocol4.bin",
        "types.safetensors"})
    void whateverIsChangedItEndsWell(String name) throws IOException {
        byte[] whole = original(name);
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        long deadline = System.nanoTime() + SECONDS * 1_000_000_000L;
        int done = 0;
        int refused = 0;
        long most = 0;
        try (NDManager manager = Torch.manager()) {
            readAll(whole, manager);
            for (; done < MUTATIONS && System.nanoTime() < deadline; done++) {
                byte[] mutant = mutate(whole, new Random(name.hashCode() * 31L + done));
                long before = memory.getThreadAllocatedBytes(self);
                try {
                    readAll(mutant, manager);
                } catch (GladException e) {
                    refused++;
                    String text = e.getMessage();
                    assertTrue(text.startsWith("weight file \"mutant\" ") && text.lines().count() == 1, text);
                } catch (Throwable e) {
                    Assertions.fail("mutation " + done + " of " + name + " ended in " + e, e);
                }
                most = Math.max(most, memory.getThreadAllocatedBytes(self) - before);
            }
        }
        System.out.println(name + ": " + done + " mutations, " + refused + " refused, at most " + most / 1024 + " KiB each");
        assertTrue(done > 0 && refused >= done / 20, name + ": " + done + " mutations, " + refused + " refused");
        assertTrue(most < MEMORY, name + ": a mutation took " + most + " bytes");
    }

    /** Changes one to four places: a bit, a byte, a number, a piece taken out, doubled or moved. */
    private static byte[] mutate(byte[] whole, Random random) {
        byte[] file = whole.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(file.length);
            int length = 1 + random.nextInt(Math.min(64, file.length - at));
            switch (random.nextInt(6)) {
                case 0 -> file[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> file[at] = (byte) random.nextInt(256);
                case 2 -> {
                    ByteBuffer nasty = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(0, NASTY[random.nextInt(NASTY.length)]);
                    nasty.get(file, at, Math.min(file.length - at, 1 << random.nextInt(4)));
                }
                case 3 -> file = joined(file, at, at + length, new byte[0]);
                case 4 -> file = joined(file, at, at, Arrays.copyOfRange(file, at, at + length));
                default -> System.arraycopy(file, at, file, random.nextInt(file.length - length + 1), length);
            }
            if (file.length == 0) {
                return file;
            }
        }
        return file;
    }

    private static byte[] joined(byte[] file, int end, int begin, byte[] between) {
        ByteBuffer out = ByteBuffer.allocate(end + between.length + file.length - begin);
        return out.put(file, 0, end).put(between).put(file, begin, file.length - begin).array();
    }
}
