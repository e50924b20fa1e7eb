package glad.api.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import glad.api.Image;
import glad.api.data.TrainingPair;
import glad.api.model.Backbone;
import glad.api.model.Diffusion;
import glad.api.model.DiffusionNoise;
import glad.api.model.Fusion;
import glad.api.model.Head;
import glad.api.model.Mode;
import glad.api.model.Parameter;
import glad.api.model.Prediction;
import glad.api.model.TextEncoder;
import glad.api.model.TextFeatures;
import glad.api.model.Tokens;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** A composed tracker as a {@link TrainingStage} sees it. */
@ProviderType
public interface TrainingModel {

    /** Returns the text encoder. */
    TextEncoder text();

    /** Returns the diffusion module. */
    Diffusion diffusion();

    /** Returns the backbone. */
    Backbone backbone();

    /** Returns the fusion module. */
    Fusion fusion();

    /** Returns the head. */
    Head head();

    /**
     * Returns the parameters and buffers of one part under their full names, {@code encoder.blocks.0...}.
     *
     * @param kind the part's key in an experiment: {@code text}, {@code diffusion}, {@code backbone}, {@code fusion},
     *     {@code words}, {@code memory}, {@code head}
     */
    List<Parameter> parameters(String kind);

    /** Switches all parts between training and inference. */
    void mode(Mode mode);

    /**
     * Switches to training what gradients reach: the parts that hold something to train, and those that compute with what these give. The
     * others compute in inference, and {@link #predict} copies what they give.
     */
    void train();

    /** Returns the manager that owns the model's arrays; make a sub-manager of it for the stage's own. */
    NDManager manager();

    /** Returns how many examples a stage computes at once where it measures or draws: no more than a batch's pieces have, for which memory was planned. */
    default int atOnce() {
        return 32;
    }

    /**
     * Turns images of one size into a batch, normalised with ImageNet's mean and deviation.
     *
     * @param scope owner of the result
     * @return (B, 3, H, W) fp32
     */
    NDArray images(List<Image> images, NDManager scope);

    /**
     * Draws the two noises of a template pass: the posterior's first, then the diffusion's.
     *
     * @param scope owner of the result
     * @return the noises for {@code count} templates, or null if the diffusion module uses none
     */
    @Nullable DiffusionNoise noise(int count, Random random, NDManager scope);

    /**
     * Finds the targets of pairs: the forward pass of tracking, from template, sentence and noise to boxes in search regions.
     *
     * @param pairs templates with their boxes, and search regions; the pairs' own sentences aren't read
     * @param sentences one for each pair; null to say nothing and leave the diffusion cues out
     * @param noise of {@link #noise}; null to leave the diffusion cues out, or if the diffusion module uses none
     * @param scope owner of everything made on the way
     */
    Prediction predict(List<TrainingPair> pairs, @Nullable List<String> sentences, @Nullable DiffusionNoise noise, NDManager scope);

    /**
     * Looks at pairs without their sentences, and without diffusion cues.
     *
     * @param pairs as for {@link #predict}
     * @param scope owner of the result
     */
    SeenPairs see(List<TrainingPair> pairs, NDManager scope);

    /**
     * Says how well words fit what was seen, which may be long ago: it doesn't depend on the words.
     *
     * @param seen the backbone's tokens
     * @param sentences one for each row
     * @param scope owner of everything made on the way
     * @return see {@link Tokens#evidence}; null if this tracker's words don't say it
     */
    @Nullable NDArray evidence(Tokens seen, List<String> sentences, NDManager scope);

    /**
     * Computes what words read of the diffusion module's maps, which is worth keeping: a pair's changes with its sentence and the noise alone.
     *
     * @param pairs their templates are looked at
     * @param sentences one for each pair
     * @param noise of {@link #noise}; null if the diffusion module uses none
     * @param scope owner of everything made on the way
     * @return see {@link glad.api.model.WordGuidance#readsMaps}; null if this tracker's words read the text encoder's tokens
     */
    default @Nullable TextFeatures read(List<TrainingPair> pairs, List<String> sentences, @Nullable DiffusionNoise noise, NDManager scope) {
        return null;
    }

    /**
     * Says how well words fit what was seen, from what was read of the diffusion module's maps.
     *
     * @param seen the backbone's tokens
     * @param read of {@link #read}, one row for each of {@code seen}
     * @param scope owner of everything made on the way
     * @return see {@link Tokens#evidence}; null if this tracker's words don't say it
     */
    default @Nullable NDArray evidence(Tokens seen, TextFeatures read, NDManager scope) {
        return null;
    }

    /**
     * Finds the targets of clips in all their search regions, one after the other, with what is remembered of those before: the forward
     * pass of tracking, through which gradients flow from every search region to the first.
     *
     * @param clips examples with the same numbers of templates and search regions; a pair is a clip of one of each
     * @param sentences as for {@link #predict}
     * @param noise as for {@link #predict}
     * @param scope owner of everything made on the way
     * @throws glad.api.GladException (usage) if the clips differ in their numbers
     */
    Followed follow(List<TrainingPair> clips, @Nullable List<String> sentences, @Nullable DiffusionNoise noise, NDManager scope);
}
