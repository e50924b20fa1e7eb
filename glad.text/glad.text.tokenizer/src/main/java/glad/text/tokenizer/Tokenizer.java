package glad.text.tokenizer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.api.GladException;
import glad.api.Reason;
import glad.api.model.ModelFiles;
import glad.api.model.TextFeatures;
import glad.api.model.TextToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns sentences into token ids: start token, the sentence's tokens, end token, padding. */
public final class Tokenizer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Tokenizer.class);

    private final HuggingFaceTokenizer tokenizer;
    private final String source;
    private final int vocabulary;
    private final long end;
    private final LostWords lostWords;

    /**
     * Loads a byte-pair tokenizer: a {@code tokenizer.json} whose post-processor puts a start and an end token round the text, or a
     * folder or zip archive with one, or a folder with {@code vocab.json} and {@code merges.txt}.
     *
     * @param reference the file or folder as an experiment names it
     * @param kind what completes a vocabulary and merges to a tokenizer
     * @param vocabulary number of rows of the embedding table
     * @param files finds the file
     * @throws GladException if it can't be found or read, or its ids don't fit the table
     */
    public Tokenizer(String reference, BytePairs kind, int vocabulary, ModelFiles files) {
        this(reference, TokenizerFile.read(reference, Optional.of(kind), files), vocabulary);
    }

    /**
     * Loads a tokenizer of any kind: a {@code tokenizer.json} whose post-processor puts a start and an end token round the text, or a folder
     * or zip archive with one.
     *
     * @param reference the file or folder as an experiment names it
     * @param vocabulary number of rows of the embedding table
     * @param files finds the file
     * @throws GladException if it can't be found or read, or its ids don't fit the table
     */
    public Tokenizer(String reference, int vocabulary, ModelFiles files) {
        this(reference, TokenizerFile.read(reference, Optional.empty(), files), vocabulary);
    }

    /** Makes one of the text of a {@code tokenizer.json}; its source is for messages. */
    Tokenizer(String source, byte[] json, int vocabulary) {
        this.source = source;
        this.vocabulary = vocabulary;
        tokenizer = load(source, json);
        long[] empty = tokenizer.encode("", true, false).getIds();
        if (empty.length != 2) {
            tokenizer.close();
            throw GladException.failure("tokenizer \"" + source + "\" puts " + empty.length
                    + " tokens round a text; expected a start and an end token, by its post-processor");
        }
        end = checked(empty)[1];
        lostWords = new LostWords(unknown(json));
    }

    /** Returns the id that stands for what the vocabulary lacks; -1 for none, as where text is cut down to its bytes. */
    private static long unknown(byte[] json) {
        try {
            JsonNode model = new JsonMapper().readTree(json).path("model");
            return model.path("vocab").path(model.path("unk_token").asText()).asLong(-1);
        } catch (IOException e) {
            return -1; // whoever loads it says what is wrong with it
        }
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
            throw GladException.failure("tokenizer \"" + source + "\" can't be read: " + Reason.of(e)
                    + "; expected a tokenizer.json", e);
        } finally {
            thread.setContextClassLoader(previous);
        }
    }

    /** Returns the id of the end token. */
    public long end() {
        return end;
    }

    /**
     * Returns the ids of sentences; one that is too long is cut before its end token. That is logged as a warning with the number
     * of its tokens, and so is text that the vocabulary lacks; each sentence once.
     *
     * @param length ids per sentence
     * @param padding the id that fills the rest
     * @param manager will own the result; a backward pass through an embedding of the ids may come after they were closed
     */
    public TokenIds encode(List<String> sentences, int length, long padding, NDManager manager) {
        long[] ids = new long[sentences.size() * length];
        float[] used = new float[ids.length];
        for (int i = 0; i < sentences.size(); i++) {
            Encoding whole = tokenizer.encode(sentences.get(i), true, false);
            String lost = lostWords.of(sentences.get(i), whole, length);
            if (!lost.isEmpty()) {
                LOG.warn(lost);
            }
            long[] encoded = checked(whole.getIds());
            int from = i * length;
            int to = from + Math.min(encoded.length, length);
            System.arraycopy(encoded, 0, ids, from, to - from);
            ids[to - 1] = end;
            Arrays.fill(ids, to, from + length, padding);
            Arrays.fill(used, from, to, 1);
        }
        Shape shape = new Shape(sentences.size(), length);
        // What was made of Java's memory is free to be overwritten once it is closed; a copy is held by whoever has to read it again.
        try (NDArray own = manager.create(ids, shape)) {
            return new TokenIds(own.duplicate(), manager.create(used, shape));
        }
    }

    /**
     * Returns what the ids of a sentence stand for, without padding; the last is the end token's.
     *
     * @param length the most that are returned
     */
    public List<TextToken> tokens(String sentence, int length) {
        Encoding whole = tokenizer.encode(sentence, true, false);
        long[] words = whole.getWordIds();
        CharSpan[] spans = whole.getCharTokenSpans();
        List<TextToken> tokens = new ArrayList<>();
        for (int i = 0; i < Math.min(words.length, length); i++) {
            boolean end = i == length - 1 || words[i] < 0 || spans[i] == null;
            tokens.add(end ? new TextToken(-1, 0, 0) : new TextToken((int) words[i], sentence.offsetByCodePoints(0, spans[i].getStart()),
                    sentence.offsetByCodePoints(0, spans[i].getEnd())));
        }
        return tokens;
    }

    /**
     * Returns the features of sentences, of their ids as {@link #encode} makes them.
     *
     * @param manager will own the result; what is made on the way is freed
     * @param encoder gives the features (B, L, C) fp32
     */
    public TextFeatures features(List<String> sentences, int length, long padding, NDManager manager, Function<TokenIds, NDArray> encoder) {
        try (NDManager scope = manager.newSubManager()) {
            TokenIds tokens = encode(sentences, length, padding, scope);
            NDArray features = encoder.apply(tokens);
            features.attach(manager);
            tokens.mask().attach(manager);
            return new TextFeatures(features, tokens.mask());
        }
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
