package glad.datasets.files;

import glad.api.Boxes;
import glad.api.GladException;
import glad.api.ImageSize;
import glad.api.data.Frames;
import glad.api.data.Sentences;
import glad.api.data.Sequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A sequence whose annotation is in memory.
 *
 * @param name unique in its dataset, usable as a file name
 * @param boxes one per frame
 * @param visible per frame; empty if unknown
 * @param sentences stripped; one that is empty for none
 * @param sentenceFile the text of the sentence's file, if the official reader reads that as a table; see {@link
 *     NumpyText}
 * @param targetClass kind of thing; empty if unknown
 * @param attributes of the sequence
 * @param imageSize of all images, if the annotation says
 * @param source opens the frames
 */
public record LabelledSequence(
        String name,
        Boxes boxes,
        List<Boolean> visible,
        Sentences sentences,
        Optional<String> sentenceFile,
        String targetClass,
        Set<String> attributes,
        Optional<ImageSize> imageSize,
        Source source)
        implements Sequence {

    /** Opens the frames of a sequence. */
    @FunctionalInterface
    @ConsumerType
    public interface Source {

        /** Opens the frames; the caller closes them. @throws GladException if they aren't as the dataset has them */
        Frames open() throws IOException;
    }

    /** @throws GladException (failure) if there are flags, but not one per box */
    public LabelledSequence {
        visible = List.copyOf(visible);
        attributes = Set.copyOf(attributes);
        if (!visible.isEmpty() && visible.size() != boxes.size()) {
            throw GladException.failure("sequence \"" + name + "\" has " + boxes.size() + " boxes but " + visible.size()
                    + " visibility flags; expected as many; restore its annotation files");
        }
    }

    /** Returns a sequence without anything but boxes and frames. */
    public static LabelledSequence of(String name, Boxes boxes, Source source) {
        return new LabelledSequence(name, boxes, List.of(), Sentences.of(""), Optional.empty(), "", Set.of(), Optional.empty(),
                source);
    }

    /** Returns this with visibility, one flag per box or none at all. */
    public LabelledSequence withVisible(List<Boolean> flags) {
        return new LabelledSequence(name, boxes, flags, sentences, sentenceFile, targetClass, attributes,
                imageSize, source);
    }

    /** Returns this with a sentence that official readers hand on as it is. */
    public LabelledSequence withSentence(String text) {
        return withSentences(Sentences.of(text));
    }

    /** Returns this with sentences by frame that official readers hand on as they are. */
    public LabelledSequence withSentences(Sentences texts) {
        return new LabelledSequence(name, boxes, visible, texts, Optional.empty(), targetClass, attributes,
                imageSize, source);
    }

    /**
     * Returns this with the sentence in a file that the official reader reads as a table (see {@link NumpyText});
     * without a sentence if there is no such file.
     */
    public LabelledSequence withSentenceFile(Path file) {
        if (!Files.isRegularFile(file)) {
            return this;
        }
        String text = TextFile.read(file);
        return new LabelledSequence(
                name, boxes, visible, Sentences.of(text.strip()), Optional.of(text), targetClass, attributes,
                imageSize, source);
    }

    /** Returns this with the kind of thing the target is. */
    public LabelledSequence withTargetClass(String kind) {
        return new LabelledSequence(name, boxes, visible, sentences, sentenceFile, kind, attributes,
                imageSize, source);
    }

    /** Returns this with attributes. */
    public LabelledSequence withAttributes(Set<String> names) {
        return new LabelledSequence(name, boxes, visible, sentences, sentenceFile, targetClass, names,
                imageSize, source);
    }

    /** Returns this with the size of its images. */
    public LabelledSequence withImageSize(Optional<ImageSize> size) {
        return new LabelledSequence(name, boxes, visible, sentences, sentenceFile, targetClass, attributes, size, source);
    }

    @Override
    public String sentence() {
        return sentences.first();
    }

    /** @throws GladException (failure) if the official reader can't read the sentence's file */
    @Override
    public String officialSentence() {
        return sentenceFile.map(NumpyText::read).orElse(sentence());
    }

    @Override
    public Frames open() throws IOException {
        return source.open();
    }
}
