package glad.train;

import glad.api.GladException;
import glad.api.data.TrainingPair;
import glad.api.model.TextEncoder;
import glad.api.model.TextToken;
import glad.api.options.Options;
import java.util.List;
import java.util.Set;

/** Says for each token of a sentence whether it names the target. */
final class WordLabels {

    /** So many sentences without a label in a row, and none with one before, mean that there are none. */
    private static final int PATIENCE = 256;

    private final TextEncoder text;
    private final TargetWordTable table;
    private final boolean written;
    private final boolean wordsAlone;
    private int unlabelled;
    private boolean labelled;

    /** @throws GladException (usage) if the text encoder doesn't tell what its tokens stand for */
    WordLabels(Options options, TextEncoder text, TargetWordTable table) {
        this.text = text;
        this.table = table;
        written = options.text("word_numbers").equals("written");
        wordsAlone = options.text("word_mean").equals("words");
        if (text.tokens("a word").isEmpty()) {
            throw GladException.usage("stage context has a loss of target words, but the text encoder doesn't tell which words its tokens are"
                    + " of; set words: 0, or choose another text encoder");
        }
    }

    /**
     * The labels of a batch.
     *
     * @param targets (B, L) 1 for tokens that name the target
     * @param counted (B, L) 1 for tokens that count for the loss
     * @param number of tokens that count
     */
    record Labels(float[] targets, float[] counted, int number) {}

    /** Returns the labels of sentences; what nobody labelled doesn't count, such as a sentence that was left out. */
    Labels of(List<TrainingPair> clips, List<String> sentences) {
        int length = text.length();
        List<List<TextToken>> tokens = sentences.stream().map(text::tokens).toList();
        int longest = tokens.stream().mapToInt(List::size).max().orElse(0);
        float[] targets = new float[sentences.size() * length];
        float[] counted = new float[targets.length];
        int number = 0;
        for (int i = 0; i < sentences.size(); i++) {
            Set<Integer> words = words(clips.get(i), sentences.get(i));
            if (words == null) {
                continue;
            }
            for (int at = 0; at < (wordsAlone ? tokens.get(i).size() : longest); at++) {
                TextToken token = at < tokens.get(i).size() ? tokens.get(i).get(at) : new TextToken(-1, 0, 0);
                boolean counts = !wordsAlone || token.word() >= 0;
                targets[i * length + at] = token.word() >= 0 && words.contains(word(token, sentences.get(i))) ? 1 : 0;
                counted[i * length + at] = counts ? 1 : 0;
                number += counts ? 1 : 0;
            }
        }
        return new Labels(targets, counted, number);
    }

    /**
     * Counts the words that are told apart as they are labelled.
     *
     * @param probability (B, L), how probably each token names the target
     * @param right what is added to: tokens that are right, and all
     */
    void count(Labels labels, List<String> sentences, float[] probability, int[] right) {
        int length = text.length();
        for (int i = 0; i < sentences.size(); i++) {
            List<TextToken> tokens = text.tokens(sentences.get(i));
            for (int at = 0; at < tokens.size(); at++) {
                int place = i * length + at;
                if (labels.counted()[place] > 0 && tokens.get(at).word() >= 0) {
                    right[0] += probability[place] > 0.5 == labels.targets()[place] > 0.5 ? 1 : 0;
                    right[1]++;
                }
            }
        }
    }

    private Set<Integer> words(TrainingPair clip, String sentence) {
        if (clip.targetWords() != null && sentence.equals(clip.sentence())) {
            labelled = true;
            return clip.targetWords();
        }
        if (sentence.isBlank()) {
            return null;
        }
        Set<Integer> words = table.of(sentence).orElse(null);
        labelled |= words != null;
        if (!labelled && ++unlabelled >= PATIENCE) {
            throw GladException.usage("none of the first " + PATIENCE + " sentences, such as \"" + sentence + "\", has labels of its target"
                    + " words; give a file of them as word_labels of the stage, or set its words to 0");
        }
        return words;
    }

    private int word(TextToken token, String sentence) {
        return written ? writtenWord(token, sentence) : token.word();
    }

    /** Returns the number of the word between white space that a token begins in. */
    static int writtenWord(TextToken token, String sentence) {
        int number = -1;
        boolean inside = false;
        for (int i = 0; i < token.to(); i++) {
            boolean letter = !Character.isWhitespace(sentence.charAt(i));
            number += letter && !inside ? 1 : 0;
            inside = letter;
            if (letter && i >= token.from()) {
                return number; // a token may hold the space before its word
            }
        }
        return number;
    }
}
