package glad.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void cosineWarmsUpAndEndsAtTheFloor() {
        Schedule schedule = Schedule.cosine(10, 110, 0.02);
        assertEquals(0.1, schedule.factor(0), 1e-12);
        assertEquals(1, schedule.factor(9), 1e-12);
        assertEquals(0.51, schedule.factor(60), 1e-12);
        assertEquals(0.02, schedule.factor(110), 1e-12);
        assertEquals(0.02, schedule.factor(500), 1e-12);
    }

    @Test
    void stepWarmsUpFromOnePercentAndDropsAtEachMilestone() {
        Schedule schedule = Schedule.step(100, 0.1, List.of(1000L, 1500L));
        assertEquals(0.01, schedule.factor(0), 1e-12);
        assertEquals(0.505, schedule.factor(50), 1e-12);
        assertEquals(1, schedule.factor(999), 1e-12);
        assertEquals(0.1, schedule.factor(1000), 1e-12);
        assertEquals(0.1, schedule.factor(1499), 1e-12);
        assertEquals(0.01, schedule.factor(1500), 1e-12);
    }
}
