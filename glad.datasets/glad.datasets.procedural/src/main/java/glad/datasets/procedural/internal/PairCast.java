package glad.datasets.procedural.internal;

/**
 * What stands for the target, then (in the template) and now (in the search region), and for what could be mistaken for it.
 *
 * @param target the target in the template; null where it is a region of the background
 * @param targetNow the target in the search region
 * @param sentence its words; empty if there are none
 * @param rival the distractor; null if there is none
 * @param rivalSentence the distractor's words
 */
record PairCast(Sprite target, Sprite targetNow, String sentence, Sprite rival, String rivalSentence) {

    /** A target whose image stays the same. */
    PairCast(Sprite target, String sentence, Sprite rival, String rivalSentence) {
        this(target, target, sentence, rival, rivalSentence);
    }
}
