package glad.bench.cues;

import java.util.List;

/**
 * What words and memory did in one frame.
 *
 * @param frame from 0; in the first nothing is looked for, so that only words' {@code target} is told
 * @param sentence that applied
 * @param words its tokens; empty where the tracker has no words, or its text encoder doesn't tell which they are
 * @param left first column of the search region, pixels of the frame, maybe outside of it
 * @param top first row
 * @param side its columns, and rows
 * @param heat by which each search token counted for the memory, row by row, in [0, 1]; empty without a memory
 * @param score the head's map without window, row by row, in (0, 1); empty in the first frame
 */
public record FrameCues(int frame, String sentence, List<CueWord> words, int left, int top, int side, float[] heat, float[] score) {

    /** Copies the list. */
    public FrameCues {
        words = List.copyOf(words);
    }
}
