package glad.text.tokenizer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** What of a sentence doesn't reach the text encoder. Each sentence is told once, and of very many the first. */
final class LostWords {

    private static final int TOLD = 20;
    private static final int WORDS = 5;

    private final long unknown;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** @param unknown the id that stands for what the vocabulary lacks; -1 for none */
    LostWords(long unknown) {
        this.unknown = unknown;
    }

    /**
     * Returns a line about a sentence of which something is lost, at its first time.
     *
     * @param length how many tokens are kept, the start and the end token included
     */
    String of(String sentence, Encoding encoding, int length) {
        List<String> lost = new ArrayList<>();
        int tokens = encoding.getIds().length;
        if (tokens > length) {
            lost.add("it has " + (tokens - 2) + " tokens, of which the text encoder reads the first " + (length - 2));
        }
        List<String> words = unknownWords(sentence, encoding);
        if (!words.isEmpty()) {
            lost.add("the tokenizer doesn't know " + words.stream().limit(WORDS).map(word -> "\"" + word + "\"")
                    .collect(Collectors.joining(", ")) + (words.size() > WORDS ? ", ..." : ""));
        }
        if (lost.isEmpty() || told.size() >= TOLD || !told.add(sentence)) {
            return "";
        }
        return "sentence \"" + sentence + "\": " + String.join("; ", lost)
                + (told.size() == TOLD ? " (more such sentences aren't told)" : "");
    }

    private List<String> unknownWords(String sentence, Encoding encoding) {
        List<String> words = new ArrayList<>();
        long[] ids = encoding.getIds();
        long[] special = encoding.getSpecialTokenMask();
        CharSpan[] spans = encoding.getCharTokenSpans();
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] == unknown && special[i] == 0) {
                boolean placed = spans[i] != null && spans[i].getStart() >= 0 && spans[i].getEnd() <= sentence.length()
                        && spans[i].getStart() < spans[i].getEnd();
                words.add(placed ? sentence.substring(spans[i].getStart(), spans[i].getEnd()) : "?");
            }
        }
        return words.stream().distinct().toList();
    }
}
