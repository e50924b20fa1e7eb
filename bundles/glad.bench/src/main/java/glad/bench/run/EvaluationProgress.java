package glad.bench.run;

import java.time.Duration;

/**
 * How far an evaluation has come.
 *
 * @param sequence the sequence being tracked
 * @param sequenceNumber its place among all, from 1
 * @param sequences how many there are
 * @param frame frames done of this sequence
 * @param frames its frames
 * @param framesDone frames done of all sequences, finished and skipped ones included
 * @param framesInAll frames of all sequences
 * @param framesPerSecond frames tracked per second of wall time in this run, reading included
 * @param left estimated time left
 */
public record EvaluationProgress(
        String sequence,
        int sequenceNumber,
        int sequences,
        int frame,
        int frames,
        long framesDone,
        long framesInAll,
        double framesPerSecond,
        Duration left) {}
