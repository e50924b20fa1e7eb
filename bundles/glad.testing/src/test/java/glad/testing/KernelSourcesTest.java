package glad.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What holds for the kernels of all bundles, read from the checkout. */
class KernelSourcesTest {

    /** Operators that make a tensor of nothing but numbers, so that it lies on the CPU unless told otherwise. */
    private static final Pattern FACTORY = Pattern.compile("torch\\.(arange|range|linspace|logspace|zeros|ones|full|empty"
            + "|empty_strided|eye|tensor|scalar_tensor|as_tensor|rand|randn|randint|randperm|tril_indices|triu_indices|normal"
            + "|hann_window|hamming_window|blackman_window|bartlett_window|kaiser_window|fft_fftfreq|fft_rfftfreq|complex)\\(");

    @Test
    void constantsAreMadeOnTheDeviceOfTheInput() throws IOException {
        List<Path> kernels = kernels();
        assertTrue(kernels.stream().anyMatch(k -> k.endsWith("dense_loss.py")), "found " + kernels);
        assertTrue(kernels.size() > 60, "found " + kernels.size());
        List<String> wrong = new ArrayList<>();
        for (Path kernel : kernels) {
            onTheCpu(Files.readString(kernel)).forEach(call -> wrong.add(kernel.getFileName() + ": " + call));
        }
        assertEquals(List.of(), wrong, "give device=x.device, x being an argument");
    }

    @Test
    void theCheckSeesCallsThatNameNoDevice() {
        assertEquals(List.of("torch.arange(n, dtype=6)"), onTheCpu("  line = torch.arange(n, dtype=6)\n"));
        assertEquals(List.of("torch.zeros([1,\n (2 + n)], dtype=6)"),
                onTheCpu("a = b(torch.zeros([1,\n (2 + n)], dtype=6), c.device)"));
        assertEquals(List.of(), onTheCpu("torch.full([torch.size(x, 0)], 1., dtype=6, device=x.device)"));
        assertEquals(List.of(), onTheCpu("torch.zeros_like(x) + torch.full_like(x[:, :1], 1.) + torch.normalize(x)"));
        assertEquals(List.of(), onTheCpu("# torch.ones(3) in a comment\n"));
        assertEquals(List.of("torch.tensor(1., device=torch.device(\"cpu\"))"),
                onTheCpu("x = torch.tensor(1., device=torch.device(\"cpu\"))"));
    }

    /** A type of numbers as libtorch's bare code. */
    private static final Pattern CODE = Pattern.compile("dtype=\\d+|\\.to\\(\\d+\\)|torch\\.to\\([^()]*(\\([^()]*\\))?[^()]*, \\d+\\)");

    @Test
    void numberTypesHaveNames() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Path kernel : kernels()) {
            CODE.matcher(Files.readString(kernel)).results().forEach(code -> wrong.add(kernel.getFileName() + ": " + code.group()));
        }
        assertEquals(List.of(), wrong, "write $F32, $BF16, $F16, $F64 or $I64");
    }

    /** Returns the calls in a source that make a tensor and don't say that it lies where an argument does. */
    private static List<String> onTheCpu(String source) {
        String code = source.replaceAll("(?m)#.*$", "");
        List<String> calls = new ArrayList<>();
        Matcher matcher = FACTORY.matcher(code);
        while (matcher.find()) {
            int end = matcher.end();
            for (int open = 1; open > 0; end++) {
                open += code.charAt(end) == '(' ? 1 : code.charAt(end) == ')' ? -1 : 0;
            }
            String call = code.substring(matcher.start(), end);
            if (!call.matches("(?s).*\\bdevice=(?!torch\\.)\\w+\\.device\\b.*")) {
                calls.add(call);
            }
        }
        return calls;
    }

    private static List<Path> kernels() throws IOException {
        return Checkout.files(f -> f.toString().replace('\\', '/').matches(".*/src/main/resources/.*\\.py"));
    }
}
