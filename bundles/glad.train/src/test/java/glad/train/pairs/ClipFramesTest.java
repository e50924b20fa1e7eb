package glad.train.pairs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glad.api.GladException;
import glad.base.SeededRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClipFramesTest {

    private final SeededRandom random = new SeededRandom(3);

    @Test
    void aClipsFramesAreInOrderBackwardsInHalfOfThemAndLieRoundOneFrame() {
        int[] usable = IntStream.range(0, 2000).filter(frame -> frame % 3 != 0).toArray();
        Sampling sampling = sampling("order", 40, 2, 4);
        int falling = 0;
        int widest = 0;
        for (int i = 0; i < 4000; i++) {
            ClipFrames clip = ClipFrames.draw(usable, 2000, sampling, random).orElseThrow();
            assertEquals(2, clip.templates().length);
            assertEquals(4, clip.searches().length);
            int[] all = IntStream.concat(IntStream.of(clip.templates()), IntStream.of(clip.searches())).toArray();
            boolean backwards = all[0] > all[5];
            falling += backwards ? 1 : 0;
            for (int at = 1; at < all.length; at++) {
                assertTrue(all[at] % 3 != 0 && (backwards ? all[at - 1] >= all[at] : all[at - 1] <= all[at]));
            }
            widest = Math.max(widest, Math.abs(all[5] - all[0]));
        }
        assertEquals(0.5, falling / 4000.0, 0.03);
        assertTrue(widest > 60 && widest <= 80, "widest " + widest);
    }

    @Test
    void aVideoNeedsTwiceAsManyUsableFramesAndOneMoreAndAnImageStandsForAll() {
        Sampling sampling = sampling("order", 400, 2, 4);
        assertFalse(ClipFrames.draw(IntStream.range(0, 12).toArray(), 100, sampling, random).isPresent());
        assertTrue(ClipFrames.draw(IntStream.range(0, 13).toArray(), 100, sampling, random).isPresent());
        assertFalse(ClipFrames.draw(IntStream.range(0, 19).toArray(), 19, sampling, random).isPresent());
        ClipFrames image = ClipFrames.draw(new int[] {0}, 1, sampling, random).orElseThrow();
        assertEquals(0, IntStream.of(image.searches()).sum());
        assertEquals(4, image.searches().length);
    }

    @Test
    void clipsNeedTheirMode() {
        String message = assertThrows(GladException.class, () -> sampling("causal", 200, 2, 4)).getMessage();
        assertTrue(message.contains("\"causal\"") && message.contains("mode: order"), message);
    }

    private static Sampling sampling(String mode, int gap, int templates, int searches) {
        return Sampling.read(JsonNodeFactory.instance.objectNode().put("mode", mode).put("max_gap", gap).put("templates", templates)
                .put("searches", searches));
    }
}
