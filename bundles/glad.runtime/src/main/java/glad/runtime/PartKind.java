package glad.runtime;

import glad.api.model.BackboneFactory;
import glad.api.model.DiffusionFactory;
import glad.api.model.FusionFactory;
import glad.api.model.HeadFactory;
import glad.api.model.PartFactory;
import glad.api.model.TargetMemoryFactory;
import glad.api.model.TextEncoderFactory;
import glad.api.model.WordGuidanceFactory;
import java.util.List;
import java.util.Locale;

/** The kinds of parts that a tracker is composed of, in the order in which they are made. */
public enum PartKind {
    /** Sentences to token features. */
    TEXT("text encoder", "text_encoder.", TextEncoderFactory.class, "text_encoder."),
    /** Template and sentence to feature maps. */
    DIFFUSION("diffusion module", "", DiffusionFactory.class, "unet.", "vae.", "text_adapter."),
    /** Images to tokens. */
    BACKBONE("backbone", "encoder.", BackboneFactory.class, "encoder."),
    /** Feature maps into tokens. */
    FUSION("fusion module", "", FusionFactory.class, "pm.", "fd.", "norm_output."),
    /** Words into search tokens. */
    WORDS("words", "", WordGuidanceFactory.class, "text_adj.", "text_sub_idnex_classifier.", "language_adjust.", "vl_fusion."),
    /** What is remembered into search tokens. */
    MEMORY("memory", "", TargetMemoryFactory.class, "visual_temporal_fusion.", "dy_template_pos_embed.", "confidence_pred."),
    /** Tokens to boxes. */
    HEAD("head", "head.", HeadFactory.class, "head.");

    private final String label;
    private final String prefix;
    private final Class<? extends PartFactory<?>> service;
    private final List<String> networks;

    PartKind(String label, String prefix, Class<? extends PartFactory<?>> service, String... networks) {
        this.label = label;
        this.prefix = prefix;
        this.service = service;
        this.networks = List.of(networks);
    }

    /** Returns the name that messages use, for example {@code text encoder}. */
    public String label() {
        return label;
    }

    /** Returns the key in an experiment file, for example {@code text}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the kind of a key. @throws IllegalArgumentException if there is none */
    public static PartKind of(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT));
    }

    /** Returns what stands before the part's parameter names in a model's weight file; may be empty. */
    public String prefix() {
        return prefix;
    }

    /** Returns how full names of the official trackers' tensors of this kind begin. */
    List<String> networks() {
        return networks;
    }

    /** Returns the service interface of this kind's factories. */
    public Class<? extends PartFactory<?>> service() {
        return service;
    }
}
