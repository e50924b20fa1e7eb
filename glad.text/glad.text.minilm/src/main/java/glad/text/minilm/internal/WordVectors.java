package glad.text.minilm.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.model.TextEncoder;
import glad.api.model.TextFeatures;
import glad.api.model.TextToken;
import glad.api.options.Options;
import glad.nn.BoundKernel;
import glad.nn.Init;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.text.roberta.BertEncoder;
import glad.text.tokenizer.Tokenizer;
import java.util.List;
import java.util.Map;

/**
 * Each token's row of a table, whatever stands beside it: with a pretrained table, a small encoder that knows which words are alike. A
 * table of another width, such as the word embeddings of BERT's family, is turned to its principal components, scaled together to a mean
 * square of 1, and cut or refused: what is narrower than asked for can't be had.
 */
final class WordVectors extends Layer implements TextEncoder {

    private final Tokenizer tokenizer;
    private final int width;
    private final int length;
    private final BoundKernel look;

    WordVectors(LayerContext context, Options options, Tokenizer tokenizer) {
        super(context);
        this.tokenizer = tokenizer;
        width = options.integer("width");
        length = options.integer("length");
        look = kernel("word_vectors.py", Map.of(), Map.of(
                "table", weight("table.weight", Init.normal(1), this::components, options.integer("vocabulary"), width)
                        .pretrainedAs("embeddings.word_embeddings.weight", "bert.embeddings.word_embeddings.weight")), "ids");
    }

    /** Returns the first principal components of a table's rows, or null if it has other rows or fewer columns. */
    private NDArray components(NDArray source) {
        Shape shape = source.getShape();
        if (shape.dimension() != 2 || shape.get(0) != parameters().get(0).shape().get(0) || shape.get(1) < width) {
            return null;
        }
        return context().kernels().get(WordVectors.class, "principal_components.py", Map.of("WIDTH", width)).one(false, source);
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public TextFeatures encode(List<String> sentences, NDManager manager) {
        return tokenizer.features(sentences, length, BertEncoder.Kind.BERT.padding(), manager, tokens -> run(look, tokens.ids()));
    }

    @Override
    public List<TextToken> tokens(String sentence) {
        return tokenizer.tokens(sentence, length);
    }

    @Override
    public void close() {
        tokenizer.close();
        super.close();
    }
}
