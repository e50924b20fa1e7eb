package glad.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The choice on machines whose frames take what a script says. */
class ThreadChoiceTest {

    private static final int ALL = 2;

    /** Milliseconds of a frame, by the number of threads and the time since the beginning. */
    private interface Machine {

        double millis(int threads, double seconds);
    }

    private static final Machine IDLE = (threads, s) -> threads == 1 ? 22 : 13;
    private static final Machine BUSY = (threads, s) -> threads == 1 ? 44 : 430;

    /** Runs frames and returns frames per second; a number of threads below 1 stands for the choice. */
    private static double rate(Machine machine, int frames, int fixed) {
        ThreadChoice choice = new ThreadChoice(ALL);
        double seconds = 0;
        for (int i = 0; i < frames; i++) {
            double millis = machine.millis(fixed > 0 ? fixed : choice.threads(), seconds);
            seconds += millis / 1e3;
            choice.took((long) (millis * 1e6));
        }
        return frames / seconds;
    }

    private static void nearTheBetter(Machine machine, int frames, String what) {
        double better = Math.max(rate(machine, frames, 1), rate(machine, frames, ALL));
        double chosen = rate(machine, frames, 0);
        assertTrue(chosen >= 0.9 * better, what + ": " + chosen + " frames/s, the better fixed choice has " + better);
    }

    @Test
    void neverMuchWorseThanTheBetterNumberOfThreads() {
        nearTheBetter(IDLE, 300, "idle");
        nearTheBetter(BUSY, 300, "busy");
        nearTheBetter((threads, s) -> threads == 1 ? 100 : 1100, 300, "very busy");
        nearTheBetter((threads, s) -> threads == 1 ? 22 : 30, 300, "one busy process");
        nearTheBetter((threads, s) -> 20, 300, "no difference");
        nearTheBetter((threads, s) -> threads == 1 ? 8000 : 4000, 60, "a large model");
    }

    @Test
    void framesOfVeryUnequalTimesDoNotConfuseIt() {
        double chosen = 0;
        int runs = 50;
        for (int seed = 0; seed < runs; seed++) {
            Random random = new Random(seed);
            // Beside other work a frame on all threads is fast or waits for whole time slices.
            Machine uneven = (threads, s) -> threads == 1 ? 22 * (1 + random.nextInt(3))
                    : random.nextInt(3) == 0 ? 15 : 20 * (1 + random.nextInt(30));
            chosen += rate(uneven, 300, 0) / runs;
        }
        double one = 1e3 / 44;
        assertTrue(chosen > 0.9 * one && chosen < 1.05 * one, chosen + " frames/s on average, one thread makes " + one);
    }

    @Test
    void followsTheMachine() {
        Machine changing = (threads, s) -> (s > 5 && s < 20 ? BUSY : IDLE).millis(threads, s);
        // Two fixed choices, of which each is the better one for some of the time.
        double ideal = 5 / 0.013 + 15 / 0.044 + 10 / 0.013;
        ThreadChoice choice = new ThreadChoice(ALL);
        double seconds = 0;
        int frames = 0;
        int late = 0;
        while (seconds < 30) {
            int threads = choice.threads();
            late += seconds > 25 && threads == ALL ? 1 : 0;
            double millis = changing.millis(threads, seconds);
            seconds += millis / 1e3;
            choice.took((long) (millis * 1e6));
            frames++;
        }
        assertTrue(frames > 0.8 * ideal, frames + " of " + ideal + " frames");
        assertTrue(late > 300, "all threads again once the machine is idle, for " + late + " frames");
    }

    @Test
    void loadIsNoticedWithinASecond() {
        ThreadChoice choice = new ThreadChoice(ALL);
        for (int i = 0; i < 200; i++) {
            choice.took((long) (IDLE.millis(choice.threads(), 0) * 1e6));
        }
        assertEquals(ALL, choice.threads());
        double waited = 0;
        while (choice.threads() == ALL) {
            double millis = BUSY.millis(ALL, 0);
            waited += millis;
            choice.took((long) (millis * 1e6));
        }
        assertTrue(waited < 1000, waited + " ms");
    }

    @Test
    void oneHiccupChangesNothing() {
        ThreadChoice choice = new ThreadChoice(ALL);
        for (int i = 0; i < 90; i++) {
            choice.took((long) (IDLE.millis(choice.threads(), 0) * 1e6));
        }
        assertEquals(ALL, choice.threads());
        choice.took(200_000_000L);
        assertEquals(ALL, choice.threads());
        choice.took(13_000_000L);
        assertEquals(ALL, choice.threads());
    }

    @Test
    void aSequenceBeginsByTheModelsSizeUntilBothWereMeasured() {
        ThreadChoice choice = new ThreadChoice(ALL);
        for (int i = 0; choice.threads() == 1; i++) {
            assertEquals(ALL, choice.best(true));
            assertEquals(1, choice.best(false));
            choice.took(44_000_000L);
            assertTrue(i < 10);
        }
        choice.took(430_000_000L);
        assertEquals(1, choice.best(true));
        assertEquals(1, choice.threads());
    }

    @Test
    void oneThreadLeavesNoChoice() {
        ThreadChoice choice = new ThreadChoice(1);
        for (int i = 0; i < 500; i++) {
            assertEquals(1, choice.threads());
            choice.took(20_000_000L);
        }
        assertEquals(1, choice.best(true));
    }
}
