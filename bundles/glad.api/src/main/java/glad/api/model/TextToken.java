package glad.api.model;

/**
 * What one token of an encoded sentence stands for.
 *
 * @param word number of the word it belongs to, as the tokenizer cuts a sentence into words, from 0; -1 for the start and the end
 * @param from the first of the sentence's characters that it stands for
 * @param to end of them; {@code from} where it stands for none
 */
public record TextToken(int word, int from, int to) {}
