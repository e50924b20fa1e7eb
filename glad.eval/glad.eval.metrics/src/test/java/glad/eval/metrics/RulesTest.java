package glad.eval.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.Box;
import glad.api.GladException;
import glad.api.ImageSize;
import glad.api.data.Frames;
import glad.api.data.Sequence;
import glad.api.eval.FrameErrors;
import glad.api.eval.Rules;
import glad.api.eval.Track;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RulesTest {

    private static final Box GROUND_TRUTH = new Box(10, 20, 30, 40);
    private static final Box NOWHERE = new Box(0, 0, 0, 0);

    private static Track track(List<Box> groundTruth, List<Box> predicted) {
        return new Track("walk", groundTruth, predicted, List.of(), List.of());
    }

    @Test
    void replacesTheFirstPredictionByTheTruth() {
        FrameErrors errors = FrameErrors.of(track(List.of(GROUND_TRUTH), List.of(new Box(500, 500, 1, 1))));
        assertEquals(1, errors.overlap()[0]);
        assertEquals(0, errors.centre()[0]);
    }

    @Test
    void repeatsThePreviousPredictionInPlaceOfAnEmptyOne() {
        Box moved = new Box(25, 20, 30, 40);
        FrameErrors errors = FrameErrors.of(
                track(List.of(GROUND_TRUTH, GROUND_TRUTH, GROUND_TRUTH, GROUND_TRUTH), List.of(GROUND_TRUTH, moved, NOWHERE, new Box(1, 1, 5, 0))));
        assertArrayEquals(new double[] {1, 1 / 3.0, 1 / 3.0, 1 / 3.0}, errors.overlap(), 1e-12);
        assertArrayEquals(new double[] {0, 15, 15, 15}, errors.centre(), 1e-12);
        assertArrayEquals(new double[] {0, 0.5, 0.5, 0.5}, errors.normalised(), 1e-12);
    }

    @Test
    void countsMissingPredictionsAsEmptyBoxesAndLeavesOutSpareOnes() {
        FrameErrors errors = FrameErrors.of(track(List.of(GROUND_TRUTH, GROUND_TRUTH), List.of(GROUND_TRUTH)));
        assertArrayEquals(new double[] {1, 0}, errors.overlap());
        assertEquals(Math.hypot(25, 40), errors.centre()[1], 1e-12);
        assertArrayEquals(new double[] {1}, FrameErrors.of(track(List.of(GROUND_TRUTH), List.of(GROUND_TRUTH, NOWHERE))).overlap());
    }

    @Test
    void countsAFrameWithoutTargetAsAFailureOfOverlapAndCentre() {
        Track track = track(List.of(GROUND_TRUTH, NOWHERE), List.of(GROUND_TRUTH, GROUND_TRUTH));
        FrameErrors errors = FrameErrors.of(track);
        assertEquals(-1, errors.overlap()[1]);
        assertEquals(Double.POSITIVE_INFINITY, errors.centre()[1]);
        assertEquals(-1, errors.normalised()[1]);
        assertEquals(50, new DistancePrecision().measure(track));
        assertEquals(50 * 20 / 21.0, new Success().measure(track), 1e-9);
        assertEquals(100, new NormalisedPrecision().measure(track));
    }

    @Test
    void countsAHiddenTargetAsAFailureOfEveryMeasure() {
        Track track = new Track("walk", List.of(GROUND_TRUTH, GROUND_TRUTH), List.of(GROUND_TRUTH, GROUND_TRUTH), List.of(true, false), List.of());
        assertEquals(50, new NormalisedPrecision().measure(track));
        assertEquals(50, new DistancePrecision().measure(track));
    }

    @Test
    void refusesBoxesThatAreNoBoxes() {
        for (Box bad : List.of(new Box(Double.NaN, 0, 1, 1), new Box(0, 0, -1, 1),
                new Box(0, 0, Double.POSITIVE_INFINITY, 1))) {
            GladException refused = assertThrows(
                    GladException.class, () -> FrameErrors.of(track(List.of(GROUND_TRUTH, GROUND_TRUTH), List.of(GROUND_TRUTH, bad))));
            assertTrue(refused.getMessage().startsWith("the predicted box of frame 1 in sequence \"walk\""),
                    refused.getMessage());
        }
        Box nan = new Box(0, Double.NaN, 1, 1);
        GladException refused =
                assertThrows(GladException.class, () -> FrameErrors.of(track(List.of(nan), List.of(GROUND_TRUTH))));
        assertTrue(refused.getMessage().contains("ground-truth box"), refused.getMessage());
    }

    @Test
    void givesNothingForFreeWhenStrict() {
        Track track = new Track("walk", List.of(GROUND_TRUTH, NOWHERE, GROUND_TRUTH, GROUND_TRUTH), List.of(GROUND_TRUTH, GROUND_TRUTH, NOWHERE, GROUND_TRUTH),
                List.of(), List.of(), Rules.STRICT);
        assertArrayEquals(new double[] {1, -1, 0, 1}, track.errors().overlap());
        assertEquals(50, new DistancePrecision().measure(track));
        assertEquals(50, new NormalisedPrecision().measure(track));
        Track valid = new Track("walk", track.groundTruth(), track.predicted(), List.of(), List.of(),
                Rules.STRICT.excludingInvalid());
        assertEquals(200 / 3.0, new NormalisedPrecision().measure(valid), 1e-5);
        Track shorter = new Track("walk", track.groundTruth(), List.of(GROUND_TRUTH), List.of(), List.of(), Rules.STRICT);
        assertThrows(GladException.class, shorter::errors);
    }

    @Test
    void poolsFramesLikeGot10k() {
        Track held = new Track("held", List.of(GROUND_TRUTH, GROUND_TRUTH, NOWHERE, GROUND_TRUTH), List.of(GROUND_TRUTH, GROUND_TRUTH, GROUND_TRUTH, GROUND_TRUTH),
                List.of(), List.of());
        Track half = track(List.of(GROUND_TRUTH, GROUND_TRUTH), List.of(GROUND_TRUTH, new Box(25, 20, 30, 40)));
        assertEquals(100 * (1 + 1 + 1 / 3.0) / 3, new AverageOverlap().measure(List.of(held, half)), 1e-9);
        assertEquals(200 / 3.0, new SuccessRate50().measure(List.of(held, half)), 1e-9);
        assertEquals(200 / 3.0, new SuccessRate75().measure(List.of(held, half)), 1e-9);
        assertTrue(Double.isNaN(new AverageOverlap().measure(track(List.of(GROUND_TRUTH), List.of(GROUND_TRUTH)))));
    }

    @Test
    void countsATargetAsLostUntilItIsHeldAgain() {
        Box away = new Box(500, 500, 30, 40);
        Box touching = new Box(35, 20, 30, 40);
        Track track = track(List.of(GROUND_TRUTH, GROUND_TRUTH, GROUND_TRUTH, GROUND_TRUTH, GROUND_TRUTH, GROUND_TRUTH), List.of(GROUND_TRUTH, away, touching, away, GROUND_TRUTH, away));
        assertEquals(2, new Failures().measure(track));
        assertEquals(50, new Recovery().measure(track));
        Track never = track(List.of(GROUND_TRUTH), List.of(GROUND_TRUTH));
        assertEquals(0, new Failures().measure(never));
        assertTrue(Double.isNaN(new Recovery().measure(never)));
        assertEquals(1, new Failures().measure(List.of(track, never)));
        assertEquals(50, new Recovery().measure(List.of(track, never)));
    }

    @Test
    void onlyExactRatiosMeetAThresholdExactly() {
        // 1 px of 5 is a fifth, but 8.0 / 5 - 7.0 / 5 is a little more.
        Box groundTruth = new Box(5, 5, 5, 5);
        Box off = new Box(6, 5, 5, 5);
        List<Box> both = List.of(groundTruth, groundTruth);
        assertEquals(100, new NormalisedPrecision().measure(
                new Track("walk", both, List.of(groundTruth, off), List.of(), List.of(), Rules.STRICT)));
        assertEquals(50, new NormalisedPrecision().measure(
                new Track("walk", both, List.of(groundTruth, off), List.of(), List.of(), Rules.OFFICIAL)));
    }

    /** Worked out by hand; the third box of the ground truth is hidden by its flag alone. */
    @Test
    void cutsBoxesAtTheImagesEdgesLikeGot10k() {
        List<Box> groundTruth = List.of(GROUND_TRUTH, new Box(80, 80, 40, 40), GROUND_TRUTH, new Box(0, 0, 20, 20));
        List<Box> found = List.of(GROUND_TRUTH, new Box(90, 90, 50, 50), NOWHERE, new Box(-10, 0, 30, 20));
        Sequence sequence = new InImages(groundTruth, List.of(true, true, false, true));
        // 20 x 20 and 10 x 10 share 100 of 400; a box moved to the edge as a whole is 30 x 20 and shares 400 of 600.
        Track official = sequence.track(found, List.of(), Rules.OFFICIAL);
        assertEquals(100 * (0.25 + 400 / 600.0) / 2, new AverageOverlap().measure(official), 1e-9);
        assertEquals(50, new SuccessRate50().measure(official), 1e-9);
        assertEquals(2, new AverageOverlap().weight(official));
        // Cut exactly, it is 20 x 20.
        Track strict = sequence.track(found, List.of(), Rules.STRICT);
        assertEquals(100 * (0.25 + 1) / 2, new AverageOverlap().measure(strict), 1e-9);
        // Images of unknown size: 30 x 30 shared of 1600 + 2500 - 900, and 20 x 20 of 600.
        Track unknown = new Track("walk", groundTruth, found, sequence.visible(), List.of(), Rules.OFFICIAL);
        assertEquals(100 * (900 / 3200.0 + 400 / 600.0) / 2, new AverageOverlap().measure(unknown), 1e-9);
        assertEquals(0, new AverageOverlap().measure(sequence.track(List.of(GROUND_TRUTH), List.of(), Rules.OFFICIAL)));
    }

    /** A sequence in images of 100 x 100. */
    private record InImages(List<Box> boxes, List<Boolean> visible) implements Sequence {

        @Override
        public String name() {
            return "walk";
        }

        @Override
        public String sentence() {
            return "";
        }

        @Override
        public Optional<ImageSize> imageSize() {
            return Optional.of(new ImageSize(100, 100));
        }

        @Override
        public Set<String> attributes() {
            return Set.of();
        }

        @Override
        public Frames open() {
            throw new UnsupportedOperationException();
        }
    }
}
