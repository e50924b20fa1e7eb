package glad.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.Image;
import org.junit.jupiter.api.Test;

class ScoreMapTest {

    @Test
    void theCellWithTheHighestScoreIsTheBrightestSquare() {
        Image crop = new Image(64, 64, new byte[64 * 64 * 3]);
        float[] score = new float[16];
        score[4 * 1 + 2] = 1; // second row, third column
        Image drawn = ScoreMap.over(crop, score, 4);
        assertEquals(64, drawn.width());
        assertTrue(drawn.sample(40, 24, 0) > 150 && drawn.sample(40, 24, 1) > 150, "bright yellow in the cell");
        assertTrue(drawn.sample(24, 40, 0) < 20, "dark where the score is 0, and rows aren't columns");
        assertEquals(drawn.sample(33, 17, 0), drawn.sample(46, 30, 0), "a cell has one colour");
    }
}
