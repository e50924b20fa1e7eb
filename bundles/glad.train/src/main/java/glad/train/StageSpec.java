package glad.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.Names;
import glad.api.model.Precision;
import glad.api.options.Option;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import glad.runtime.ModelSpec;
import glad.runtime.PartKind;
import glad.runtime.PartSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One stage of a training: what is trained, for how long, and how.
 *
 * @param goal what is trained
 * @param samples training examples to see
 * @param batch examples per update
 * @param precision number format of the kernels; the parameters and the optimiser stay fp32
 * @param optimiser settings of the optimiser
 * @param schedule {@code cosine} or {@code step}
 * @param warmUp updates of the warm-up
 * @param floor the cosine's factor at the end
 * @param loss what the loss is made of
 * @param checkEvery examples between two checks on held-out pairs, each with a checkpoint
 * @param model options of parts that differ from the experiment's during this stage: kind of part to options
 */
public record StageSpec(
        Goal goal,
        long samples,
        int batch,
        Precision precision,
        AdamW.Settings optimiser,
        String schedule,
        long warmUp,
        double floor,
        Loss loss,
        long checkEvery,
        ObjectNode model) {

    /** What a stage trains. */
    public enum Goal {
        /** The VAE of the diffusion module, on reconstruction. */
        VAE,
        /** The U-Net of the diffusion module and the text encoder, on the denoising loss. */
        DENOISER,
        /** Backbone, fusion and head, on boxes. */
        TRACKER
    }

    /**
     * What the loss is made of.
     *
     * @param focal weight of the focal loss of the score map
     * @param l1 weight of the absolute error of the box
     * @param overlap weight of the overlap loss of the box
     * @param iou {@code giou} or {@code ciou}, the overlap loss
     * @param dropCues share of batches that see no diffusion cues
     * @param dropText share of examples whose sentence is replaced by the empty one
     * @param kl weight of the VAE's divergence from the standard normal
     */
    public record Loss(double focal, double l1, double overlap, String iou, double dropCues, double dropText, double kl) {}

    private static final OptionSchema SCHEMA = OptionSchema.of(
            Option.choice("train", "tracker", List.of("vae", "denoiser", "tracker"), "what is trained"),
            Option.integer("samples", 64000, 1, Long.MAX_VALUE, "training examples to see"),
            Option.integer("batch", 32, 1, 4096, "examples per update"),
            Option.choice("precision", "fp32", List.of("fp32", "bf16"), "number format of the kernels"),
            Option.number("learning_rate", 4e-4, 0, 1, "learning rate after the warm-up"),
            Option.number("beta1", 0.9, 0, 0.9999, "decay of the gradient's mean"),
            Option.number("beta2", 0.999, 0, 0.99999, "decay of the gradient's square"),
            Option.number("weight_decay", 1e-4, 0, 1, "decoupled weight decay of matrices"),
            Option.number("clip", 0.1, 1e-6, 1e9, "largest norm of the gradient"),
            Option.number("encoder_rate", 0.1, 0, 10, "factor on the rate of parameters named encoder"),
            Option.choice("schedule", "cosine", List.of("cosine", "step"), "how the rate changes"),
            Option.integer("warm_up", 150, 0, 1_000_000_000, "updates of the warm-up"),
            Option.number("floor", 0.02, 0, 1, "the cosine's last factor on the rate"),
            Option.number("focal", 1, 0, 1000, "weight of the score map's loss"),
            Option.number("l1", 5, 0, 1000, "weight of the box's absolute error"),
            Option.number("overlap", 2, 0, 1000, "weight of the box's overlap loss"),
            Option.choice("iou", "ciou", List.of("ciou", "giou"), "the box's overlap loss"),
            Option.number("drop_cues", 0, 0, 1, "share of batches without diffusion cues"),
            Option.number("drop_text", 0, 0, 1, "share of examples without their sentence"),
            Option.number("kl", 1e-6, 0, 1, "weight of the VAE's divergence"),
            Option.integer("check_every", 10000, 1, Long.MAX_VALUE, "examples between two checks on held-out pairs"));

    /**
     * Reads one entry of an experiment's {@code training.stages}.
     *
     * @throws glad.api.GladException (usage) naming the key, the value, and what is accepted
     */
    static StageSpec read(int number, JsonNode node) {
        String name = "training stage " + number;
        ObjectNode flat = node.isObject() ? ((ObjectNode) node).deepCopy() : JsonNodeFactory.instance.objectNode();
        JsonNode model = flat.has("model") ? flat.remove("model") : JsonNodeFactory.instance.objectNode();
        model.properties().forEach(part -> {
            List<String> kinds = Arrays.stream(PartKind.values()).map(PartKind::key).toList();
            if (!kinds.contains(part.getKey()) || !part.getValue().isObject()) {
                throw GladException.usage(Names.unknown("part in the model of " + name, part.getKey(), kinds));
            }
        });
        Options o = SCHEMA.read(name, flat);
        return new StageSpec(
                Goal.valueOf(o.text("train").toUpperCase(Locale.ROOT)),
                (Long) o.values().get("samples"),
                o.integer("batch"),
                Precision.valueOf(o.text("precision").toUpperCase(Locale.ROOT)),
                new AdamW.Settings(o.number("learning_rate"), o.number("beta1"), o.number("beta2"),
                        o.number("weight_decay"), o.number("clip"), Map.of("encoder.", o.number("encoder_rate"))),
                o.text("schedule"),
                o.integer("warm_up"),
                o.number("floor"),
                new Loss(o.number("focal"), o.number("l1"), o.number("overlap"), o.text("iou"), o.number("drop_cues"),
                        o.number("drop_text"), o.number("kl")),
                (Long) o.values().get("check_every"),
                (ObjectNode) model);
    }

    /** Returns the model of this stage: the experiment's with this stage's options. */
    ModelSpec apply(ModelSpec spec) {
        return new ModelSpec(part(spec, PartKind.TEXT), part(spec, PartKind.DIFFUSION), part(spec, PartKind.BACKBONE),
                part(spec, PartKind.FUSION), part(spec, PartKind.HEAD), spec.templateSize(), spec.searchSize());
    }

    private PartSpec part(ModelSpec spec, PartKind kind) {
        PartSpec part = spec.part(kind);
        return model.has(kind.key())
                ? new PartSpec(part.id(), part.options().deepCopy().setAll((ObjectNode) model.get(kind.key()))) : part;
    }

    /** Returns the number of updates. */
    public long updates() {
        return (samples + batch - 1) / batch;
    }

    /** Returns the schedule's factor on the learning rate; a step schedule drops after four fifths of the updates. */
    Schedule rates() {
        return schedule.equals("cosine")
                ? Schedule.cosine(warmUp, updates(), floor) : Schedule.step(warmUp, updates() * 4 / 5);
    }
}
