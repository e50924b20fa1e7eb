package glad.diffusion.sd.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import glad.nn.Kernels;
import glad.nn.Torch;
import glad.testing.Goldens;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The schedule against LCMScheduler of diffusers 0.23. */
class LcmScheduleTest {

    private NDManager manager;
    private LcmSchedule schedule;
    private JsonNode cases;

    @BeforeEach
    void open() throws IOException {
        manager = Torch.manager();
        schedule = new LcmSchedule(new Kernels(manager), 50);
        try (InputStream in = LcmScheduleTest.class.getResourceAsStream("/goldens/lcm_timesteps.json")) {
            cases = new ObjectMapper().readTree(in);
        }
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private int[] timesteps(String name) {
        String[] parts = name.substring(1).split("_s");
        return schedule.timesteps(Integer.parseInt(parts[0]), Double.parseDouble(parts[1]));
    }

    @Test
    void runsTheOfficialTimeSteps() {
        assertEquals(7, cases.size());
        cases.properties().forEach(entry -> {
            int[] used = StreamSupport.stream(entry.getValue().get("used").spliterator(), false)
                    .mapToInt(JsonNode::intValue).toArray();
            assertArrayEquals(used, timesteps(entry.getKey()), entry.getKey());
        });
        try (Goldens g = Goldens.resource("lcm_scheduler.safetensors", manager)) {
            cases.fieldNames().forEachRemaining(name -> {
                assertArrayEquals(g.get(name + ".timesteps").toLongArray(), wide(timesteps(name)), name);
                int all = Integer.parseInt(name.substring(1, name.indexOf('_')));
                assertArrayEquals(g.get(name + ".all_timesteps").toLongArray(), wide(schedule.timesteps(all, 1)), name);
            });
        }
    }

    private static long[] wide(int[] steps) {
        return Arrays.stream(steps).asLongStream().toArray();
    }

    @Test
    void keepsTheOfficialShareOfTheSignal() {
        try (Goldens g = Goldens.resource("lcm_scheduler.safetensors", manager)) {
            float[] alphas = schedule.alphasCumprod();
            g.assertClose("alphas_cumprod", manager.create(alphas), 1e-6);
            double[] betas = new double[alphas.length];
            for (int i = 0; i < betas.length; i++) {
                betas[i] = 1 - alphas[i] / (i == 0 ? 1.0 : alphas[i - 1]);
            }
            Goldens.assertClose("betas", Goldens.doubles(g.get("betas")), betas, 1e-6);
        }
    }

    @Test
    void addsNoiseAndStepsAsTheOfficialOne() {
        try (Goldens g = Goldens.resource("lcm_scheduler.safetensors", manager)) {
            NDArray predicted = g.get("in.eps");
            cases.fieldNames().forEachRemaining(name -> {
                int[] steps = timesteps(name);
                NDArray x = schedule.addNoise(g.get("in.x0"), g.get("in.noise"), steps[0]);
                g.assertClose(name + ".add_noise", x, 1e-5);
                for (int i = 0; i < steps.length && g.has(name + ".step" + i + ".prev"); i++) {
                    String step = name + ".step" + i;
                    assertEquals(g.get(step + ".c_skip").getFloat(), schedule.boundarySkip(steps[i]), 1e-7);
                    assertEquals(g.get(step + ".c_out").getFloat(), schedule.boundaryOut(steps[i]), 1e-7);
                    int next = i + 1 < steps.length ? steps[i + 1] : -1;
                    NDArray[] result = schedule.step(x, predicted, steps[i], next, g.get(step + ".noise"));
                    // Relative: dividing by the little signal left at the first steps makes values of 100.
                    double tolerance = 1e-6 * Math.max(10, g.get(step + ".denoised").abs().max().getFloat());
                    g.assertClose(step + ".prev", result[0], tolerance);
                    g.assertClose(step + ".denoised", result[1], tolerance);
                    x = result[0];
                }
            });
        }
    }
}
