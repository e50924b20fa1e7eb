package glad.text.clip.internal;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import glad.api.GladException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

/** Turns sentences into token ids: start token, the sentence's tokens, end token, padding with the end token. */
final class Tokenizer implements AutoCloseable {

    private final HuggingFaceTokenizer tokenizer;
    private final String source;
    private final int vocabulary;
    private final long end;

    /**
     * Loads a tokenizer.
     *
     * @param source where it came from, for messages
     * @param json a {@code tokenizer.json} whose post-processor puts a start and an end token round the text
     * @param vocabulary number of rows of the embedding table
     * @throws GladException if it can't be read, or its ids don't fit the table
     */
    Tokenizer(String source, byte[] json, int vocabulary) {
        this.source = source;
        this.vocabulary = vocabulary;
        tokenizer = load(source, json);
        long[] empty = tokenizer.encode("", true, false).getIds();
        if (empty.length != 2) {
            tokenizer.close();
            throw GladException.failure("tokenizer \"" + source + "\" puts " + empty.length
                    + " tokens round a text; expected a start and an end token, as CLIP's post-processor does");
        }
        end = checked(empty)[1];
    }

    /** Inside OSGi the native library is visible to DJL's class loader only. */
    private static HuggingFaceTokenizer load(String source, byte[] json) {
        Thread thread = Thread.currentThread();
        ClassLoader previous = thread.getContextClassLoader();
        thread.setContextClassLoader(HuggingFaceTokenizer.class.getClassLoader());
        try {
            return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json),
                    Map.of("addSpecialTokens", "true", "truncation", "false", "padding", "false"));
        } catch (IOException | RuntimeException e) {
            throw GladException.failure("tokenizer \"" + source + "\" can't be read: " + e.getMessage()
                    + "; expected a tokenizer.json", e);
        } finally {
            thread.setContextClassLoader(previous);
        }
    }

    /**
     * Writes the ids of a sentence; one that is too long is cut before its end token.
     *
     * @param ids filled from {@code at} for {@code length} places
     * @return the number of ids that aren't padding
     */
    int fill(String sentence, long[] ids, int at, int length) {
        long[] encoded = checked(tokenizer.encode(sentence, true, false).getIds());
        int count = Math.min(encoded.length, length);
        System.arraycopy(encoded, 0, ids, at, count);
        ids[at + count - 1] = end;
        Arrays.fill(ids, at + count, at + length, end);
        return count;
    }

    private long[] checked(long[] ids) {
        for (long id : ids) {
            if (id < 0 || id >= vocabulary) {
                throw GladException.failure("tokenizer \"" + source + "\" gives the id " + id + ", but the text"
                        + " encoder's vocabulary has " + vocabulary + " tokens; set its option vocabulary, or use the"
                        + " tokenizer of its weights");
            }
        }
        return ids;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
