package glad.nn.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs a kernel's source into the archive that libtorch loads: a module without parameters whose forward is the kernel. */
public final class TorchScriptArchive {

    /** The head of {@code forward}: its parameters, its result. */
    static final Pattern FORWARD = Pattern.compile("(?ms)^def forward\\((.*?)\\)\\s*->\\s*(.*?):\\s*$");

    private TorchScriptArchive() {}

    /**
     * Returns the archive's bytes.
     *
     * @param name the archive's name, a plain word
     * @param source top-level functions, one of them {@code def forward(a: Tensor, ...) -> ...:}
     * @throws IllegalArgumentException if there is no such forward
     */
    public static byte[] pack(String name, String source) {
        Matcher forward = FORWARD.matcher(source);
        if (!forward.find()) {
            throw new IllegalArgumentException("kernel " + name + " has no \"def forward(...) -> ...:\"");
        }
        String parameters = forward.group(1).strip();
        // The module comes last: the importer resolves names in the order of the file.
        String module = "class M(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n"
                + "  def forward(self: __torch__.M, " + parameters.replace("\n", " ") + ") -> " + forward.group(2)
                + ":\n    return __torch__.forward(" + String.join(", ", arguments(parameters)) + ")\n";
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
                zip.setMethod(ZipOutputStream.STORED);
                entry(zip, name + "/code/__torch__.py", (source + "\n" + module).getBytes(StandardCharsets.UTF_8));
                entry(zip, name + "/data.pkl", modulePickle());
                entry(zip, name + "/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
                entry(zip, name + "/version", "3\n".getBytes(StandardCharsets.UTF_8));
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the names of parameters that are written with their types. */
    static List<String> arguments(String parameters) {
        return Arrays.stream(parameters.split(",(?![^\\[]*\\])")).filter(parameter -> !parameter.isBlank())
                .map(parameter -> parameter.strip().split(":")[0].strip()).toList();
    }

    /** The pickle of {@code M()} with the one attribute {@code training = True}. */
    private static byte[] modulePickle() {
        byte[] key = "training".getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) 0x80).put((byte) 2);
        out.put("c__torch__\nM\n".getBytes(StandardCharsets.UTF_8));
        out.put((byte) ')').put((byte) 0x81).put((byte) '}');
        out.put((byte) 'X').putInt(key.length).put(key).put((byte) 0x88);
        out.put((byte) 's').put((byte) 'b').put((byte) '.');
        byte[] result = new byte[out.position()];
        out.flip().get(result);
        return result;
    }

    private static void entry(ZipOutputStream zip, String path, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(path);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setSize(content.length);
        entry.setCompressedSize(content.length);
        entry.setCrc(crc.getValue());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
